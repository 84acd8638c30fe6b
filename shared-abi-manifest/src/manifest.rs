//! `Manifest`: the layouts that a guest carries with it.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use self_cell::self_cell;
use shared_abi_layouts::Layouts;
use shared_abi_model::section::MAX_LEN;

use crate::error::ManifestError;
use crate::{record, section};

/// The layouts that a guest carries with it: what [`shared_abi::manifest!`] put into its .wasm.
///
/// ```
/// use shared_abi_manifest::Manifest;
///
/// # let body = "struct Point, size 8, align 4\n    x: i32, offset 0, size 4\n    y: i32, offset 4, size 4\n";
/// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
/// # let wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\"))")).unwrap();
/// let manifest = Manifest::from_wasm(&wasm)?;
/// let point = manifest.layouts().get("Point").expect("the guest has a `Point`");
/// assert_eq!((point.size, point.fields[1].offset), (8, 4));
/// # Ok::<(), shared_abi_manifest::ManifestError>(())
/// ```
#[derive(Clone)]
pub struct Manifest {
    contents: Arc<Contents>,
}

self_cell! {
    /// What the section holds, and what it says.
    struct Contents {
        owner: Box<[u8]>,
        #[covariant]
        dependent: Layouts,
    }
}

impl Manifest {
    /// The manifest of a module in memory.
    ///
    /// ```
    /// use shared_abi_manifest::{Manifest, ManifestError};
    ///
    /// let error = Manifest::from_wasm(b"\0asm\x01\0\0\0").unwrap_err();
    /// assert!(matches!(error, ManifestError::NoSection { any_custom: false, .. }));
    /// ```
    ///
    /// # Errors
    /// If the bytes are no module, or it has no manifest, or not one that can be read. Whether the rest of the
    /// module is valid isn't looked at; that is the runtime's to do.
    pub fn from_wasm(wasm: &[u8]) -> Result<Self, ManifestError> {
        Self::read(Cursor::new(wasm))
    }

    /// The manifest of a module that is read from its start.
    ///
    /// Of a large module little is read: for each section its head, in pieces of 4 KiB, and the manifest.
    ///
    /// ```
    /// use std::io::Cursor;
    ///
    /// use shared_abi_manifest::{Manifest, ManifestError};
    ///
    /// let error = Manifest::read(Cursor::new("(module)")).unwrap_err();
    /// assert!(matches!(error, ManifestError::NotWasm));
    /// ```
    ///
    /// # Errors
    /// As [`from_wasm`](Self::from_wasm), and if reading fails.
    pub fn read(wasm: impl Read + Seek) -> Result<Self, ManifestError> {
        Self::from_contents(section::find(wasm)?.into())
    }

    /// The manifest of a module in a file.
    ///
    /// ```
    /// use shared_abi_manifest::{Manifest, ManifestError};
    ///
    /// let error = Manifest::open("no/such/guest.wasm").unwrap_err();
    /// let ManifestError::Io(error) = error else { panic!() };
    /// assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    /// assert!(error.to_string().starts_with("no/such/guest.wasm: "));
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read), and if the file can't be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ManifestError> {
        let path = path.as_ref();
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let file = File::open(path).map_err(named)?;
        Self::read(file).map_err(|error| match error {
            ManifestError::Io(error) => ManifestError::Io(named(error)),
            error => error,
        })
    }

    /// The manifest in the contents of the custom section `shared-abi`, for a runtime that hands out custom
    /// sections itself.
    ///
    /// ```
    /// use shared_abi_manifest::Manifest;
    ///
    /// let manifest = Manifest::from_section(b"shared-abi 1 00000000 00000000\n")?;
    /// assert!(manifest.layouts().is_empty());
    /// # Ok::<(), shared_abi_manifest::ManifestError>(())
    /// ```
    ///
    /// # Errors
    /// If the contents can't be read.
    pub fn from_section(contents: &[u8]) -> Result<Self, ManifestError> {
        // Before anything is allocated.
        if contents.len() > MAX_LEN {
            let len = contents.len() as u64;
            return Err(ManifestError::TooLarge { len });
        }
        Self::from_contents(contents.into())
    }

    fn from_contents(contents: Box<[u8]>) -> Result<Self, ManifestError> {
        let contents = Contents::try_new(contents, |contents| record::layouts(contents))?;
        Ok(Self {
            contents: Arc::new(contents),
        })
    }

    /// The layouts, by name.
    ///
    /// ```
    /// # use shared_abi_manifest::Manifest;
    /// let text = "struct Point, size 4, align 4\n    x: i32, offset 0, size 4, align 4\n";
    /// let record = shared_abi_manifest::record(text);
    /// assert_eq!(Manifest::from_section(record.as_bytes())?.layouts().to_string(), text);
    /// # Ok::<(), shared_abi_manifest::ManifestError>(())
    /// ```
    #[must_use]
    pub fn layouts(&self) -> &Layouts<'_> {
        self.contents.borrow_dependent()
    }
}

impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manifest")
            .field("layouts", self.layouts())
            .finish()
    }
}

impl PartialEq for Manifest {
    fn eq(&self, other: &Self) -> bool {
        self.layouts() == other.layouts()
    }
}

impl Eq for Manifest {}
