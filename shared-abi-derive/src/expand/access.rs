//! `XRef` and `XMut`: the accessors, on the host and on the guest.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::{documented, enums, extensible};
use crate::ast::{Body, Class, Field, text};

/// The definitions of `XRef` and `XMut`, and their impls.
pub(crate) fn expand(cx: &Context<'_>) -> (TokenStream, TokenStream) {
    let (krate, private, abi, vis) = (cx.names.krate(), cx.names.private(), cx.abi(), cx.input.vis);
    let (x, reference, mutable) = (cx.input.ident, &cx.names.reference, &cx.names.mutable);
    let generics = cx.generics_in_memory();
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let reference_doc = format!("A [`{x}`] in linear memory that has been checked, for reading.");
    let mutable_doc = format!("A [`{x}`] in linear memory that has been checked, for writing.");
    if cx.input.is_extensible() {
        let (definition, impls) = extensible::reference(cx, &reference_doc);
        let mutable = quote! {
            #[doc(hidden)] // nothing is written through one
            #[allow(deprecated, dead_code, unused_qualifications)]
            #vis type #mutable<'m> = #krate::ViewMut<'m, #abi>;
        };
        return (quote!(#definition #mutable), impls);
    }
    if !has_methods(cx) {
        // Without pointers the library's views have all that is needed.
        let params = cx.alias_params();
        return (
            quote! {
                #[doc = #reference_doc]
                #[allow(deprecated, dead_code, unused_qualifications)]
                #vis type #reference<'m, #(#params),*> = #krate::View<'m, #abi>;
                #[doc = #mutable_doc]
                #[allow(deprecated, dead_code, unused_qualifications)]
                #vis type #mutable<'m, #(#params),*> = #krate::ViewMut<'m, #abi>;
            },
            quote!(),
        );
    }
    let (view_definition, view_method) = match &cx.input.body {
        Body::Enum { variants } => enums::view(cx, variants),
        _ => (quote!(), quote!()),
    };
    let definitions = quote! {
        #[doc = #reference_doc]
        #[allow(deprecated, unused_qualifications)]
        #vis struct #reference #impl_generics (#krate::View<'m, #abi>) #where_clause;
        #[doc = #mutable_doc]
        #[allow(deprecated, unused_qualifications)]
        #vis struct #mutable #impl_generics (#krate::ViewMut<'m, #abi>) #where_clause;
        #view_definition
    };
    let accessors = cx
        .input
        .fields()
        .filter(|_| matches!(cx.input.body, Body::Struct { .. }));
    let (readers, writers): (Vec<_>, Vec<_>) = accessors.filter_map(|field| accessor(cx, field)).unzip();
    let impls = quote! {
        impl #impl_generics #reference #ty_generics #where_clause {
            #(#readers)*
            #view_method
        }
        impl #impl_generics #mutable #ty_generics #where_clause {
            #(#writers)*
        }
        impl #impl_generics #private::FromView<#krate::View<'m, #abi>> for #reference #ty_generics #where_clause {
            #[inline]
            fn from_view(__shared_abi_view: #krate::View<'m, #abi>) -> Self {
                Self(__shared_abi_view)
            }
        }
        impl #impl_generics #private::FromView<#krate::ViewMut<'m, #abi>> for #mutable #ty_generics #where_clause {
            #[inline]
            fn from_view(__shared_abi_view: #krate::ViewMut<'m, #abi>) -> Self {
                Self(__shared_abi_view)
            }
        }
        impl #impl_generics ::core::clone::Clone for #reference #ty_generics #where_clause {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }
        impl #impl_generics ::core::marker::Copy for #reference #ty_generics #where_clause {}
        impl #impl_generics ::core::ops::Deref for #reference #ty_generics #where_clause {
            type Target = #abi;
            #[inline]
            fn deref(&self) -> &#abi {
                &self.0
            }
        }
        impl #impl_generics ::core::convert::AsRef<#krate::View<'m, #abi>> for #reference #ty_generics #where_clause {
            #[inline]
            fn as_ref(&self) -> &#krate::View<'m, #abi> {
                &self.0
            }
        }
        impl #impl_generics ::core::fmt::Debug for #reference #ty_generics #where_clause {
            fn fmt(&self, __shared_abi_f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
            }
        }
        impl #impl_generics ::core::fmt::Debug for #mutable #ty_generics #where_clause {
            fn fmt(&self, __shared_abi_f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, __shared_abi_f)
            }
        }
        impl #impl_generics ::core::ops::Deref for #mutable #ty_generics #where_clause {
            type Target = #abi;
            #[inline]
            fn deref(&self) -> &#abi {
                &self.0
            }
        }
        impl #impl_generics ::core::ops::DerefMut for #mutable #ty_generics #where_clause {
            #[inline]
            fn deref_mut(&mut self) -> &mut #abi {
                &mut self.0
            }
        }
        impl #impl_generics ::core::convert::AsRef<#krate::ViewMut<'m, #abi>> for #mutable #ty_generics #where_clause {
            #[inline]
            fn as_ref(&self) -> &#krate::ViewMut<'m, #abi> {
                &self.0
            }
        }
    };
    (definitions, impls)
}

/// Whether `XRef` has methods, so that it has to be a type of its own.
fn has_methods(cx: &Context<'_>) -> bool {
    match &cx.input.body {
        Body::Struct { .. } if cx.input.is_extensible() => false,
        Body::Struct { fields, .. } => fields.iter().any(Field::has_accessor),
        Body::Enum { .. } => cx.input.has_data(),
        Body::Union { .. } => false,
    }
}

