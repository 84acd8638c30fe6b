//! Everything that can be wrong with a manifest, and how a guest's layouts differ from the host's.

use std::error::Error;
use std::fmt;
use std::io;

use shared_abi_layouts::{NotationError, TypeChange};
use shared_abi_model::section::{MAX_LEN, NAME};

/// Why a guest's manifest can't be read, or isn't what the host relies on.
///
/// ```
/// use shared_abi_manifest::Manifest;
///
/// let error = Manifest::from_wasm(b"\0asm\x0d\0\x01\0").unwrap_err();
/// assert_eq!(error.to_string(), "a component, not a module; check the module that it was made from");
/// ```
#[non_exhaustive]
pub enum ManifestError {
    /// Reading failed.
    Io(io::Error),
    /// The bytes don't start as those of a wasm binary do.
    NotWasm,
    /// A component of the component model, where a module should be.
    Component,
    /// A binary format that isn't known.
    #[non_exhaustive]
    WasmVersion {
        /// The four bytes behind the magic number.
        version: u32,
    },
    /// The module ends inside of a section.
    #[non_exhaustive]
    Truncated {
        /// Where the section starts, in bytes from the start of the module.
        at: u64,
        /// How many bytes the module has.
        len: u64,
    },
    /// The head of a section isn't that of one.
    #[non_exhaustive]
    Malformed {
        /// Where the section starts, in bytes from the start of the module.
        at: u64,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The module has no custom section `shared-abi`.
    #[non_exhaustive]
    NoSection {
        /// Whether it has any other custom section. If not, a tool has stripped it.
        any_custom: bool,
    },
    /// The module has more than one custom section `shared-abi`. A linker joins them.
    SeveralSections,
    /// The manifest is larger than any that is read.
    #[non_exhaustive]
    TooLarge {
        /// How many bytes it has.
        len: u64,
    },
    /// The custom section is there, but holds nothing.
    NoRecord,
    /// What should be a record doesn't start as one.
    #[non_exhaustive]
    BadHeader {
        /// Where it starts, in bytes from the start of the section's contents.
        at: usize,
    },
    /// The guest was built with a `shared-abi` whose format this one doesn't know.
    #[non_exhaustive]
    Version {
        /// The version of the guest's manifest.
        found: u32,
        /// The newest version that is known.
        known: u32,
    },
    /// A record is longer than what is left of the section.
    #[non_exhaustive]
    RecordTruncated {
        /// Where it starts, in bytes from the start of the section's contents.
        at: usize,
    },
    /// A record isn't what was written.
    #[non_exhaustive]
    Checksum {
        /// Where it starts, in bytes from the start of the section's contents.
        at: usize,
        /// The checksum that it has in its header.
        written: u32,
        /// The checksum of its bytes.
        computed: u32,
    },
    /// A record holds bytes that are no text.
    #[non_exhaustive]
    NotUtf8 {
        /// Where it starts, in bytes from the start of the section's contents.
        at: usize,
    },
    /// A record's text isn't in the notation of layouts.
    #[non_exhaustive]
    Notation {
        /// Where it starts, in bytes from the start of the section's contents.
        at: usize,
        /// What is wrong, and in which line below the header.
        error: NotationError,
    },
    /// Two records have a type of the same name, with different layouts.
    #[non_exhaustive]
    TypeTwice {
        /// How the second one differs from the first.
        change: TypeChange,
    },
    /// Two records have a function of the same name, with different signatures.
    #[non_exhaustive]
    FunctionTwice {
        /// The function's name.
        name: String,
    },
    /// The guest was built from other types than the host.
    Mismatch(Mismatch),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DAMAGED: &str = "the manifest is damaged; build the guest anew: the record at byte";
        match self {
            Self::Io(error) => write!(f, "the module can't be read: {error}"),
            Self::NotWasm => f.write_str("not a wasm module in the binary format"),
            Self::Component => {
                f.write_str("a component, not a module; check the module that it was made from")
            }
            Self::WasmVersion { version } => {
                write!(f, "not a wasm module of binary version 1, but of {version:#x}")
            }
            Self::Truncated { at, len } => write!(
                f,
                "the module is cut off: what starts at {at:#x} goes on past its {len:#x} bytes"
            ),
            Self::Malformed { at, problem } => {
                write!(f, "not a wasm module: of the section at {at:#x}, {problem}")
            }
            Self::NoSection { any_custom } => {
                let tool = if *any_custom {
                    "or a tool has removed it"
                } else {
                    "or, since it has no custom section at all, a tool has stripped them"
                };
                write!(
                    f,
                    "the module has no manifest: no custom section `{NAME}`. Either the guest's own crate doesn't call \
                     `shared_abi::manifest!(…)` with the types that cross, {tool}, as `wasm-strip` and `wasm-tools strip` \
                     do; keep it with `wasm-strip --keep-section={NAME}`, with `wasm-tools strip --delete '^name$'`, \
                     or with `strip = true` in Cargo.toml instead"
                )
            }
            Self::SeveralSections => write!(
                f,
                "the module has several custom sections `{NAME}`, of which a linker makes one"
            ),
            Self::TooLarge { len } => {
                write!(
                    f,
                    "the manifest has {len} bytes; the most that is read is {MAX_LEN}"
                )
            }
            Self::NoRecord => write!(f, "the manifest is empty; build the guest anew"),
            Self::BadHeader { at } => write!(f, "{DAMAGED} {at} has no header of one"),
            Self::Version { found, known } => write!(
                f,
                "the manifest is of version {found}, and this host reads up to {known}; rebuild the host with a newer \
                 shared-abi"
            ),
            Self::RecordTruncated { at } => write!(f, "{DAMAGED} {at} is cut off"),
            Self::Checksum {
                at,
                written,
                computed,
            } => write!(
                f,
                "{DAMAGED} {at} has the checksum {computed:08x}, and its header says {written:08x}"
            ),
            Self::NotUtf8 { at } => write!(f, "{DAMAGED} {at} isn't UTF-8"),
            Self::Notation { at, error } => {
                write!(f, "the manifest can't be read: the record at byte {at}, {error}")
            }
            Self::TypeTwice { change } => write!(
                f,
                "the manifest has two types of one name; rename one: {}",
                change.with_labels("first", "second")
            ),
            Self::FunctionTwice { name } => {
                write!(f, "the manifest has two functions named `{name:.60}`; rename one")
            }
            Self::Mismatch(mismatch) => {
                f.write_str("the guest was built from other types than this host:")?;
                for change in mismatch.changes() {
                    write!(f, "\n  {}", change.with_labels(GUEST, HOST))?;
                }
                let missing = mismatch.missing().count();
                if missing > 0 {
                    let it = if missing == 1 { "it" } else { "them" };
                    write!(
                        f,
                        "\nbuild both from the same types; what is only in host may also be missing from the guest's \
                         `shared_abi::manifest!(…)`: name {it} there"
                    )
                } else {
                    f.write_str("\nbuild both from the same types")
                }
            }
        }
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for ManifestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Notation { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for ManifestError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

const GUEST: &str = "guest";
const HOST: &str = "host";

/// How the guest's types differ from those that the host relies on.
///
/// Its text is a line for each type that does:
///
/// ```
/// use shared_abi::SharedAbi;
/// use shared_abi_manifest::{Expect, Manifest, ManifestError};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Header { kind: u8, len: u32 }
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Footer { checksum: u64 }
///
/// // A guest in which `kind` was two bytes and `len` had another name.
/// # let body = "struct Header, size 8, align 4\n    kind: u16, offset 0, size 2\n    length: u32, offset 4, size 4\n";
/// # let record = shared_abi_manifest::record(body);
/// # let manifest = Manifest::from_section(record.as_bytes())?;
/// let Err(ManifestError::Mismatch(mismatch)) = Expect::types::<(Header, Footer)>().check(&manifest) else { panic!() };
/// assert_eq!(
///     mismatch.to_string(),
///     "Footer: only in host\n\
///      Header: kind: u16 → u8; length: only in guest; len: only in host",
/// );
/// # Ok::<(), ManifestError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch {
    changes: Vec<TypeChange>,
}

impl Mismatch {
    pub(crate) fn new(changes: Vec<TypeChange>) -> Self {
        Self { changes }
    }

    /// The types that differ, sorted by name: the guest's on the left, the host's on the right.
    ///
    /// ```
    /// # use shared_abi::SharedAbi;
    /// # use shared_abi_manifest::{Expect, Manifest, ManifestError};
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Header { kind: u8, len: u32 }
    ///
    /// // A guest without types.
    /// let manifest = Manifest::from_section(b"shared-abi 1 00000000 00000000\n")?;
    /// let Err(ManifestError::Mismatch(mismatch)) = Expect::types::<Header>().check(&manifest) else { panic!() };
    /// assert_eq!(mismatch.changes()[0].name(), "Header");
    /// # Ok::<(), ManifestError>(())
    /// ```
    #[must_use]
    pub fn changes(&self) -> &[TypeChange] {
        &self.changes
    }

    /// The types that the guest doesn't have.
    fn missing(&self) -> impl Iterator<Item = &TypeChange> {
        self.changes
            .iter()
            .filter(|change| matches!(change, TypeChange::Added { .. }))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, change) in self.changes.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}", change.with_labels(GUEST, HOST))?;
        }
        Ok(())
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
