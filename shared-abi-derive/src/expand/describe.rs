//! `Describes`: what makes `XAbi` one that is `InMemory`.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, Twin};
use super::{access, assert, enums, extensible, reach};
use crate::ast::{Body, Class, Field};

/// What makes `XAbi` one that is `InMemory`.
///
/// An impl can't be for a type that a `Select` computes. So it is described, by `X` where the types choose.
pub(super) fn abi_type(cx: &Context<'_>) -> TokenStream {
    let (krate, private, abi) = (cx.names.krate(), cx.names.private(), cx.abi());
    let (impl_generics, _, where_clause) = cx.generics.split_for_impl();
    let choices = cx.generics.params.is_empty().then(|| access::choices(cx));
    let by = cx.by();
    let of_twin = (cx.twin == Twin::ByType).then(|| {
        let twin = cx.twin_ident();
        quote! {
            impl #private::Derived for #twin {
                type By = #by;
            }
        }
    });
    let (layout, type_name, edge) = (assert::layout(cx), cx.type_name(), reach::edge(cx));
    let origin = reach::origin(cx);
    let (fields, views, functions) = (cx.all_types(), access::views(cx), functions(cx));
    let is_extensible = cx.input.is_extensible();
    let size = if is_extensible {
        quote!(OpenSize)
    } else {
        quote!(FixedSize)
    };
    let head = is_extensible.then(|| {
        let head = extensible::head_abi(cx);
        quote! {
            // SAFETY: both are `#[repr(C)]`, which places first fields alike whatever follows them.
            unsafe impl #private::DescribesHead<#abi> for #by {
                type Head = #head;
            }
        }
    });
    // `Fields` and `Head` name the forms of these types by the trait; elsewhere `KNOWN` holds each against its field.
    let names_a_form = |field: &Field<'_>| !matches!(field.class, Class::Scalar | Class::Slot);
    let is_named_by_trait = is_extensible || cx.twin == Twin::No && cx.input.fields().any(names_a_form);
    let same_trait = is_named_by_trait.then(|| {
        quote! {
            #[allow(dead_code)]
            fn __shared_abi_form<T: #krate::SharedAbi>(__shared_abi_abi: <T as #krate::SharedAbi>::Abi) {
                __shared_abi_private::Checks::is_form_of::<T>(__shared_abi_abi);
            }
        }
    });
    quote! {
        #choices
        #same_trait
        impl #impl_generics #private::Derived for #by #where_clause {
            type By = Self;
        }
        #of_twin
        #head
        // SAFETY: the layout holds on this target, and the fields are all there are and of these types, as the
        // assertions in `KNOWN` prove; every field is an ABI type; `validate` validates and `zero_padding` passes over
        // every one of them.
        unsafe impl #impl_generics #private::Describes<#abi> for #by #where_clause {
            const KNOWN: &'static #krate::Layout = #layout;
            // Of both paths by which they are called: in edition 2015 `use` may lead elsewhere.
            const CHECKS: __shared_abi_private::Checks = {
                let __shared_abi_checks: #private::Checks = #private::Checks;
                __shared_abi_checks
            };
            const NAME: &'static ::core::primitive::str = #type_name;
            const EDGE: #private::Edge = #edge;
            const ORIGIN: &'static #private::Origin = #origin;
            type Fields = #fields;
            type Size = #krate::#size;
            #views
            #functions
        }
    }
}

/// The functions that only an enum has: all else follows from the fields.
fn functions(cx: &Context<'_>) -> Option<TokenStream> {
    let Body::Enum { variants } = &cx.input.body else {
        return None;
    };
    let private = cx.names.private();
    let (validate, zero_padding) = (enums::validate(cx, variants), enums::zero_padding(cx, variants));
    Some(quote! {
        #[inline]
        fn validate(
            __shared_abi_bytes: &[::core::primitive::u8],
        ) -> ::core::result::Result<(), #private::Invalid> {
            #validate
        }
        #[inline]
        unsafe fn zero_padding(
            __shared_abi_bytes: &mut [::core::mem::MaybeUninit<::core::primitive::u8>],
        ) {
            #zero_padding
        }
    })
}
