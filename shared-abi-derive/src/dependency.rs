//! The name by which the crate that is being compiled knows `shared-abi`: it may have renamed the dependency.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

const PACKAGE: &str = "shared-abi";

/// What a manifest calls `shared-abi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// `shared_abi`, or what isn't known: no manifest, or one that is written in another way.
    Usual,
    /// The name of a renamed dependency, as an identifier.
    Renamed(String),
    /// Nothing: the crate is another's dependency.
    Missing,
}

/// The name of `shared-abi` in the crate that is being compiled.
pub(crate) fn name() -> Name {
    // A compiler compiles one crate, but an editor's process expands the macros of several.
    static LAST: Mutex<Option<(OsString, Name)>> = Mutex::new(None);
    let Some(folder) = env::var_os("CARGO_MANIFEST_DIR") else {
        return Name::Usual;
    };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    match &*last {
        Some((known, name)) if *known == folder => name.clone(),
        _ => {
            let name = in_package(Path::new(&folder));
            *last = Some((folder, name.clone()));
            name
        }
    }
}

fn in_package(folder: &Path) -> Name {
    let Ok(manifest) = fs::read_to_string(folder.join("Cargo.toml")) else {
        return Name::Usual;
    };
    let own = dependencies(&manifest);
    let inherited = || {
        let manifests = folder.ancestors().map(|folder| folder.join("Cargo.toml"));
        let mut texts = manifests.filter_map(|path| fs::read_to_string(path).ok());
        let root = texts.find(|text| headers(text).any(|header| header == "workspace"));
        root.map(|text| dependencies(&text)).unwrap_or_default()
    };
    name_among(&manifest, &own, inherited)
}

/// A dependency of a manifest: its key, and the package that it names, if it names one.
#[derive(Debug, PartialEq, Eq)]
struct Dependency {
    key: String,
    package: Option<String>,
    is_inherited: bool,
}

fn name_among(manifest: &str, own: &[Dependency], inherited: impl FnOnce() -> Vec<Dependency>) -> Name {
    let is_usual = |dependency: &Dependency| {
        dependency.package.as_deref().unwrap_or(&dependency.key) == PACKAGE
            && dependency.key.replace('-', "_") == "shared_abi"
    };
    if own.iter().any(is_usual) {
        return Name::Usual;
    }
    let renamed = |dependency: &Dependency| dependency.package.as_deref() == Some(PACKAGE);
    if let Some(dependency) = own.iter().find(|dependency| renamed(dependency)) {
        return Name::Renamed(dependency.key.replace('-', "_"));
    }
    if own.iter().any(|dependency| dependency.is_inherited) {
        let inherited = inherited();
        let is_own = |of: &Dependency| {
            own.iter()
                .any(|dependency| dependency.is_inherited && dependency.key == of.key)
        };
        if let Some(dependency) = inherited.iter().find(|of| renamed(of) && is_own(of)) {
            return Name::Renamed(dependency.key.replace('-', "_"));
        }
    }
    // Only a manifest that has the word nowhere can be trusted to have been understood.
    if mentions(manifest) {
        Name::Usual
    } else {
        Name::Missing
    }
}

/// Whether a manifest names the library anywhere but in comments, or is its own.
fn mentions(manifest: &str) -> bool {
    let mut table = "";
    manifest.lines().any(|line| {
        table = header(line).unwrap_or(table);
        let code = line.split('#').next().unwrap_or(line);
        if table == "package" {
            return code
                .split_once('=')
                .is_some_and(|(key, value)| key.trim() == "name" && unquoted(value.trim()) == PACKAGE);
        }
        code.contains(PACKAGE) || code.contains("shared_abi")
    })
}

/// The table headers of a manifest.
fn headers(manifest: &str) -> impl Iterator<Item = &str> {
    manifest.lines().filter_map(header)
}

fn header(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or(line).trim();
    line.strip_prefix('[')?.strip_suffix(']').map(str::trim)
}