/// The methods that follow a field, in `XRef` and in `XMut`.
fn accessor(cx: &Context<'_>, field: &Field<'_>) -> Option<(TokenStream, TokenStream)> {
    if !field.has_accessor() {
        return None;
    }
    let (krate, private, abi) = (cx.names.krate(), cx.names.private(), cx.names.abi_of(field));
    let (name, member, vis) = (field.ident(), &field.member, field.vis);
    let site = cx.site(&field.name());
    let doc = format!("Follows `{}: {}`.", field.name(), text(field.written));
    let slot = matches!(field.class, Class::Slot | Class::Native) && !matches!(field.ty, syn::Type::Array(_));
    let (access, access_mut, read, write);
    if cx.is_packed() {
        if !slot {
            return None; // there can be no reference to an unaligned field; it is read by value
        }
        let index = field.index;
        let own = cx.abi();
        let offset = quote!(const { <#own as #krate::InMemory>::KNOWN.fields[#index].offset as ::core::primitive::u32 });
        access = quote!(<#abi as #private::Slot>::Followed<'m>);
        access_mut = quote!(<#abi as #private::Slot>::FollowedMut<'m>);
        read = quote! {
            #private::Slot::follow(
                { self.0.#member },
                #krate::View::memory(&self.0),
                #krate::View::own_offset(&self.0) + #offset,
                #site,
            )
        };
        write = quote! {
            let (__shared_abi_slot, __shared_abi_at) = ({ self.0.#member }, #krate::ViewMut::own_offset(&self.0) + #offset);
            #private::Slot::follow_mut(
                __shared_abi_slot, #krate::ViewMut::into_memory(self.0), __shared_abi_at, #site,
            )
        };
    } else {
        access = quote!(#private::Accessed<'m, #abi>);
        access_mut = quote!(#private::AccessedMut<'m, #abi>);
        read =
            quote!(self.0.field(|__shared_abi_value| -> &#abi { &__shared_abi_value.#member }).access(#site));
        write =
            quote!(self.0.field(|__shared_abi_value| -> &#abi { &__shared_abi_value.#member }).access(#site));
    }
    let errors = "\n\nFor a pointer: what it points to, `None` if it is null, or an error if what the guest \
                  wrote there can't be followed.";
    let method = |access: &TokenStream, body: &TokenStream| {
        quote! {
            #[doc = #doc]
            #[doc = #errors]
            #[allow(clippy::missing_errors_doc)]
            #[inline]
            #vis fn #name(self) -> #access {
                #body
            }
        }
    };
    let (reader, writer) = (method(&access, &read), method(&access_mut, &write));
    let (access, access_mut) = documented::accesses(cx, field);
    let (documented_reader, documented_writer) = (
        method(&access, &quote!(loop {})),
        method(&access_mut, &quote!(loop {})),
    );
    Some((
        quote!(#[cfg(doc)] #documented_reader #[cfg(not(doc))] #reader),
        quote!(#[cfg(doc)] #documented_writer #[cfg(not(doc))] #writer),
    ))
}

/// Of elements with pointers in them the caller needs more than a reference, and of elements with padding there can be no
/// `&mut`: both as choices by constants, which a generic type doesn't have.
pub(super) fn choices(cx: &Context<'_>) -> TokenStream {
    let (private, abi, by) = (cx.names.private(), cx.abi(), cx.by());
    let pointers = has_methods(cx).then(|| {
        quote! {
            type __SharedAbiPointers = #private::Select<{ <#by as #private::Describes<#abi>>::FACTS.pointers }>;
        }
    });
    quote! {
        type __SharedAbiPadding = #private::Select<{ <#by as #private::Describes<#abi>>::FACTS.padded }>;
        #pointers
    }
}

/// The associated types that say how a value is borrowed.
pub(super) fn views(cx: &Context<'_>) -> TokenStream {
    let (krate, private, abi) = (cx.names.krate(), cx.names.private(), cx.abi());
    let (reference, mutable) = (&cx.names.reference, &cx.names.mutable);
    let generics = cx.generics_in_memory();
    let args = generics.split_for_impl().1;
    let generic = !cx.generics.params.is_empty();
    let slice_ref = match (has_methods(cx), generic) {
        (false, _) => quote!(&'m [#abi]),
        (true, true) => quote!(#krate::SliceView<'m, #abi>),
        (true, false) => {
            quote!(<__SharedAbiPointers as #private::Choose>::Out<&'m [#abi], #krate::SliceView<'m, #abi>>)
        }
    };
    let (padding, slice_mut) = if generic {
        (
            quote!(#private::Select<true>),
            quote!(#krate::SliceViewMut<'m, #abi>),
        )
    } else {
        (
            quote!(__SharedAbiPadding),
            quote!(<__SharedAbiPadding as #private::Choose>::Out<&'m mut [#abi], #krate::SliceViewMut<'m, #abi>>),
        )
    };
    let resolve = cx.input.is_extensible().then(|| extensible::resolve(cx));
    quote! {
        type Padding = #padding;
        type Ref<'m> = #reference #args;
        type Mut<'m> = #mutable #args;
        type SliceRef<'m> = #slice_ref;
        type SliceMut<'m> = #slice_mut;
        type Leads = #private::Here;
        #resolve
    }
}
