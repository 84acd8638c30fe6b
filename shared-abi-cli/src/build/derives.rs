//! Whether a package's sources derive `SharedAbi` somewhere, as far as their text tells.

use std::fs;
use std::path::Path;

/// Whether a Rust file in this directory, or further in, derives it.
pub(super) fn any_in(dir: &Path) -> bool {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| (entry.file_type(), entry.path()))
        .any(|(kind, path)| match kind {
            Ok(kind) if kind.is_dir() => any_in(&path),
            Ok(_) if path.extension().is_some_and(|extension| extension == "rs") => {
                fs::read_to_string(path).is_ok_and(|text| derives(&text))
            }
            _ => false,
        })
}

fn derives(source: &str) -> bool {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let mut lists = code
        .split("derive(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    lists.any(|list| list.contains("SharedAbi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derive_is_seen_where_it_is_one() {
        assert!(derives("#[derive(Clone, shared_abi::SharedAbi)]\nstruct A;"));
        assert!(derives("#[derive(\n    Clone,\n    SharedAbi,\n)]\nstruct A;"));
        assert!(!derives("/// #[derive(SharedAbi)]\nstruct A;"));
        assert!(!derives(
            "use shared_abi::SharedAbi;\n#[derive(Clone)]\nstruct A<T: SharedAbi>(T);"
        ));
    }
}
