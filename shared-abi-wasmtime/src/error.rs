//! `GuestError`: what can be wrong with a guest.

use std::error::Error;
use std::fmt;

use shared_abi::AccessError;
use shared_abi_manifest::ManifestError;
use wasmtime::Trap;

use crate::reason::Reason;

/// What a guest did, or is, that the host can't accept; or what the host asked of it that can't be.
///
/// Its text names the function and the numbers. [`source`](Error::source) is the runtime's own error, where there is
/// one, with the guest's backtrace. A guest may nest calls of the host as deep as its stack allows: of the causes of an
/// error the text has as many as a reader can use, and the sources have all. Inside of a host function `?` turns it into a [`wasmtime::Error`].
///
/// ```
/// use shared_abi::PtrMut;
/// use shared_abi_wasmtime::{Expect, Guest, GuestError};
/// # use wasmtime::{Engine, Linker, Store};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let engine = Engine::default();
/// # let mut store = Store::new(&engine, ());
/// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
/// #     (func (export "run") (drop (i32.load (i32.const -4)))))"#)?;
/// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
/// let run = guest.func::<(), ()>(&mut store, "run")?;
/// match run.call(&mut store, ()) {
///     Err(GuestError::Trap { trap, .. }) => assert_eq!(trap, wasmtime::Trap::MemoryOutOfBounds),
///     other => panic!("{other:?}"),
/// }
/// let error = guest.free(&mut store, PtrMut::<u64>::new(0x1_2340)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the host holds no block of 8 bytes at 0x1_2340; freed before, released, or not allocated through this guest"
/// );
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub enum GuestError {
    /// The guest was built from other types than the host relies on, or doesn't tell which.
    Manifest(ManifestError),
    /// The bytes are no module that this engine can compile.
    Compile(wasmtime::Error),
    /// The store, the linker and the module don't all belong to one engine.
    WrongEngine,
    /// The module has no memory that the host could find: none exported as `memory`, none imported.
    NoMemory,
    /// The module has several memories, and a pointer can't say which one it means.
    #[non_exhaustive]
    MultiMemory {
        /// How many, imported ones included.
        count: usize,
    },
    /// The memory has 64-bit offsets (memory64), where pointers are of 32 bits.
    #[non_exhaustive]
    Memory64 {
        /// The memory's name.
        memory: String,
    },
    /// The memory is shared between threads, where references into it would not be sound.
    #[non_exhaustive]
    SharedMemory {
        /// The memory's name.
        memory: String,
    },
    /// The module can't be instantiated: an import is missing or of another type, or its start function failed.
    Instantiate(wasmtime::Error),
    /// The guest was found through a [`Caller`](wasmtime::Caller) whose instance isn't known.
    #[non_exhaustive]
    NoInstance {
        /// The function that was looked for.
        function: String,
    },
    /// The instance is of another module than the one that was [checked](crate::CheckedModule).
    OtherModule,
    /// The guest exports no such function.
    #[non_exhaustive]
    NoFunction {
        /// The function that was looked for.
        function: String,
    },
    /// The guest's function has other parameters or results.
    #[non_exhaustive]
    Signature {
        /// The function.
        function: String,
        /// What the host asked for.
        expected: String,
        /// What the guest has.
        found: String,
    },
    /// The guest trapped: it crashed, or ran out of fuel, time or stack.
    #[non_exhaustive]
    Trap {
        /// The function that the host called.
        function: String,
        /// Why.
        trap: Trap,
        /// The runtime's own error, with the guest's backtrace.
        error: wasmtime::Error,
    },
    /// A call ended in an error that isn't the guest's: a host function that it called returned one, or the store
    /// doesn't allow the call.
    #[non_exhaustive]
    Call {
        /// The function that the host called.
        function: String,
        /// The error.
        error: wasmtime::Error,
    },
    /// The guest's function returned an invalid value of the result's type, such as a `bool` of 2.
    #[non_exhaustive]
    InvalidResult {
        /// The function.
        function: String,
        /// The type.
        expected: &'static str,
        /// What it returned.
        found: String,
    },
    /// The guest has no allocator.
    #[non_exhaustive]
    NoAllocator {
        /// The function that it doesn't export.
        function: &'static str,
    },
    /// More bytes than an offset can count.
    #[non_exhaustive]
    TooLarge {
        /// How many elements.
        len: usize,
        /// Bytes of each.
        size: usize,
    },
    /// The guest's allocator has no memory left: it returned null.
    #[non_exhaustive]
    OutOfMemory {
        /// Bytes asked for.
        size: u64,
        /// Alignment asked for.
        align: u32,
    },
    /// A block with bytes can't be at null.
    #[non_exhaustive]
    NullBlock {
        /// Bytes that it should have.
        size: u64,
    },
    /// A block isn't aligned as its type is.
    #[non_exhaustive]
    BlockMisaligned {
        /// Where the block is.
        offset: u32,
        /// Bytes that it should have.
        size: u64,
        /// Alignment that it should have.
        align: u32,
    },
    /// A block isn't all in linear memory.
    #[non_exhaustive]
    BlockOutOfBounds {
        /// Where the block is.
        offset: u32,
        /// Bytes that it should have.
        size: u64,
        /// Bytes of linear memory.
        memory: u64,
    },
    /// A block lies over another one that the host still holds.
    #[non_exhaustive]
    BlockOverlaps {
        /// Where the block is.
        offset: u32,
        /// Bytes that it should have.
        size: u64,
        /// Where the block is that the host holds.
        held_offset: u32,
        /// Bytes of it.
        held_size: u64,
    },
    /// The host doesn't hold a block there: it was freed before, released, or never allocated through this guest.
    #[non_exhaustive]
    BlockNotHeld {
        /// Where the block should be.
        offset: u32,
        /// Bytes that it should have.
        size: u64,
    },
    /// The block that the host holds there is another one.
    #[non_exhaustive]
    BlockDiffers {
        /// Where the block is.
        offset: u32,
        /// Bytes that it should have.
        size: u64,
        /// Alignment that it should have.
        align: u32,
        /// Bytes of the block that the host holds.
        held_size: u64,
        /// Alignment of the block that the host holds.
        held_align: u32,
    },
    /// A pointer couldn't be followed.
    Access(AccessError),
}

