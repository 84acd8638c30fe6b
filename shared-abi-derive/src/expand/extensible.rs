//! What is different for a type that may gain fields: its head, and a view that can tell what a guest lacks.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

use super::context::Context;
use crate::ast::{Body, Field, Input};
use crate::diagnostics::Diagnostics;

/// `XHead`: the struct of the fields that every guest has, with all that the derive makes of a struct.
pub(super) fn head(cx: &Context<'_>) -> TokenStream {
    let (x, vis, head) = (cx.input.ident, cx.input.vis, &cx.names.head);
    let doc = format!("The fields of [`{x}`] that every guest has.");
    let krate = cx.input.options.krate.as_ref().map(|path| {
        let path = quote!(#path).to_string();
        quote!(#[shared_abi(crate = #path)])
    });
    let required: Vec<_> = fields(cx)
        .iter()
        .filter(|field| field.options.added.is_none())
        .collect();
    // Each type by its vetted alias, so that a type that can't be shared is one error, of `X`.
    let declared = required.iter().map(|field| {
        let (docs, vis, name, ty) = (&field.docs, field.vis, field.ident(), cx.names.type_of(field));
        quote!(#(#docs)* #vis #name: #ty)
    });
    let definition: DeriveInput = parse_quote! {
        #krate
        #[repr(C)]
        #vis struct #head { #(#declared),* }
    };
    let mut errors = Diagnostics::new();
    let mut input = Input::parse(&definition, &mut errors);
    input.is_part = true;
    errors.finish(); // there is nothing in it that hasn't been checked
    if let Body::Struct { fields, .. } = &mut input.body {
        for (field, of) in fields.iter_mut().zip(&required) {
            field.written = of.ty;
        }
    }
    let documented = required.iter().map(|field| {
        let (docs, vis, name, ty) = (&field.docs, field.vis, field.ident(), field.ty);
        let vetted = cx.names.type_of(field);
        quote!(#[cfg(doc)] #(#docs)* #vis #name: #ty, #[cfg(not(doc))] #vis #name: #vetted)
    });
    let expansion = super::expand(&input, BTreeMap::new());
    quote! {
        #[doc = #doc]
        #[allow(deprecated, dead_code, missing_docs, unused_qualifications)]
        #[repr(C)]
        #vis struct #head { #(#documented),* }
        #expansion
    }
}

fn fields<'a>(cx: &'a Context<'_>) -> &'a [Field<'a>] {
    match &cx.input.body {
        Body::Struct { fields, .. } => fields,
        _ => unreachable!("`valid` refuses other extensible types"),
    }
}

/// The ABI type of `XHead`.
pub(super) fn head_abi(cx: &Context<'_>) -> TokenStream {
    let (krate, head) = (cx.names.krate(), &cx.names.head);
    quote!(<#head as #krate::SharedAbi>::Abi)
}

/// The definition of `XRef`, and its impls.
pub(super) fn reference(cx: &Context<'_>, doc: &str) -> (TokenStream, TokenStream) {
    let (krate, private, abi) = (cx.names.krate(), cx.names.private(), cx.abi());
    let (vis, reference, head) = (cx.input.vis, &cx.names.reference, head_abi(cx));
    let added = fields(cx).iter().filter(|field| field.options.added.is_some());
    let methods = added.map(|field| {
        let (name, vis, docs, index) = (field.ident(), field.vis, &field.docs, field.index);
        let (site, ty) = (cx.site(&field.name()), cx.names.abi_of(field));
        quote! {
            #(#docs)*
            ///
            /// `None` if the guest doesn't have it, as its [`Prefix`](#krate::Prefix) tells.
            #[allow(clippy::missing_errors_doc)]
            #[inline]
            #vis fn #name(
                self,
                prefix: #krate::Prefix<#abi>,
            ) -> #krate::Access<::core::option::Option<#ty>> {
                #private::HeadView::added(&self.0, prefix, #index, #site)
            }
        }
    });
    let definition = quote! {
        #[doc = #doc]
        #[allow(deprecated, unused_qualifications)]
        #vis struct #reference<'m>(#private::HeadView<'m, #head>);
    };
    let impls = quote! {
        impl<'m> #reference<'m> {
            #(#methods)*
        }
        impl<'m> #private::FromView<#krate::View<'m, #abi>> for #reference<'m> {
            #[inline]
            fn from_view(__shared_abi_view: #krate::View<'m, #abi>) -> Self {
                Self(#private::HeadView::of(__shared_abi_view))
            }
        }
        impl ::core::clone::Clone for #reference<'_> {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }
        impl ::core::marker::Copy for #reference<'_> {}
        impl<'m> ::core::ops::Deref for #reference<'m> {
            type Target = <#head as #krate::InMemory>::Ref<'m>;
            #[inline]
            fn deref(&self) -> &<Self as ::core::ops::Deref>::Target {
                &self.0
            }
        }
        impl ::core::fmt::Debug for #reference<'_> {
            fn fmt(&self, __shared_abi_f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
            }
        }
    };
    (definition, impls)
}

/// The function that follows a pointer to a value of which a guest may have less.
pub(super) fn resolve(cx: &Context<'_>) -> TokenStream {
    let (krate, private, abi) = (cx.names.krate(), cx.names.private(), cx.abi());
    let reference = &cx.names.reference;
    quote! {
        #[inline]
        fn resolve<'m>(
            __shared_abi_memory: #krate::LinearMemory<'m>,
            __shared_abi_offset: ::core::primitive::u32,
            __shared_abi_site: ::core::option::Option<&'static #private::Site>,
        ) -> #krate::Access<<Self as #private::Describes<#abi>>::Ref<'m>> {
            #private::HeadView::follow(__shared_abi_memory, __shared_abi_offset, __shared_abi_site).map(#reference)
        }
    }
}
