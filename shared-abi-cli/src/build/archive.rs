//! The layouts recorded in a library: an .rlib is an archive of object files, each of them a wasm binary.

use std::fs;
use std::path::Path;

use object::read::archive::ArchiveFile;
use shared_abi_layouts::Layouts;
use shared_abi_manifest::{Manifest, ManifestError};

use crate::build::kept::kept;
use crate::error::Error;

/// The layouts of each object file that has any.
pub(crate) fn layouts(path: &Path) -> Result<Vec<Layouts<'static>>, Error> {
    let bytes = fs::read(path).map_err(|error| Error::Read {
        path: path.to_owned(),
        error,
    })?;
    let broken = |error: object::Error| Error::Archive {
        path: path.to_owned(),
        problem: format!("the compiler wrote no library that can be read: {error}"),
    };
    let archive = ArchiveFile::parse(bytes.as_slice()).map_err(broken)?;
    let mut found = Vec::new();
    for member in archive.members() {
        let member = member.map_err(broken)?;
        // The rest is rustc's own metadata.
        if !member.name().ends_with(b".o") {
            continue;
        }
        match Manifest::from_wasm(member.data(bytes.as_slice()).map_err(broken)?) {
            Ok(manifest) => found.push(kept(manifest).layouts().clone()),
            Err(ManifestError::NoSection { .. }) => {}
            Err(error) => return Err(Error::manifest(path, error)),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process;

    use super::*;

    /// The layouts in an archive of these members, or the error.
    fn of(name: &str, members: &[(&str, &[u8])]) -> Result<Vec<Layouts<'static>>, Error> {
        let mut archive = b"!<arch>\n".to_vec();
        for (name, contents) in members {
            let len = contents.len();
            archive.extend(format!("{name:<16}0           0     0     644     {len:<10}`\n").bytes());
            archive.extend(*contents);
            archive.extend((len % 2 == 1).then_some(b'\n'));
        }
        let path = env::temp_dir().join(format!("shared-abi-archive-{name}-{}", process::id()));
        fs::write(&path, archive).unwrap();
        let found = layouts(&path);
        fs::remove_file(path).unwrap();
        found
    }

    const OBJECT: &[u8] = b"\0asm\x01\0\0\0\0\x2a\x0ashared-abishared-abi 1 00000000 00000000\n";
    const OTHER_OBJECT: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn object_files_are_read_and_nothing_else() {
        let members = [
            ("lib.rmeta/", b"rust" as &[_]),
            ("a.o/", OTHER_OBJECT),
            ("b.o/", OBJECT),
        ];
        assert_eq!(of("objects", &members).unwrap(), [Layouts::new()]);
        let bitcode = of("bitcode", &[("a.o/", b"BC")]).unwrap_err();
        assert!(
            bitcode
                .to_string()
                .ends_with("not a wasm module in the binary format"),
            "{bitcode}"
        );
    }

    #[test]
    fn what_is_no_archive_is_an_error() {
        let path = env::temp_dir().join(format!("shared-abi-no-archive-{}", process::id()));
        fs::write(&path, "text").unwrap();
        let error = layouts(&path).unwrap_err();
        fs::remove_file(path).unwrap();
        assert!(
            error.to_string().contains("no library that can be read"),
            "{error}"
        );
    }
}
