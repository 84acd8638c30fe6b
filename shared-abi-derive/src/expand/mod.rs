//! The output of the derive: constants, and calls to the library.

mod access;
mod assert;
mod context;
mod describe;
mod documented;
mod enums;
mod extensible;
mod lock;
mod names;
mod place;
mod reach;
mod signature;
mod twin;
mod words;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Error;

use self::context::Context;
use self::describe::abi_type;
pub(crate) use self::names::Names;
use crate::ast::Input;

/// The output for an input that broke no rule, or only the rules of what its fields may be.
///
/// A refused field's vetted alias holds its error.
pub(crate) fn expand(input: &Input<'_>, refusals: BTreeMap<usize, Error>) -> TokenStream {
    let cx = Context::new(input, refusals);
    let vetted = input.fields().filter_map(|field| cx.names.vetted_alias(field));
    let definitions = twin::definitions(&cx);
    let shared_abi = twin::shared_abi(&cx);
    let (views, accessors) = access::expand(&cx);
    let abi_type = abi_type(&cx);
    let asserts = assert::expand(&cx);
    let (lock, node) = (lock::expand(&cx), reach::node(&cx));
    let (signature, import) = (signature::expand(&cx), cx.names.import());
    let (types, tags) = (cx.alias_of_all_types(), enums::tag_constants(&cx));
    let head = input.is_extensible().then(|| extensible::head(&cx));
    quote! {
        #(#vetted)*
        #tags
        #definitions
        #head
        #views
        // One scope for everything without a name. The lints that generated code can't help:
        // a type of the user's may be deprecated, and clippy judges style that nobody reads.
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #import
            #types
            #shared_abi
            #abi_type
            #accessors
            #asserts
            #node
            #lock
            #signature
        };
    }
}
