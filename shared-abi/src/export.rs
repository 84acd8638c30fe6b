//! `export!`: the functions that a guest offers to its host.

/// Exports functions of the guest that take shared structs by reference, without `unsafe` in the guest.
///
/// On wasm32 each is exported under its name, as a C function would be:
///
/// | an argument written as | is passed as |
/// |---|---|
/// | `&T`, `&mut T` | the address of a `T` |
/// | `&[T]`, `&mut [T]` | the address of the first `T`, then how many there are |
/// | `&str` | the address of the first byte, then how many there are |
/// | a number, a native pointer | itself |
///
/// `T` is an [`AbiType`](crate::AbiType). The call traps where an address is null, misaligned or not in linear
/// memory, and where the bytes are no value of `T`. A host that calls through `shared-abi` passes a `Ptr`
/// where the guest has a reference.
///
/// That nothing else uses the bytes while the call lasts is the host's promise, as it is for every function
/// with a pointer that a guest exports: no bytes in two arguments of which one is `&mut`, and in no call
/// that it makes inside of this one.
///
/// On other targets the functions are left as they are written, so that they can be tested there:
///
/// ```
/// use shared_abi::SharedAbi;
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// pub struct Sample { at: u32, value: f32 }
///
/// shared_abi::export! {
///     /// Returns the largest value.
///     fn largest(samples: &[Sample], at_least: f32) -> f32 {
///         samples.iter().map(|sample| sample.value).fold(at_least, f32::max)
///     }
///
///     fn reset(sample: &mut Sample) {
///         sample.value = 0.0;
///     }
/// }
///
/// let samples = [Sample { at: 0, value: 1.5 }, Sample { at: 1, value: 0.5 }];
/// assert_eq!(largest(&samples, 0.0), 1.5);
/// ```
#[macro_export]
macro_rules! export {
    () => {};
    ($(#[$meta:meta])* fn $name:ident($($arguments:tt)*) $(-> $result:ty)? $body:block $($rest:tt)*) => {
        $(#[$meta])*
        #[cfg(not(target_arch = "wasm32"))]
        #[allow(dead_code)]
        fn $name($($arguments)*) $(-> $result)? $body
        $crate::export!(@ [$(#[$meta])*] $name ($($result)?) $body [] [] $($arguments)*);
        $crate::export!($($rest)*);
    };
    (@ [$($meta:tt)*] $name:ident ($($result:ty)?) $body:block [$($parameters:tt)*] [$($bindings:tt)*]) => {
        $($meta)*
        #[cfg(target_arch = "wasm32")]
        #[unsafe(no_mangle)]
        extern "C" fn $name($($parameters)*) $(-> $result)? {
            $($bindings)*
            $body
        }
    };
    (@ $meta:tt $name:ident $result:tt $body:block [$($parameters:tt)*] [$($bindings:tt)*]
        $argument:ident: &mut [$element:ty] $(, $($rest:tt)*)?) => {
        $crate::export!(@ $meta $name $result $body
            [$($parameters)* $argument: *mut $element, len: u32,]
            [
                $($bindings)*
                let mut call = ();
                // SAFETY: the host's promise.
                let $argument = unsafe { $crate::__private::argument_mut(&mut call, $argument, len) };
            ]
            $($($rest)*)?);
    };
    (@ $meta:tt $name:ident $result:tt $body:block [$($parameters:tt)*] [$($bindings:tt)*]
        $argument:ident: &mut $target:ty $(, $($rest:tt)*)?) => {
        $crate::export!(@ $meta $name $result $body
            [$($parameters)* $argument: *mut $target,]
            [
                $($bindings)*
                let mut call = ();
                // SAFETY: the host's promise.
                let $argument = &mut unsafe { $crate::__private::argument_mut(&mut call, $argument, 1) }[0];
            ]
            $($($rest)*)?);
    };
    (@ $meta:tt $name:ident $result:tt $body:block [$($parameters:tt)*] [$($bindings:tt)*]
        $argument:ident: &[$element:ty] $(, $($rest:tt)*)?) => {
        $crate::export!(@ $meta $name $result $body
            [$($parameters)* $argument: *const $element, len: u32,]
            [
                $($bindings)*
                let call = ();
                // SAFETY: the host's promise.
                let $argument = unsafe { $crate::__private::argument(&call, $argument, len) };
            ]
            $($($rest)*)?);
    };
    (@ $meta:tt $name:ident $result:tt $body:block [$($parameters:tt)*] [$($bindings:tt)*]
        $argument:ident: &str $(, $($rest:tt)*)?) => {
        $crate::export!(@ $meta $name $result $body
            [$($parameters)* $argument: *const u8, len: u32,]
            [
                $($bindings)*
                let call = ();
                // SAFETY: the host's promise.
                let $argument = unsafe { $crate::__private::argument(&call, $argument, len) };
                let $argument = ::core::str::from_utf8($argument).expect("an argument that isn't UTF-8");
            ]
            $($($rest)*)?);
    };
    (@ $meta:tt $name:ident $result:tt $body:block [$($parameters:tt)*] [$($bindings:tt)*]
        $argument:ident: &$target:ty $(, $($rest:tt)*)?) => {
        $crate::export!(@ $meta $name $result $body
            [$($parameters)* $argument: *const $target,]
            [
                $($bindings)*
                let call = ();
                // SAFETY: the host's promise.
                let $argument = &unsafe { $crate::__private::argument(&call, $argument, 1) }[0];
            ]
            $($($rest)*)?);
    };
    (@ $meta:tt $name:ident $result:tt $body:block [$($parameters:tt)*] [$($bindings:tt)*]
        $argument:ident: $scalar:ty $(, $($rest:tt)*)?) => {
        $crate::export!(@ $meta $name $result $body
            [$($parameters)* $argument: $scalar,] [$($bindings)*] $($($rest)*)?);
    };
}
