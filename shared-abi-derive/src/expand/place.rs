//! A field of the layout, before it has a place.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::context::Context;
use crate::ast::{Class, Field, handle_of, text};

/// A field before it has a place.
pub(super) fn unplaced(cx: &Context<'_>, field: &Field<'_>) -> TokenStream {
    let (of, name) = (cx.names.checks(), field.name());
    let (ty, abi) = (text(field.written), cx.names.abi_of(field));
    let placed = if field.class == Class::Scalar {
        let of = cx.names.checks_at(field.span());
        quote_spanned!(field.span()=> #of::unplaced_scalar::<#abi>(#name, #ty))
    } else {
        quote!(#of::unplaced::<#abi>(#name, #ty))
    };
    let placed = match handle_of(field.written).filter(|object| !cx.names.is_param(object)) {
        Some(object) => {
            let object = object.unraw().to_string();
            quote!(#of::of_handle(const { &#of::handle::<#abi>(#object) }, #placed))
        }
        None => placed,
    };
    match field.options.added {
        Some(_) => quote!(#of::added(#placed)),
        None => placed,
    }
}
