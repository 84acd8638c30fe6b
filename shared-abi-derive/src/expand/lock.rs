//! Gate 1: the assertions that a type is what its crate's lock says.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use shared_abi_layouts::{Kind, TypeLayout};
use syn::Error;

use super::Context;
use crate::lock::{self, LockFile};

/// The assertions, or while layouts are being recorded the record.
pub(crate) fn expand(cx: &Context<'_>) -> TokenStream {
    // A generic type has as many layouts as arguments, which other crates choose.
    if !cx.generics.params.is_empty() || cx.input.is_part {
        return quote!();
    }
    let (krate, abi) = (cx.names.krate(), cx.abi());
    let layout = quote!(<#abi as #krate::AbiType>::LAYOUT);
    if lock::is_recording() {
        return quote!(#krate::__record!(&[#layout]););
    }
    match lock::find(&cx.input.ident.to_string()) {
        Ok(None) => quote!(),
        Ok(Some(LockFile { path, entry })) => {
            let asserts = entry.map(|entry| asserts(cx, &layout, &entry));
            // So that cargo builds again when the file changes.
            quote!(const _: &[u8] = ::core::include_bytes!(#path); #asserts)
        }
        Err(problem) => Error::new(cx.input.ident.span(), problem).into_compile_error(),
    }
}

fn asserts(cx: &Context<'_>, layout: &TokenStream, entry: &TypeLayout) -> TokenStream {
    let (locked, span) = (locked(cx, entry), cx.input.ident.span());
    let private = cx.names.private_at(span);
    let own = quote_spanned!(span=> #private::assert_locked(#layout, __SHARED_ABI_LOCKED));
    let fields = cx.input.fields().map(|field| {
        let (index, span) = (cx.index_in_layout(field), field.span());
        let private = cx.names.private_at(span);
        quote_spanned!(span=> #private::assert_locked_field(#layout, __SHARED_ABI_LOCKED, #index))
    });
    let private = cx.names.private();
    quote! {
        const __SHARED_ABI_LOCKED: &#private::Locked = &#locked;
        #(const _: () = #fields;)*
        const _: () = #own;
    }
}

/// The entry, as a constant.
fn locked(cx: &Context<'_>, entry: &TypeLayout) -> TokenStream {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    let kind = match entry.kind {
        Kind::Struct => quote!(Struct),
        Kind::Union => quote!(Union),
        Kind::Enum => quote!(Enum),
    };
    let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let fields = entry.fields.iter().map(|field| {
        let (name, ty, added) = (&field.name, &field.ty, field.added);
        let (offset, size) = (size(field.offset), size(field.size));
        quote!(#private::LockedField { name: #name, abi: #ty, offset: #offset, size: #size, added: #added })
    });
    let variants = entry.variants.iter().map(|variant| {
        let (name, value) = (&variant.name, variant.value);
        quote!((#name, #value))
    });
    let (bytes, align, extensible) = (size(entry.size), size(entry.align), entry.extensible);
    quote! {
        #private::Locked {
            kind: #krate::Kind::#kind,
            size: #bytes,
            align: #align,
            extensible: #extensible,
            fields: &[#(#fields),*],
            variants: &[#(#variants),*],
        }
    }
}