impl GuestError {
    /// The error of a call: a trap, or what a host function returned.
    #[cold]
    pub(crate) fn call(function: &str, error: wasmtime::Error) -> Self {
        let function = function.to_owned();
        match error.downcast_ref::<Trap>() {
            Some(&trap) => Self::Trap {
                function,
                trap,
                error,
            },
            None => Self::Call { function, error },
        }
    }
}

/// What the runtime says, up to one of our own errors.
fn reason(error: &wasmtime::Error) -> Reason<'_, GuestError> {
    Reason::of(error)
}

/// A number in hex, its digits in groups of four, as in the texts of [`AccessError`]: `0x1_2340`.
struct Hex(u64);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = (0..4).rev().map(|i| (self.0 >> (16 * i)) & 0xFFFF);
        let mut groups = groups.skip_while(|group| *group == 0);
        write!(f, "{:#x}", groups.next().unwrap_or(0))?;
        groups.try_for_each(|group| write!(f, "_{group:04x}"))
    }
}

impl fmt::Display for GuestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = |n: u32| Hex(n.into());
        let end = |offset: u32, size: u64| Hex(size.saturating_add(offset.into()));
        match self {
            Self::Manifest(error) => error.fmt(f),
            Self::Compile(error) => write!(f, "the module can't be compiled: {}", reason(error)),
            Self::WrongEngine => f.write_str("the store, the linker and the module must be of one `Engine`"),
            Self::NoMemory => f.write_str("the guest exports no memory named `memory` and imports none"),
            Self::MultiMemory { count } => {
                write!(
                    f,
                    "the guest has {count} memories; a pointer can't say which one it means"
                )
            }
            Self::Memory64 { memory } => write!(
                f,
                "memory `{memory}` has 64-bit offsets (memory64); build the guest for wasm32"
            ),
            Self::SharedMemory { memory } => write!(
                f,
                "memory `{memory}` is shared between threads; references into it would not be sound"
            ),
            Self::Instantiate(error) => write!(f, "the module can't be instantiated: {}", reason(error)),
            Self::NoInstance { function } => write!(
                f,
                "`{function}` can't be looked for through a caller; keep a clone of the loaded `Guest` in the \
                 store's data"
            ),
            Self::OtherModule => {
                f.write_str("the instance is of another module than the one that was checked")
            }
            Self::NoFunction { function } => write!(f, "the guest exports no function `{function}`"),
            Self::Signature {
                function,
                expected,
                found,
            } => write!(f, "`{function}` is {found}, not {expected}"),
            Self::Trap { function, trap, .. } => write!(f, "`{function}` trapped: {trap}"),
            Self::Call { function, error } => write!(f, "`{function}` failed: {}", reason(error)),
            Self::InvalidResult {
                function,
                expected,
                found,
            } => write!(f, "`{function}` returned {found}, which is no `{expected}`"),
            Self::NoAllocator { function } => write!(
                f,
                "the guest exports no function `{function}`; put `shared_abi::export_allocator!();` into a guest in \
                 Rust; any other one exports `shared_abi_alloc(size: i32, align: i32) -> i32`, which returns an \
                 offset or 0, and `shared_abi_free(offset: i32, size: i32, align: i32)`"
            ),
            Self::TooLarge { len, size } => {
                write!(f, "{len} × {size} bytes are more than a 32-bit offset can count")
            }
            Self::OutOfMemory { size, align } => {
                write!(
                    f,
                    "the guest has no memory left for {size} bytes aligned to {align}"
                )
            }
            Self::NullBlock { size } => write!(f, "a null pointer for a block of {size} bytes"),
            Self::BlockMisaligned { offset, size, align } => write!(
                f,
                "the block of {size} bytes at {} is not at a multiple of {align}",
                hex(*offset)
            ),
            Self::BlockOutOfBounds { offset, size, memory } => write!(
                f,
                "the block of {size} bytes at {} ends at {}, past the {} bytes of linear memory",
                hex(*offset),
                end(*offset, *size),
                Hex(*memory)
            ),
            Self::BlockOverlaps {
                offset,
                size,
                held_offset,
                held_size,
            } => write!(
                f,
                "the block of {size} bytes at {} lies over the {held_size} bytes at {} that the host still holds",
                hex(*offset),
                hex(*held_offset)
            ),
            Self::BlockNotHeld { offset, size } => write!(
                f,
                "the host holds no block of {size} bytes at {}; freed before, released, or not allocated through \
                 this guest",
                hex(*offset)
            ),
            Self::BlockDiffers {
                offset,
                size,
                align,
                held_size,
                held_align,
            } => write!(
                f,
                "the block at {} has {held_size} bytes aligned to {held_align}, not {size} aligned to {align}",
                hex(*offset)
            ),
            Self::Access(error) => error.fmt(f),
        }
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for GuestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for GuestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Manifest(error) => error.source(),
            Self::Compile(error)
            | Self::Instantiate(error)
            | Self::Trap { error, .. }
            | Self::Call { error, .. } => Some(error.as_ref()),
            Self::Access(error) => error.source(),
            _ => None,
        }
    }
}

impl From<ManifestError> for GuestError {
    fn from(error: ManifestError) -> Self {
        Self::Manifest(error)
    }
}

impl From<AccessError> for GuestError {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}
