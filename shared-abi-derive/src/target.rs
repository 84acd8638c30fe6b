//! Which of a package's crates is being compiled: the one that its lock is of, or another.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A crate that cargo has compiled.
pub(crate) struct Target {
    /// Where the package's `Cargo.toml` is.
    dir: PathBuf,
    /// The crate's name in Rust.
    name: String,
    /// Whether it is a binary, or an example that is one.
    is_binary: bool,
    /// Whether it is of `tests` or `benches`.
    is_test: bool,
    /// The compiler's.
    arguments: Vec<OsString>,
}

impl Target {
    /// The one that is being compiled; `None` if cargo doesn't do it.
    pub(crate) fn current() -> Option<Self> {
        Some(Self {
            dir: env::var_os("CARGO_MANIFEST_DIR")?.into(),
            name: env::var("CARGO_CRATE_NAME").ok()?,
            is_binary: env::var_os("CARGO_BIN_NAME").is_some(),
            is_test: env::var_os("CARGO_TARGET_TMPDIR").is_some(),
            arguments: env::args_os().collect(),
        })
    }

    /// The crate's name in Rust.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a lock of the package is of this crate for certain: it is the library or, if there is none, the only binary.
    pub(crate) fn is_main(&self) -> bool {
        // Neither an editor's server of macros, which knows less, nor rustdoc, which compiles an example in the
        // documentation with the environment of the library.
        let is_named = self.following("--crate-name") == Some(OsStr::new(&self.name));
        let is_other = self.is_test || self.is_example() || self.name.starts_with("build_script_");
        is_named && !is_other && (!self.is_binary || self.has_one_binary_alone())
    }

    /// The environment of an example that is a library is that of the package's library.
    fn is_example(&self) -> bool {
        let is_output = |dir: &OsStr| Path::new(dir).ends_with("examples");
        let here = env::current_dir().unwrap_or_default();
        let is_source = |argument: &OsString| {
            let path = here.join(argument);
            path.extension().is_some_and(|extension| extension == "rs")
                && path.starts_with(self.dir.join("examples"))
        };
        self.following("--out-dir").is_some_and(is_output) || self.arguments.iter().any(is_source)
    }

    /// Whether the package has one binary and no library. Its manifest isn't parsed: what looks like a target is one.
    fn has_one_binary_alone(&self) -> bool {
        let has = |path: &str| self.dir.join(path).exists();
        let Ok(manifest) = fs::read_to_string(self.dir.join("Cargo.toml")) else {
            return false;
        };
        let lines = || manifest.lines().map(|line| line.replace([' ', '\t'], ""));
        let is_unclear = ["[lib]", "lib=", "lib.", "bin="];
        let is_unclear = |line: String| is_unclear.iter().any(|start| line.starts_with(start));
        let declared = lines().filter(|line| line.starts_with("[[bin]]")).count();
        declared + usize::from(has("src/main.rs")) == 1
            && !["src/lib.rs", "src/bin"].into_iter().any(has)
            && !lines().any(is_unclear)
    }

    fn following(&self, flag: &str) -> Option<&OsStr> {
        let at = self.arguments.iter().position(|argument| argument == flag)?;
        self.arguments.get(at + 1).map(OsString::as_os_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(dir: &Path, is_binary: bool, arguments: &str) -> Target {
        Target {
            dir: dir.to_owned(),
            name: "shapes".to_owned(),
            is_binary,
            is_test: false,
            arguments: arguments.split(' ').map(OsString::from).collect(),
        }
    }

    #[test]
    fn only_cargos_compiler_is_sure() {
        let is_main = |arguments| target(&env::temp_dir(), false, arguments).is_main();
        assert!(is_main(
            "rustc --crate-name shapes src/lib.rs --out-dir target/debug/deps"
        ));
        assert!(!is_main(
            "rustc --crate-name shapes src/lib.rs --out-dir target/debug/examples"
        ));
        // An editor's server of macros, and rustdoc with an example of the documentation.
        assert!(!is_main("rust-analyzer-proc-macro-srv"));
        assert!(!is_main("rustdoc --crate-name rust_out doctest_bundle.rs"));
        assert!(!is_main("rustdoc --out-dir doc doctest_bundle.rs --crate-name"));
    }

    #[test]
    fn what_looks_like_a_target_is_one() {
        let dir = env::temp_dir().join(format!("shared-abi-derive-target-{}", std::process::id()));
        fs::create_dir_all(dir.join("src")).unwrap();
        let is_main = |manifest: &str| {
            fs::write(
                dir.join("Cargo.toml"),
                format!("[package]\nname = \"shapes\"\n{manifest}"),
            )
            .unwrap();
            target(&dir, true, "rustc --crate-name shapes src/main.rs").is_main()
        };
        assert!(!is_main(""));
        assert!(is_main("[[bin]]\npath = \"guest.rs\"\n"));
        assert!(!is_main("[[bin]]\npath = \"a.rs\"\n[[ bin ]]\npath = \"b.rs\"\n"));
        fs::write(dir.join("src/main.rs"), "").unwrap();
        assert!(is_main(""));
        for other in [
            "[lib]\npath = \"a.rs\"",
            "lib = { path = \"a.rs\" }",
            "[[bin]]\npath = \"a.rs\"",
            "bin = []",
        ] {
            assert!(!is_main(other), "{other}");
        }
        fs::write(dir.join("src/lib.rs"), "").unwrap();
        assert!(!is_main(""));
        fs::remove_dir_all(dir).unwrap();
    }
}
