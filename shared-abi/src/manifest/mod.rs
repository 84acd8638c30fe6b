//! The manifest: the layouts inside a .wasm, in a custom section, written in `const`.

mod format;
mod reach;
mod write;

pub use format::{MAGIC, MAX_LEN, SECTION, VERSION, checksum};
pub use reach::{Found, One, Parts, Types, tree};
pub use write::{record, record_len};

/// Puts the layouts of types into the guest's .wasm, so that a host can see at load whether it has the same.
///
/// Call it once, in the guest's own crate (the one of type `cdylib` or `bin`), and name the types that cross.
/// Everything that they hold or point to is included.
///
/// ```
/// use shared_abi::SharedAbi;
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// pub struct Sample { at: u32, value: f32 }
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// pub struct Batch { sensor: u64, samples: *const [Sample] }
///
/// shared_abi::manifest!(Batch); // and with it Sample
/// ```
///
/// They stand in a custom section named `shared-abi`: no byte of linear memory, no instruction. A tool that strips
/// *all* custom sections removes it, and the host then refuses the guest.
///
/// On other targets nothing is emitted.
///
/// # Errors
/// The build stops if two different types have the same name, since a manifest knows types by their names; if
/// types are nested more than 32 deep, or are more than 1024.
#[macro_export]
macro_rules! manifest {
    ($($ty:ty),+ $(,)?) => {
        const _: () = {
            const FOUND: &$crate::__private::Found =
                &$crate::__private::Found::of(&[$($crate::__private::tree::<$ty>()),+]);
            $crate::__record!(FOUND.layouts());
        };
    };
}

/// A record of layouts in the section, of the object file that is being compiled.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($layouts:expr) => {
        const _: () = {
            const LEN: usize = $crate::__private::record_len($layouts);
            // Not `#[used]`, which would keep the bytes in linear memory too.
            #[cfg(target_arch = "wasm32")]
            #[unsafe(link_section = "shared-abi")]
            static _RECORD: [u8; LEN] = $crate::__private::record($layouts);
        };
    };
}