/// The dependencies of a manifest, as far as they are written in the ways that people write them.
fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut table = "";
    for line in manifest.lines() {
        if let Some(header) = header(line) {
            table = header;
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let (key, value) = (key.trim(), value.trim());
        // `[dependencies]`, or `[dependencies.name]` with one line for each part.
        let (name, part) = if is_dependencies(table) {
            match key.split_once('.') {
                Some((name, part)) => (name, Some(part)),
                None => (key, None),
            }
        } else {
            match table.rsplit_once('.') {
                Some((table, name)) if is_dependencies(table) => (name, Some(key)),
                _ => continue,
            }
        };
        let name = unquoted(name);
        let index = found
            .iter()
            .position(|dependency| dependency.key == name)
            .unwrap_or_else(|| {
                found.push(Dependency {
                    key: name.to_owned(),
                    package: None,
                    is_inherited: false,
                });
                found.len() - 1
            });
        let dependency = &mut found[index];
        match part {
            Some("package") => dependency.package = Some(unquoted(value).to_owned()),
            Some("workspace") => dependency.is_inherited = true,
            Some(_) => {}
            None => {
                dependency.package =
                    inline_part(value, "package").map(|package| unquoted(package).to_owned());
                dependency.is_inherited = inline_part(value, "workspace").is_some();
            }
        }
    }
    found
}

fn is_dependencies(table: &str) -> bool {
    matches!(
        table.rsplit('.').next().map(str::trim),
        Some("dependencies" | "dev-dependencies" | "build-dependencies")
    )
}

/// The value of a part of an inline table.
fn inline_part<'a>(value: &'a str, part: &str) -> Option<&'a str> {
    let inside = value.strip_prefix('{')?;
    inside.split([',', '}']).find_map(|entry| {
        let (key, value) = entry.split_once('=')?;
        (key.trim() == part).then(|| value.trim())
    })
}

/// What stands in the quotes with which a key or a value starts, or it as it is without.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split(quote).next().unwrap_or(""),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(manifest: &str, workspace: &str) -> Name {
        name_among(manifest, &dependencies(manifest), || dependencies(workspace))
    }

    fn renamed(name: &str) -> Name {
        Name::Renamed(name.to_owned())
    }

    #[test]
    fn a_renamed_dependency_is_found_however_it_is_written() {
        for manifest in [
            "[dependencies]\nwire-types = { package = \"shared-abi\", version = \"1\" } # renamed\n",
            "[dependencies]\nserde = \"1\"\nwire-types = { version = \"1\", package = 'shared-abi' }\n",
            "[dependencies.wire-types]\nversion = \"1\"\npackage = \"shared-abi\"\n[features]\nx = []\n",
            "[target.'cfg(unix)'.dependencies]\nwire-types = {package=\"shared-abi\",path=\"..\"}\n",
            "[ dev-dependencies ]\nwire-types.package = \"shared-abi\"\nwire-types.version = \"1\"\n",
            "[dependencies]\n\"wire-types\" = { package = \"shared-abi\" }\n",
        ] {
            assert_eq!(name(manifest, ""), renamed("wire_types"), "{manifest}");
        }
    }

    #[test]
    fn a_workspace_renames_for_its_members() {
        let workspace =
            "[workspace]\n[workspace.dependencies]\nwire = { package = \"shared-abi\", version = \"1\" }\n";
        for member in [
            "wire.workspace = true",
            "wire = { workspace = true }",
            "wire = { workspace = true, features = [] }",
        ] {
            assert_eq!(
                name(&format!("[dependencies]\n{member}\n"), workspace),
                renamed("wire"),
                "{member}"
            );
        }
        assert_eq!(
            name("[dependencies]\nother.workspace = true\n", workspace),
            Name::Missing
        );
    }

    #[test]
    fn the_usual_name_comes_first() {
        for manifest in [
            "[dependencies]\nshared-abi = \"1\"\n",
            "[dependencies]\nshared-abi.workspace = true\n",
            "[dependencies]\nshared_abi = { package = \"shared-abi\", path = \"..\" }\n",
            "[dependencies]\nshared-abi = \"1\"\nold = { package = \"shared-abi\", version = \"0.1\" }\n",
            "[package]\nname = \"shared-abi\"\n",
            "dependencies = { shared-abi = \"1\" }\n",
        ] {
            assert_eq!(name(manifest, ""), Name::Usual, "{manifest}");
        }
        for manifest in [
            "[dependencies]\nframework = \"1\"\n",
            "# shared-abi comes with the framework\n[dependencies]\nframework = \"1\"\n",
            "[package]\nname = \"shared-abi-example\"\n[dependencies]\nframework = \"1\"\n",
        ] {
            assert_eq!(name(manifest, ""), Name::Missing, "{manifest}");
        }
    }
}
