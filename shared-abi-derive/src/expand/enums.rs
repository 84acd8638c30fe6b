//! What is different for enums: a tag, then a union of payloads.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::{Context, Twin, assert, validate_field, zero_field};
use crate::ast::{Style, Variant};

fn int<'a>(cx: &'a Context<'_>) -> &'a Ident {
    cx.input
        .repr
        .int
        .as_ref()
        .expect("`valid` asks for an integer repr")
}

/// The fields of the layout: the tag, then those of each variant, as `Variant.field`.
pub(super) fn fields(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let (private, int) = (cx.names.private(), int(cx));
    let ty = int.to_string();
    let tag = quote!(&[#private::unplaced::<#int>("tag", #ty)]);
    let parts = variants.iter().map(|variant| {
        let fields = variant
            .fields
            .iter()
            .map(|field| assert::unplaced_as(cx, field, &format!("{}.{}", variant.ident, field.name())));
        quote!(&#private::place([#(#fields),*], 0, usize::MAX))
    });
    let count = 1 + variants.iter().map(|variant| variant.fields.len()).sum::<usize>();
    quote!(#private::behind_tag(#private::join::<#count>(&[#tag, #(#parts),*]), 1))
}

/// The variants of the layout.
pub(super) fn variants(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let private = cx.names.private();
    let (constants, tags) = discriminants(cx, variants);
    let variants = variants.iter().zip(&tags).map(|(variant, tag)| {
        let name = variant.ident.unraw().to_string();
        quote!(#private::variant(#name, #tag as i128))
    });
    quote!({ #constants const { &[#(#variants),*] } })
}

/// Assertions of the offset of each field of each variant.
///
/// `offset_of!` can't look into an enum yet, so this looks into what `#[repr(C, u32)]` is defined to be: a
/// struct of the tag and of a union, whose members are structs. Size and alignment of the enum itself are
/// asserted as any type's are.
pub(super) fn assert_offsets(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let (private, int) = (cx.names.private(), int(cx));
    let payloads: Vec<_> = (0..variants.len())
        .map(|index| format_ident!("Payload{index}"))
        .collect();
    let members: Vec<_> = (0..variants.len())
        .map(|index| format_ident!("payload_{index}"))
        .collect();
    let names = |variant: &Variant<'_>| -> Vec<Ident> {
        (0..variant.fields.len())
            .map(|index| format_ident!("field_{index}"))
            .collect()
    };
    let structs = variants.iter().zip(&payloads).map(|(variant, payload)| {
        let names = names(variant);
        let types = variant.fields.iter().map(|field| cx.names.abi_of(field));
        quote!(#[repr(C)] struct #payload { #(#names: #types),* })
    });
    let asserts =
        variants
            .iter()
            .zip(&payloads)
            .zip(first_fields(variants))
            .map(|((variant, payload), first)| {
                let fields = variant.fields.iter().zip(names(variant)).map(|(field, name)| {
            let (index, span) = (first + field.index, field.span());
            let private = cx.names.private_at(span);
            quote_spanned! {span=>
                #private::assert_offset(layout, #index, payload + #private::offset_of!(#payload, #name));
            }
        });
                quote!(#(#fields)*)
            });
    quote! {
        #(#structs)*
        #[repr(C)]
        union Payload { #(#members: ::core::mem::ManuallyDrop<#payloads>),* }
        #[repr(C)]
        struct Tagged { tag: #int, payload: Payload }
        let payload = #private::offset_of!(Tagged, payload);
        #(#asserts)*
    }
}

/// The constants that hold the variants' discriminants, and their names.
fn discriminants(cx: &Context<'_>, variants: &[Variant<'_>]) -> (TokenStream, Vec<Ident>) {
    let int = int(cx);
    let names: Vec<_> = (0..variants.len())
        .map(|index| format_ident!("__SHARED_ABI_TAG_{index}"))
        .collect();
    let constants = variants.iter().enumerate().map(|(index, variant)| {
        let name = &names[index];
        match (variant.discriminant, index.checked_sub(1)) {
            (Some(value), _) => quote!(const #name: #int = #value;),
            (None, Some(previous)) => {
                let previous = &names[previous];
                quote!(const #name: #int = #previous + 1;)
            }
            (None, None) => quote!(const #name: #int = 0;),
        }
    });
    (quote!(#(#constants)*), names)
}

/// The index in the layout of each variant's first field.
fn first_fields(variants: &[Variant<'_>]) -> Vec<usize> {
    let mut next = 1;
    variants
        .iter()
        .map(|variant| {
            let first = next;
            next += variant.fields.len();
            first
        })
        .collect()
}

pub(super) fn validate(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let (private, int, name) = (cx.names.private(), int(cx), cx.input.ident.to_string());
    let (constants, tags) = discriminants(cx, variants);
    let arms = variants
        .iter()
        .zip(&tags)
        .zip(first_fields(variants))
        .map(|((variant, tag), first)| {
            let checks = variant
                .fields
                .iter()
                .filter_map(|field| validate_field(cx, field, first + field.index));
            quote!(#tag => { #(#checks)* ::core::result::Result::Ok(()) })
        });
    quote! {
        #constants
        let tag = #private::tag(bytes);
        match #int::from_le_bytes(tag) {
            #(#arms)*
            _ => ::core::result::Result::Err(#private::Invalid::new(#name, &tag)),
        }
    }
}

pub(super) fn zero_padding(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    if !cx.input.has_data() {
        return quote!(let _ = bytes;);
    }
    let (krate, private, int) = (cx.names.krate(), cx.names.private(), int(cx));
    let (constants, tags) = discriminants(cx, variants);
    let arms = variants
        .iter()
        .zip(&tags)
        .zip(first_fields(variants))
        .map(|((variant, tag), first)| {
            let count = variant.fields.len();
            let zero = variant
                .fields
                .iter()
                .filter_map(|field| zero_field(cx, field, first + field.index));
            quote! {
                #tag => {
                    #private::zero_variant(<Self as #krate::AbiType>::LAYOUT, #first, #count, bytes);
                    #(#zero)*
                }
            }
        });
    quote! {
        #constants
        // The promise is the caller's: a value has one of the tags.
        match #int::from_le_bytes(unsafe { #private::copied_tag(bytes) }) {
            #(#arms)*
            _ => {}
        }
    }
}

/// `XView`, the enum that `XRef::view` returns, and that method.
pub(super) fn view(cx: &Context<'_>, variants: &[Variant<'_>]) -> (TokenStream, TokenStream) {
    if !cx.input.has_data() {
        return (quote!(), quote!());
    }
    let (krate, vis, view, x) = (cx.names.krate(), cx.input.vis, &cx.names.view, cx.input.ident);
    let access = |abi: TokenStream| quote!(<#abi as #krate::AbiType>::Access<'m>);
    let definitions = variants.iter().map(|variant| {
        let (ident, docs) = (variant.ident, &variant.docs);
        let fields = variant.fields.iter().map(|field| {
            let (docs, ty) = (&field.docs, access(cx.names.abi_of(field)));
            let name = (variant.style == Style::Named).then(|| {
                let name = field.ident();
                quote!(#name:)
            });
            if !cx.names.is_gated(field) {
                return quote!(#(#docs)* #name #ty);
            }
            // Documentation shows the type as it was written, not its gate.
            let documented = access(cx.names.abi_in_docs(field));
            quote!(#[cfg(doc)] #(#docs)* #name #documented, #[cfg(not(doc))] #name #ty)
        });
        match variant.style {
            Style::Named => quote!(#(#docs)* #ident { #(#fields),* }),
            Style::Tuple => quote!(#(#docs)* #ident(#(#fields),*)),
            Style::Unit => quote!(#(#docs)* #ident),
        }
    });
    let doc = format!("[`{x}`] in linear memory, to be matched: each pointer in it has been followed.");
    // Every enum with data has a variant that borrows, so that `'m` is used.
    let definition = quote! {
        #[doc = #doc]
        #[allow(deprecated, dead_code, missing_docs, unused_qualifications)]
        #vis enum #view<'m> { #(#definitions),* }
    };
    let arms = variants.iter().map(|variant| {
        let ident = variant.ident;
        let locals: Vec<_> = locals(variant);
        let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
        let values = variant.fields.iter().zip(&locals).map(|(field, local)| {
            let (site, abi) = (
                super::access::site(cx, &format!("{ident}.{}", field.name())),
                cx.names.abi_of(field),
            );
            quote!(this.field(|_| -> &#abi { #local }).access(#site))
        });
        quote!(Parts::#ident(#(#locals),*) => #view::#ident { #(#members: #values),* })
    });
    let parts = parts(cx, variants);
    let method = quote! {
        /// The variant, with each pointer in it followed.
        #[inline]
        #vis fn view(self) -> #view<'m> {
            #parts
            let this = self.0;
            match IntoParts::parts(this.get()) { #(#arms),* }
        }
    };
    (definition, method)
}

fn locals(variant: &Variant<'_>) -> Vec<Ident> {
    (0..variant.fields.len())
        .map(|index| format_ident!("field_{index}"))
        .collect()
}

/// `Parts`, the enum of references to a value's fields, and its conversion from the types that `XAbi` may be.
///
/// Matching on `XAbi` itself would name its variants through an alias: where a field's type can't be shared,
/// the alias is unknown, and rustc complains of the variants on top of the field.
fn parts(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let params: Vec<_> = cx
        .input
        .fields()
        .map(|field| format_ident!("F{}", field.number))
        .collect();
    let definitions = variants.iter().map(|variant| {
        let (ident, fields) = (
            variant.ident,
            variant.fields.iter().map(|field| &params[field.number]),
        );
        quote!(#ident(#(&'m #fields),*))
    });
    let conversion = |this: &TokenStream, types: Vec<TokenStream>| {
        let arms = variants.iter().map(|variant| {
            let (ident, locals) = (variant.ident, locals(variant));
            let members = variant.fields.iter().map(|field| &field.member);
            quote!(Self::#ident { #(#members: #locals),* } => Parts::#ident(#(#locals),*))
        });
        quote! {
            impl<'m> IntoParts<'m> for #this {
                type Parts = Parts<'m, #(#types),*>;
                #[inline]
                fn parts(&'m self) -> Self::Parts {
                    match self { #(#arms),* }
                }
            }
        }
    };
    let own = || cx.input.fields().map(|field| cx.names.type_of(field)).collect();
    let rewritten = || cx.input.fields().map(|field| cx.names.abi_of(field)).collect();
    let (x, twin) = (cx.x(), cx.twin_ident().to_token_stream());
    let conversions = match cx.twin {
        Twin::No => conversion(&x, own()),
        Twin::Yes => conversion(&twin, rewritten()),
        Twin::ByType => {
            let (first, second) = (conversion(&x, own()), conversion(&twin, rewritten()));
            quote!(#first #second)
        }
    };
    quote! {
        enum Parts<'m, #(#params),*> { #(#definitions),* }
        trait IntoParts<'m> {
            type Parts;
            fn parts(&'m self) -> Self::Parts;
        }
        #conversions
    }
}
