//! The twin: the struct in which each field has its ABI type, and `XAbi`, which names it.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::context::{Context, Twin};
use super::documented;
use crate::ast::{Body, Class, Field, Style, Variant};

/// `XAbi`, and the twin where there may be one.
pub(crate) fn definitions(cx: &Context<'_>) -> TokenStream {
    let (x, names) = (cx.input.ident, &cx.names);
    let (vis, abi) = (cx.input.vis, &names.abi);
    let (params, args) = (cx.alias_params(), cx.generics.split_for_impl().1);
    let doc = format!("[`{x}`] as it stands in linear memory, the same on both sides.");
    let hidden = cx.input.options.name.is_none().then(|| quote!(#[doc(hidden)]));
    let hidden_part = cx.input.is_part.then(|| quote!(#[doc(hidden)]));
    match cx.twin {
        Twin::Yes => definition(cx, &doc),
        // A name for the type itself, which needs no page; one that the user chose has a use.
        Twin::No => quote! {
            #[doc = #doc]
            #hidden
            #[allow(deprecated, dead_code, unused_qualifications)]
            #vis type #abi<#(#params),*> = #x #args;
        },
        Twin::ByType => {
            let (private, rewritten, twin) = (names.private(), rewritten(cx), &names.hidden_twin);
            let choice = &names.choice;
            let definition = definition(cx, &doc);
            quote! {
                #[doc(hidden)]
                #definition
                #[doc(hidden)]
                #[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
                type #choice = #private::Select<{ #rewritten }>;
                #[doc = #doc]
                #hidden_part
                #[allow(deprecated, dead_code, unused_qualifications)]
                #vis type #abi = <#x as #private::FormBy<#choice>>::Out;
                #[automatically_derived]
                impl #private::FormBy<#private::Own> for #x {
                    type Out = #x;
                }
                #[automatically_derived]
                impl #private::FormBy<#private::Twin> for #x {
                    type Out = #twin;
                }
            }
        }
    }
}

/// Whether a field is rewritten, as a constant expression.
pub(super) fn rewritten(cx: &Context<'_>) -> TokenStream {
    match cx.twin {
        Twin::Yes => quote!(true),
        Twin::No => quote!(false),
        Twin::ByType => {
            let unknown = cx.input.fields().filter(|field| field.class == Class::Unknown);
            let terms = unknown.map(|field| {
                let (krate, ty) = (cx.names.krate(), cx.names.type_of(field));
                quote!(|| <#ty as #krate::SharedAbi>::REWRITTEN)
            });
            quote!(false #(#terms)*)
        }
    }
}

/// The `#[repr(…)]` of the twin.
fn repr(cx: &Context<'_>) -> TokenStream {
    let repr = &cx.input.repr;
    let c = repr.c.map(|_| quote!(C,));
    let transparent = repr.transparent.map(|_| quote!(transparent,));
    let int = repr.int.as_ref().map(|int| quote!(#int,));
    let number = |n: usize| proc_macro2::Literal::usize_unsuffixed(n);
    let packed = repr.packed.as_ref().map(|packed| {
        let n = number(packed.value);
        quote!(packed(#n),)
    });
    let align = repr.align.as_ref().map(|align| {
        let n = number(align.value);
        quote!(align(#n),)
    });
    quote!(#[repr(#c #transparent #int #packed #align)])
}

/// The definition of the twin.
fn definition(cx: &Context<'_>, doc: &str) -> TokenStream {
    let (vis, twin, repr) = (cx.input.vis, cx.twin_ident(), repr(cx));
    let (params, where_clause) = (&cx.generics, &cx.generics.where_clause);
    let body = match &cx.input.body {
        Body::Struct { fields, style } => {
            let fields = field_list(cx, fields, *style, true);
            let semicolon = (*style == Style::Tuple).then(|| quote!(;));
            if *style == Style::Tuple {
                quote!(struct #twin #params #fields #where_clause #semicolon)
            } else {
                quote!(struct #twin #params #where_clause #fields)
            }
        }
        Body::Enum { variants } => {
            let variants = variants.iter().map(|variant| {
                let (docs, ident) = (&variant.docs, variant.ident);
                let fields = field_list(cx, &variant.fields, variant.style, false);
                let discriminant = variant.discriminant.map(|value| {
                    let value = super::enums::discriminant(cx, value);
                    quote!(= #value)
                });
                quote!(#(#docs)* #ident #fields #discriminant)
            });
            quote!(enum #twin { #(#variants),* })
        }
        Body::Union { .. } => unreachable!("a union has no twin"),
    };
    let copy = copy(cx);
    quote! {
        #[doc = #doc]
        #[allow(deprecated, dead_code, missing_docs, non_camel_case_types, unused_qualifications)]
        #repr
        #vis #body
        #copy
    }
}

fn field_list(cx: &Context<'_>, fields: &[Field<'_>], style: Style, with_vis: bool) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (docs, abi) = (&field.docs, cx.names.abi_of(field));
        let vis = with_vis.then_some(field.vis);
        let name = (style == Style::Named).then(|| {
            let name = field.ident();
            quote!(#name:)
        });
        if !cx.names.is_vetted(field) {
            return quote!(#(#docs)* #vis #name #abi);
        }
        let in_docs = cx.names.abi_in_docs(field);
        quote!(#[cfg(doc)] #(#docs)* #vis #name #in_docs, #[cfg(not(doc))] #vis #name #abi)
    });
    match style {
        Style::Named => quote!({ #(#fields),* }),
        Style::Tuple => quote!((#(#fields),*)),
        Style::Unit => quote!(),
    }
}

/// `Copy` for the twin, where each field's type is.
fn copy(cx: &Context<'_>) -> TokenStream {
    let (private, twin) = (cx.names.private(), cx.twin_ident());
    let (impl_generics, ty_generics, where_clause) = cx.generics.split_for_impl();
    let known = where_clause.map(|clause| clause.predicates.to_token_stream());
    let comma = known.as_ref().map(|_| quote!(,));
    let unknown = cx.input.fields().filter(|field| field.class == Class::Unknown);
    let bounds: Vec<_> = unknown
        .enumerate()
        .map(|(index, field)| {
            let abi = cx.names.abi_of(field);
            quote!(for<'copy> #abi: #private::CopyAt<'copy, #index>)
        })
        .collect();
    quote! {
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #impl_generics ::core::clone::Clone for #twin #ty_generics where #known #comma #(#bounds),* {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #impl_generics ::core::marker::Copy for #twin #ty_generics where #known #comma #(#bounds),* {}
    }
}

/// `SharedAbi` for `X`, and for the twin where there may be one.
pub(crate) fn shared_abi(cx: &Context<'_>) -> TokenStream {
    let (krate, x, abi) = (cx.names.krate(), cx.x(), cx.abi());
    let (impl_generics, ty_generics, where_clause) = cx.generics.split_for_impl();
    let doc = documented::of_type(cx);
    let (private, twin, choice) = (cx.names.private(), cx.twin_ident(), &cx.names.choice);
    let form = match cx.twin {
        Twin::No => quote!(#private::Form::own()),
        Twin::Yes => quote!(#private::Form::twin()),
        Twin::ByType => quote!(<#choice>::form()),
    };
    let rewritten = (cx.twin != Twin::No).then(|| {
        let rewritten = rewritten(cx);
        quote!(const REWRITTEN: ::core::primitive::bool = #rewritten;)
    });
    let of_x = quote! {
        // SAFETY: `Abi` is an ABI type, as `FORM` proves.
        #[doc = #doc]
        unsafe impl #impl_generics #krate::SharedAbi for #x #where_clause {
            type Abi = #abi;
            const FORM: #private::Form<Self, #abi> = #form;
            #rewritten
        }
    };
    let of_twin = (cx.twin != Twin::No).then(|| {
        let form = match cx.twin {
            Twin::ByType => quote!(<#choice>::form_of_twin()),
            _ => quote!(#private::Form::own()),
        };
        let (of_native, into_native) = conversions(cx);
        quote! {
            // SAFETY: its definition above has these fields.
            unsafe impl #impl_generics #private::TwinOf<#x> for #twin #ty_generics #where_clause {
                #[inline]
                fn of(__shared_abi_native: #x) -> Self {
                    match __shared_abi_native { #of_native }
                }
                #[inline]
                unsafe fn into_native(self) -> #x {
                    match self { #into_native }
                }
            }
            // SAFETY: it is an ABI type, and the conversions are the identity.
            unsafe impl #impl_generics #krate::SharedAbi for #twin #ty_generics #where_clause {
                type Abi = #abi;
                const FORM: #private::Form<Self, #abi> = #form;
            }
        }
    });
    quote!(#of_x #of_twin)
}

/// The arms by which a value becomes its twin, and a twin the value.
fn conversions(cx: &Context<'_>) -> (TokenStream, TokenStream) {
    let arms = |into| match &cx.input.body {
        Body::Struct { fields, style } => convert(cx, &quote!(), fields, *style, into),
        Body::Enum { variants } => variants
            .iter()
            .map(|variant| variant_arm(cx, variant, into))
            .collect(),
        Body::Union { .. } => unreachable!("a union has no twin"),
    };
    (arms(true), arms(false))
}

fn variant_arm(cx: &Context<'_>, variant: &Variant<'_>, into: bool) -> TokenStream {
    let ident = variant.ident;
    convert(cx, &quote!(::#ident), &variant.fields, variant.style, into)
}

/// One arm, which takes a value apart and puts its counterpart together.
fn convert(
    cx: &Context<'_>,
    variant: &TokenStream,
    fields: &[Field<'_>],
    style: Style,
    into: bool,
) -> TokenStream {
    let (krate, x, twin) = (cx.names.krate(), cx.input.ident, cx.twin_ident());
    let locals: Vec<_> = (0..fields.len())
        .map(|index| format_ident!("__shared_abi_value_{index}"))
        .collect();
    let converted = fields.iter().zip(&locals).map(|(field, local)| {
        let ty = cx.names.type_of(field);
        if into {
            quote!(<#ty as #krate::SharedAbi>::into_abi(#local))
        } else {
            // SAFETY: the promise of the caller of `into_native`.
            quote!(unsafe { <#ty as #krate::SharedAbi>::from_abi(#local) })
        }
    });
    let (from, to) = if into { (x, twin) } else { (twin, x) };
    if style == Style::Unit {
        return quote!(#from #variant => #to #variant,);
    }
    let members: Vec<_> = fields.iter().map(|field| &field.member).collect();
    quote! {
        #from #variant { #(#members: #locals),* } => #to #variant { #(#members: #converted),* },
    }
}
