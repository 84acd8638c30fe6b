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
mod export;
mod fallback;
mod lock;
mod valid;

use std::sync::atomic::{AtomicBool, Ordering};

use proc_macro2::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use ast::Input;
use diagnostics::Diagnostics;
use export::Exports;

/// Makes a struct, enum or union one that a wasm32 guest and a 64-bit host share in the same bytes.
///
/// See the documentation of the `shared-abi` crate for the layout rules and the generated items.
#[proc_macro_derive(SharedAbi, attributes(shared_abi))]
pub fn derive_shared_abi(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
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
    if parsed.options.krate.is_none() && *dependency::name() == dependency::Name::Missing {
        // Without the library no output compiles, of this type or of another.
        static REPORTED: AtomicBool = AtomicBool::new(false);
        let mut missing = Diagnostics::new();
        if !REPORTED.swap(true, Ordering::Relaxed) {
            missing.at(&input.ident, diagnostics::missing_crate());
        }
        errors.finish();
        return missing.finish();
    }
    valid::check(&parsed, &mut errors);
    let refusals = valid::refusals(&parsed);
    if errors.is_empty() && (refusals.is_empty() || parsed.is_plain_struct()) {
        errors.finish();
        return expand::expand(&parsed, refusals);
    }
    let mut output = errors.finish();
    output.extend(refusals.into_values());
    output.extend(fallback::expand(&parsed));
    output
}
