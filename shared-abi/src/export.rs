//! `export!`: the functions that a guest offers to its host.

/// Exports functions of the guest: the host's numbers become their arguments, checked, without `unsafe` in the guest.
///
/// Each function stays as it is written, on every target, so that it can be called and tested as any other. On wasm32 it is
/// exported under its name, too. What it can take and return is decided by type: [`Argument`](crate::Argument) and
/// [`Returned`](crate::Returned) have the tables.
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
///     pub fn reset(sample: Option<&mut Sample>) -> bool {
///         sample.map(|sample| sample.value = 0.0).is_some()
///     }
/// }
///
/// let mut samples = [Sample { at: 0, value: 1.5 }, Sample { at: 1, value: 0.5 }];
/// assert_eq!(largest(&samples, 0.0), 1.5);
/// assert!(reset(Some(&mut samples[0])));
/// ```
///
/// # What is checked
///
/// The call traps where an address is null, misaligned or not in linear memory, where the bytes or the number are no
/// value of the type, and where a `&mut` argument overlaps another one. A host that calls through `shared-abi` passes a
/// `Ptr` where the guest has a reference, and for a slice or a string two: the pointer to its start, and its length. All that
/// the host learns of a refused argument is that the call trapped; a guest for WASI prints why.
///
/// What no side can check is the host's promise, as it is for every function with a pointer that a guest exports: while
/// the call lasts, the bytes are used by nothing else, also not by a call that it makes inside of this one.
///
/// # What is refused
///
/// Everything else, with a message that says what to write: structs by value, `usize`, `u128`, `String`, `Vec`, tuples,
/// results that are references; `unsafe` and generic functions. So are names that the guest is linked with anyway:
/// `memcmp` or `log`, which the compiler's own code calls, and on WASI all functions of the C library.
///
/// What the host passes is its own again after the call, so that no argument may be kept:
///
/// ```compile_fail,E0716
/// type Kept = &'static u32; // an alias changes nothing
/// shared_abi::export! {
///     fn keep(kept: Kept) -> u32 { *kept }
/// }
/// ```
#[macro_export]
macro_rules! export {
    ($($functions:tt)*) => {
        $crate::__private::export! { unsafe [$crate] $($functions)* }
    };
}
