//! The node of a type: what a manifest that names it has to have too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, PathArguments, Type};

use super::context::Context;
use crate::ast::{Class, last_segment, peel};

/// The static of a type without parameters. Its name is one that no user gives to a constant of their own, which a
/// field's type may mention.
pub(super) fn node(cx: &Context<'_>) -> TokenStream {
    if !cx.generics.params.is_empty() {
        return quote!();
    }
    let (private, abi, by) = (cx.names.private(), cx.abi(), cx.by());
    let (edges, _) = leads(cx);
    quote! {
        static __SHARED_ABI_NODE: #private::Node = #private::Node {
            layout: <#by as #private::Describes<#abi>>::KNOWN,
            origin: <#by as #private::Describes<#abi>>::ORIGIN,
            edges: &[#(#edges),*],
            named: &[],
        };
    }
}

/// The value of `EDGE`.
pub(super) fn edge(cx: &Context<'_>) -> TokenStream {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    if cx.generics.params.is_empty() {
        return quote!(#private::Edge::to(&__SHARED_ABI_NODE));
    }
    let (edges, named) = leads(cx);
    quote! {
        #private::Edge::to(const {
            &#private::Node {
                layout: <Self as #krate::InMemory>::KNOWN,
                origin: <Self as #krate::InMemory>::ORIGIN,
                edges: const { &[#(#edges),*] },
                named: const { &[#(#named),*] },
            }
        })
    }
}

/// The value of `ORIGIN`.
pub(super) fn origin(cx: &Context<'_>) -> TokenStream {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    // Both, since two versions of a package have the same modules, and two modules may be of one file. The line and the
    // column, since two functions of a module may each have a type of this name.
    let place = quote!(::core::concat!(
        ::core::module_path!(),
        " ",
        ::core::file!(),
        ":",
        ::core::line!(),
        ":",
        ::core::column!()
    ));
    if cx.generics.params.is_empty() {
        return quote!(&#private::Origin::at(#place));
    }
    let arguments = cx.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => {
            let ident = &param.ident;
            Some(quote!(<<#ident as #krate::SharedAbi>::Abi as #krate::InMemory>::ORIGIN))
        }
        _ => None,
    });
    quote!(&#private::Origin::applied(#place, const { &[#(#arguments),*] }))
}

/// The ways to the types of the fields, and of a generic type what its fields lead to by name only.
fn leads(cx: &Context<'_>) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    let (mut edges, mut named) = (Vec::new(), Vec::new());
    for field in cx.input.fields() {
        let abi = cx.names.abi_of(field);
        if !cx.generics.params.is_empty() && points_to_generic(field.ty) {
            let name = field.name();
            named.push(quote!(#private::Named {
                field: #name,
                target: <#abi as #krate::InMemory>::LEADS_TO,
                origin: <#abi as #krate::InMemory>::ORIGIN,
            }));
        } else {
            edges.push(quote!(<#abi as #krate::InMemory>::EDGE));
        }
    }
    (edges, named)
}

/// Whether a type's tokens show a pointer to a type with arguments: of a generic type it may be the type itself,
/// or one that leads back to it, and a constant can't lead in circles.
fn points_to_generic(ty: &Type) -> bool {
    let target = match peel(ty) {
        Type::Array(array) => return points_to_generic(&array.elem),
        Type::Ptr(pointer) => Some(pointer.elem.as_ref()),
        ty if Class::of(ty) == Class::Slot || Class::of(ty) == Class::Native => argument(ty),
        _ => None,
    };
    target.is_some_and(|target| has_arguments(target) || points_to_generic(target))
}

/// The argument of `Ptr<T>`, and of `Option<NonNull<T>>`.
fn argument(ty: &Type) -> Option<&Type> {
    let (name, arguments) = last_segment(peel(ty))?;
    let [argument] = arguments.as_slice() else {
        return None;
    };
    if name == "Option" {
        self::argument(argument)
    } else {
        Some(argument)
    }
}

/// Whether a type has arguments, and is none of the slots, nor an array or a slice.
fn has_arguments(ty: &Type) -> bool {
    match peel(ty) {
        Type::Array(array) => has_arguments(&array.elem),
        Type::Slice(slice) => has_arguments(&slice.elem),
        Type::Path(path) if Class::of(ty) != Class::Slot => {
            let is_applied = |arguments: &PathArguments| match arguments {
                PathArguments::AngleBracketed(arguments) => !arguments.args.is_empty(),
                _ => false,
            };
            let mut segments = path.path.segments.iter();
            segments.any(|segment| is_applied(&segment.arguments))
        }
        _ => false,
    }
}
