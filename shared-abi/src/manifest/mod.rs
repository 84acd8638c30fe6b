//! The manifest: the layouts inside a .wasm, in a custom section.

mod reach;

pub use reach::{Edge, Named, Node, Origin, Reachable, Types};

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
/// They stand in a custom section named `shared-abi`: no byte of linear memory, no instruction. Some tools remove it
/// (`wasm-strip`, `wasm-tools strip`), and the host then refuses the guest; `strip = true` in Cargo.toml doesn't.
///
/// On other targets nothing is emitted.
///
/// # Errors
/// The build stops if two different types have the same name, since a manifest knows types by their names, and if
/// there are more than 1023. A generic type that points to *another* generic type doesn't bring that along: the
/// build stops, and says which one to name.
#[macro_export]
macro_rules! manifest {
    () => {
        ::core::compile_error!("name the types that the host relies on, as in `shared_abi::manifest!(Node, Status)`");
    };
    ($($ty:ty),+ $(,)?) => {
        // Hundreds of types take the compiler a moment.
        #[allow(long_running_const_eval)]
        const _: () = {
            const __SHARED_ABI_FOUND: &$crate::Reachable =
                &$crate::Reachable::of_all(&[$(<$ty as $crate::Types>::LISTED),+]);
            // While a package's own types are recorded, those that its manifest reaches aren't asked for.
            const __SHARED_ABI_LAYOUTS: &[&$crate::Layout] = match ::core::option_env!("SHARED_ABI_RECORD_LAYOUTS") {
                ::core::option::Option::None => $crate::Reachable::layouts(__SHARED_ABI_FOUND),
                ::core::option::Option::Some(_) => &[],
            };
            $crate::__record!(__SHARED_ABI_LAYOUTS);
        };
    };
}

/// A record of layouts in the section, of the object file that is being compiled.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($layouts:expr) => {
        #[allow(long_running_const_eval)]
        const _: () = {
            const __SHARED_ABI_LEN: ::core::primitive::usize =
                $crate::__private::section::record_len($layouts);
            // Not `#[used]`, which would keep the bytes in linear memory too.
            #[cfg(target_arch = "wasm32")]
            #[unsafe(link_section = "shared-abi")]
            static __SHARED_ABI_RECORD: [::core::primitive::u8; __SHARED_ABI_LEN] =
                $crate::__private::section::record($layouts);
        };
    };
}
