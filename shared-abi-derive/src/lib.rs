//! The derive macro of [`shared-abi`](https://docs.rs/shared-abi); use it through that crate.
//!
//! A pipeline, in file order: `ast` is what was written, `attr` its attributes, `valid` the rules,
//! `expand` the output, and `fallback` the output for an input that broke a rule. All messages stand in
//! `diagnostics`. What a layout is, the library knows: the expansion calls it.

#![forbid(unsafe_code)]

mod ast;
mod attr;
mod dependency;
mod diagnostics;
mod expand;
#[cfg(test)]
mod expansions;
mod export;
mod fallback;
mod lock;
mod own_name;
mod target;
mod valid;

use std::sync::atomic::{AtomicBool, Ordering};

use proc_macro2::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use ast::Input;
use diagnostics::Diagnostics;
use export::Exports;

/// Makes a struct, enum or union one that a wasm32 guest and a 64-bit host share in the same bytes.
///
/// | a field written as | stands in linear memory as | bytes |
/// |---|---|---|
/// | `u8` to `u64`, `i8` to `i64`, `f32`, `f64`, `bool`, `char` | itself | 1 to 8 |
/// | `[T; N]`, a struct, enum or union that derives `SharedAbi` | itself, or its twin | C layout |
/// | `*const T`, `*mut T`, `Option<NonNull<T>>` | `Ptr<T>`, `PtrMut<T>`, `PtrMut<T>` | 8 |
/// | `*const [T]`, `*mut [T]`, `*const str` | `Slice<T>`, `SliceMut<T>`, `Str` | 16 |
/// | `extern "C" fn(A) -> R`, and `Option` of it | `FnPtr<extern "C" fn(A) -> R>` | 8 |
/// | `Ptr<T>`, `PtrMut<T>`, `Slice<T>`, `SliceMut<T>`, `Str`, `FnPtr<F>` | itself | 8, 16 |
/// | `Ptr32<T>`, `Slice32<T>`, `RelPtr<T>`, `Handle<T>`, `PhantomData<T>` | itself | 4, 8, 4, 8, 0 |
///
/// Nothing else can be shared: the compiler says what to write instead.
///
/// A struct is `#[repr(C)]`, also with `align(N)` or `packed(N)`, or `#[repr(transparent)]`; a union `#[repr(C)]`; an
/// enum has an integer, as in `#[repr(u8)]`, or `#[repr(C, u8)]` and the like if its variants hold data.
///
/// # Attributes
///
/// | attribute | on | meaning |
/// |---|---|---|
/// | `#[shared_abi(size = 24, align = 8)]` | a type | pinned by hand, in bytes: the build stops when they change |
/// | `#[shared_abi(offset = 8)]` | a field | pinned by hand, in bytes |
/// | `#[shared_abi(deny_padding)]` | a type | each gap between fields, and at the end, is an error |
/// | `#[shared_abi(extensible)]` | a struct | it may gain fields at its end |
/// | `#[shared_abi(added)]` | a field | gained later, so that an older guest lacks it |
/// | `#[shared_abi(name = "Node64")]` | a type | the name of `NodeAbi` |
/// | `#[shared_abi(ref_name = "…", mut_name = "…")]` | a type | the names of `NodeRef` and `NodeMut` |
/// | `#[shared_abi(view_name = "…")]` | an enum with data | the name of `NodeView` |
/// | `#[shared_abi(head_name = "…")]` | an extensible struct | the name of `NodeHead` |
/// | `#[shared_abi(crate = "path")]` | a type | the path of `shared-abi`, where another crate passes it on |
///
/// `NodeAbi`, `NodeRef` and so on stand beside `Node`. Where a type of yours has such a name already, which rustc calls
/// "defined multiple times", rename the generated one.
///
/// The front page of the `shared-abi` crate says what the generated types are.
#[proc_macro_derive(SharedAbi, attributes(shared_abi))]
pub fn derive_shared_abi(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let mut input = parse_macro_input!(input as DeriveInput);
    own_name::write_out(&mut input);
    derive(&input).into()
}

/// The macro behind `shared_abi::export!`, which passes the path of its own crate in front.
#[doc(hidden)]
#[proc_macro]
pub fn export(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    export::expand(&parse_macro_input!(input as Exports)).into()
}

fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Diagnostics::new();
    let parsed = Input::parse(input, &mut errors);
    if parsed.options.krate.is_none() && dependency::name() == dependency::Name::Missing {
        // Without the library no output compiles, of this type or of another.
        static REPORTED: AtomicBool = AtomicBool::new(false);
        let mut missing = Diagnostics::new();
        if !REPORTED.swap(true, Ordering::Relaxed) {
            missing.at(&input.ident, diagnostics::missing_crate());
        }
        errors.finish();
        return missing.finish();
    }
    let recursion = valid::recursion(&parsed);
    if !recursion.is_empty() {
        errors.finish();
        return recursion.finish();
    }
    recursion.finish();
    valid::check(&parsed, &mut errors);
    let refusals = valid::refusals(&parsed);
    if errors.is_empty() && !parsed.repr.refused && (refusals.is_empty() || parsed.is_plain_struct()) {
        errors.finish();
        return expand::expand(&parsed, refusals);
    }
    let mut output = errors.finish();
    output.extend(refusals.into_values().flatten().map(diagnostics::stop));
    output.extend(fallback::expand(&parsed));
    output
}
