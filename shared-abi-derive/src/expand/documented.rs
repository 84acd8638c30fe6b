//! Signatures for rustdoc, as a person would write them.
//!
//! The real ones name types through traits, since a name decides nothing. In documentation a name is all there is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use shared_abi_model::Leads;
use syn::Type;

use super::context::{Context, Twin};
use crate::ast::{Class, Field, last_segment, peel, slot};

/// What the page of `X` says of the types that are generated for it: an impl is all that the derive can add to it.
pub(super) fn of_type(cx: &Context<'_>) -> String {
    let names = &cx.names;
    let stands = match cx.twin {
        Twin::No => String::new(),
        Twin::Yes | Twin::ByType => format!("In linear memory it stands as [`{}`]. ", names.abi),
    };
    let mutable = if cx.input.is_extensible() {
        String::new()
    } else {
        format!(", and `LinearMemoryMut::get_mut` as a [`{}`]", names.mutable)
    };
    format!(
        "{stands}`LinearMemory::get` returns it as a [`{}`]{mutable}.",
        names.reference
    )
}

/// What the accessors of a field return, in `XRef` and in `XMut`.
pub(super) fn accesses(cx: &Context<'_>, field: &Field<'_>) -> (TokenStream, TokenStream) {
    let (krate, private, ty) = (cx.names.krate(), cx.names.private(), field.written);
    let (read, write) = match pointer(ty) {
        Some(Pointer::One { target, writable }) => {
            let optional = |target| quote!(::core::option::Option<#target>);
            (
                optional(one(cx, target, false)),
                optional(one(cx, target, writable)),
            )
        }
        Some(Pointer::Many { target, writable }) => (many(cx, target, false), many(cx, target, writable)),
        Some(Pointer::Text) => (quote!(&'m str), quote!(&'m str)),
        Some(Pointer::Opaque) => return (quote!(#ty), quote!(#ty)),
        None => {
            let read = quote!(#private::documented::Followed<'m, #ty>);
            return (read, quote!(#private::documented::FollowedMut<'m, #ty>));
        }
    };
    (quote!(#krate::Access<#read>), quote!(#krate::Access<#write>))
}

/// What a field leads to.
enum Pointer<'a> {
    One {
        target: &'a Type,
        writable: bool,
    },
    Many {
        target: &'a Type,
        writable: bool,
    },
    Text,
    /// Nothing: the accessor returns it as it is.
    Opaque,
}

fn pointer(ty: &Type) -> Option<Pointer<'_>> {
    let one = |target, writable| Some(Pointer::One { target, writable });
    let many = |target, writable| Some(Pointer::Many { target, writable });
    if let Type::Ptr(pointer) = peel(ty) {
        let writable = pointer.mutability.is_some();
        return match peel(&pointer.elem) {
            Type::Slice(slice) => many(&slice.elem, writable),
            Type::Path(path) if path.path.is_ident("str") => Some(Pointer::Text),
            target => one(target, writable),
        };
    }
    if let Some((slot, argument)) = slot(ty) {
        return match slot.leads() {
            Leads::ToOne => one(argument?, slot.is_writable()),
            Leads::ToMany => many(argument?, slot.is_writable()),
            Leads::ToText => Some(Pointer::Text),
            Leads::Nowhere => Some(Pointer::Opaque),
        };
    }
    let (name, arguments) = last_segment(ty)?;
    match (name.as_str(), arguments.as_slice()) {
        ("Option", [inner]) => match last_segment(inner) {
            Some((name, targets)) if name == "NonNull" && targets.len() == 1 => one(targets[0], true),
            _ => None,
        },
        _ => None,
    }
}

fn one(cx: &Context<'_>, target: &Type, writable: bool) -> TokenStream {
    if Class::of(target) == Class::Scalar {
        return if writable {
            quote!(&'m mut #target)
        } else {
            quote!(&'m #target)
        };
    }
    // Of another type it isn't known whether the name of its `XRef` is in scope.
    if is_own(cx, target) {
        let own = if writable {
            &cx.names.mutable
        } else {
            &cx.names.reference
        };
        return quote!(#own<'m>);
    }
    let (private, alias) = (cx.names.private(), if writable { "Mut" } else { "Ref" });
    let alias = format_ident!("{alias}");
    quote!(#private::documented::#alias<'m, #target>)
}

fn many(cx: &Context<'_>, target: &Type, writable: bool) -> TokenStream {
    if Class::of(target) == Class::Scalar {
        return if writable {
            quote!(&'m mut [#target])
        } else {
            quote!(&'m [#target])
        };
    }
    let (private, alias) = (cx.names.private(), if writable { "SliceMut" } else { "SliceRef" });
    let alias = format_ident!("{alias}");
    quote!(#private::documented::#alias<'m, #target>)
}

/// Whether a type is the one whose views these are.
fn is_own(cx: &Context<'_>, target: &Type) -> bool {
    let Type::Path(path) = peel(target) else {
        return false;
    };
    let is = |name| path.path.is_ident(name);
    cx.generics.params.is_empty() && (is(cx.input.ident) || is(&cx.names.abi))
}
