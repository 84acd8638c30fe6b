//! What is different for enums: a tag, then a union of payloads.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Expr;
use syn::ext::IdentExt as _;

use super::context::{Context, Twin};
use super::place;
use crate::ast::{Body, Style, Variant};
use crate::own_name;

/// The integer of the tag. The `repr` means the compiler's own, whatever else goes by that name.
pub(super) fn int(cx: &Context<'_>) -> TokenStream {
    let int = int_ident(cx);
    quote!(::core::primitive::#int)
}

fn int_ident(cx: &Context<'_>) -> Ident {
    let int = cx.input.repr.int.as_ref();
    format_ident!("{}", int.expect("`valid` asks for an integer repr").unraw())
}

/// The fields of the layout: the tag, then those of each variant.
pub(super) fn fields(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let (of, checks) = (cx.names.layout(), cx.names.checks());
    let (int, ty) = (int(cx), int_ident(cx).to_string());
    let tag = quote!(&[#checks::unplaced::<#int>("tag", #ty)]);
    let parts = variants.iter().map(|variant| {
        let fields = variant.fields.iter().map(|field| place::unplaced(cx, field));
        quote!(&#of::place([#(#fields),*], 0, ::core::primitive::usize::MAX))
    });
    let count = 1 + variants.iter().map(|variant| variant.fields.len()).sum::<usize>();
    quote!(#of::behind_tag(#of::join::<#count>(&[#tag, #(#parts),*]), 1))
}

/// The variants of the layout.
pub(super) fn variants(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let of = cx.names.checks();
    let numbered = variants
        .iter()
        .zip(tags(cx, variants))
        .zip(first_fields(variants));
    let variants = numbered.map(|((variant, tag), first)| {
        let (name, count) = (variant.ident.unraw().to_string(), variant.fields.len());
        quote!(#of::variant(#name, #tag as ::core::primitive::i128, #first, #count))
    });
    quote!(const { &[#(#variants),*] })
}

/// Assertions that these are the variants, and each one's tag, its fields, their offsets and types.
///
/// `offset_of!` can't look into an enum yet. So this makes values of which only the tags are known, and asks the compiler
/// which variant each is and where its fields are.
pub(super) fn assert_variants(
    cx: &Context<'_>,
    this: &Ident,
    variants: &[Variant<'_>],
    layout: &TokenStream,
) -> TokenStream {
    let (of, int) = (cx.names.checks(), int(cx));
    if has_casts(cx) {
        let idents = variants.iter().map(|variant| variant.ident);
        // The tags are the compiler's own.
        return quote!(let _ = |__shared_abi_value: &#this| match __shared_abi_value { #(#this::#idents { .. })|* => {} };);
    }
    let (tags, count) = (tags(cx, variants), variants.len());
    let numbered = variants.iter().enumerate().zip(first_fields(variants));
    let arms = numbered.map(|((number, variant), first)| {
        let (ident, locals) = (variant.ident, locals(variant));
        let members = variant.fields.iter().map(|field| &field.member);
        let fields = variant.fields.iter().zip(&locals).map(|(field, local)| {
            let (index, span, ty) = (first + field.index, field.span(), cx.type_in(this, field));
            let (of, start) = (cx.names.checks_at(span), quote!(__shared_abi_start));
            let assert =
                quote_spanned!(span=> #of::assert_offset::<#this, #ty>(#layout, #index, #start, #local));
            // SAFETY: it is a field of that value.
            quote!(unsafe { #assert };)
        });
        quote! {
            #this::#ident { #(#members: #locals),* } => {
                #of::assert_variant(#layout, __shared_abi_wanted, #number);
                #(#fields)*
            }
        }
    });
    let (span, own) = (cx.input.ident.span(), cx.names.checks_at(cx.input.ident.span()));
    let assert_tag = quote_spanned!(span=> #own::assert_tag::<#this, #int>(#layout););
    quote! {
        #assert_tag
        let __shared_abi_tags: [#int; #count] = [#(#tags),*];
        let mut __shared_abi_wanted = 0;
        while __shared_abi_wanted < #count {
            let __shared_abi_value = #of::tagged::<#this, #int>(__shared_abi_tags[__shared_abi_wanted]);
            let __shared_abi_start = #of::start(&__shared_abi_value);
            // SAFETY: it is aligned and in one piece; of its bytes only the tag is read.
            match unsafe { &*__shared_abi_start } { #(#arms)* }
            __shared_abi_wanted += 1;
        }
    }
}

/// Constants for the tags of an enum that can't be cast to them.
///
/// So the user's expressions are evaluated once more; here, in the user's
/// own scope, where nothing of ours has a name that they could mean. `assert_variants` then holds them against the enum.
pub(super) fn tag_constants(cx: &Context<'_>) -> TokenStream {
    let Body::Enum { variants } = &cx.input.body else {
        return quote!();
    };
    if has_casts(cx) {
        return quote!();
    }
    let (int, names) = (int(cx), tags(cx, variants));
    let constants = variants.iter().enumerate().map(|(index, variant)| {
        let name = &names[index];
        let value = match (variant.discriminant, index.checked_sub(1)) {
            (Some(value), _) => discriminant(cx, value),
            (None, Some(previous)) => {
                let previous = &names[previous];
                quote!(#previous + 1)
            }
            (None, None) => quote!(0),
        };
        quote! {
            #[doc(hidden)]
            #[allow(deprecated, non_upper_case_globals, unused_qualifications, clippy::all, clippy::pedantic)]
            const #name: #int = #value;
        }
    });
    quote!(#(#constants)*)
}

/// The user's expression for a discriminant, in which `Self` means the user's enum wherever it stands.
pub(super) fn discriminant(cx: &Context<'_>, value: &Expr) -> TokenStream {
    own_name::named(value.to_token_stream(), cx.input.ident, None)
}

/// Whether a value can be cast to its tag. Of an enum without fields it can, but for variants like `A() = 1`.
fn has_casts(cx: &Context<'_>) -> bool {
    let Body::Enum { variants } = &cx.input.body else {
        return false;
    };
    let plain = |variant: &Variant<'_>| variant.style == Style::Unit || variant.discriminant.is_none();
    !cx.input.has_data() && (variants.iter().all(plain))
}

/// The variants' tags: as expressions, or as constants.
pub(super) fn tags(cx: &Context<'_>, variants: &[Variant<'_>]) -> Vec<TokenStream> {
    let (x, int) = (cx.input.ident, int(cx));
    let tags = variants.iter().enumerate().map(|(index, variant)| {
        let ident = variant.ident;
        if has_casts(cx) {
            quote!((#x::#ident {} as #int))
        } else {
            format_ident!("__SHARED_ABI_{}_TAG_{index}", x.unraw()).to_token_stream()
        }
    });
    tags.collect()
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
    let (of, private, abi, name) = (
        cx.names.checks(),
        cx.names.private(),
        cx.abi(),
        cx.input.ident.to_string(),
    );
    let arms = variants
        .iter()
        .zip(first_fields(variants))
        .map(|(variant, first)| {
            let types = cx.types(&variant.fields.iter().collect::<Vec<_>>());
            quote!(#of::validate_fields::<#abi, #types, #first>(__shared_abi_bytes))
        });
    let otherwise = quote!(
        ::core::result::Result::Err(#private::Invalid::new(#name, &__shared_abi_tag))
    );
    let tag = quote!(#of::tag(__shared_abi_bytes));
    match_tag(cx, variants, &tag, arms, &otherwise)
}

pub(super) fn zero_padding(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    if !cx.input.has_data() {
        return quote!(let _ = __shared_abi_bytes;);
    }
    let (of, abi) = (cx.names.checks(), cx.abi());
    // SAFETY: the caller's promise: a value has one of the tags.
    let arms = variants
        .iter()
        .zip(first_fields(variants))
        .map(|(variant, first)| {
            let types = cx.types(&variant.fields.iter().collect::<Vec<_>>());
            quote!(unsafe { #of::zero_variant::<#abi, #types, #first>(__shared_abi_bytes) })
        });
    let tag = quote!(unsafe { #of::copied_tag(__shared_abi_bytes) });
    match_tag(cx, variants, &tag, arms, &quote!({}))
}

/// An expression that does for each variant what its arm says.
fn match_tag(
    cx: &Context<'_>,
    variants: &[Variant<'_>],
    tag: &TokenStream,
    arms: impl Iterator<Item = TokenStream>,
    otherwise: &TokenStream,
) -> TokenStream {
    let (int, tags) = (int(cx), tags(cx, variants));
    let names: Vec<_> = (0..variants.len())
        .map(|index| format_ident!("__SHARED_ABI_TAG_{index}"))
        .collect();
    quote! {
        #(const #names: #int = #tags;)*
        let __shared_abi_tag = #tag;
        match #int::from_le_bytes(__shared_abi_tag) {
            #(#names => #arms,)*
            _ => #otherwise,
        }
    }
}

/// `XView`, the enum that `XRef::view` returns, and that method.
pub(super) fn view(cx: &Context<'_>, variants: &[Variant<'_>]) -> (TokenStream, TokenStream) {
    if !cx.input.has_data() {
        return (quote!(), quote!());
    }
    let (private, vis, view, x) = (cx.names.private(), cx.input.vis, &cx.names.view, cx.input.ident);
    let access = |abi: TokenStream| quote!(#private::Accessed<'m, #abi>);
    let definitions = variants.iter().map(|variant| {
        let (ident, docs) = (variant.ident, &variant.docs);
        let fields = variant.fields.iter().map(|field| {
            let (docs, ty) = (&field.docs, access(cx.names.abi_of(field)));
            let name = (variant.style == Style::Named).then(|| {
                let name = field.ident();
                quote!(#name:)
            });
            if !cx.names.is_vetted(field) {
                return quote!(#(#docs)* #name #ty);
            }
            // Documentation shows the type as it was written, not its vetted alias.
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
                cx.site(&format!("{ident}.{}", field.name())),
                cx.names.abi_of(field),
            );
            quote!(__shared_abi_view.field(|_| -> &#abi { #local }).access(#site))
        });
        quote!(__SharedAbiParts::#ident(#(#locals),*) => #view::#ident { #(#members: #values),* })
    });
    let parts = parts(cx, variants);
    let method = quote! {
        /// The variant, with each pointer in it followed.
        #[inline]
        #vis fn view(self) -> #view<'m> {
            #parts
            let __shared_abi_view = self.0;
            match __SharedAbiIntoParts::parts(__shared_abi_view.get()) { #(#arms),* }
        }
    };
    (definition, method)
}

fn locals(variant: &Variant<'_>) -> Vec<Ident> {
    (0..variant.fields.len())
        .map(|index| format_ident!("__shared_abi_field_{index}"))
        .collect()
}

/// `__SharedAbiParts`, the enum of references to a value's fields, and its conversion from the types that `XAbi` may be.
///
/// Matching on `XAbi` itself would name its variants through an alias: where a field's type can't be shared,
/// the alias is unknown, and rustc complains of the variants on top of the field.
fn parts(cx: &Context<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let params: Vec<_> = cx
        .input
        .fields()
        .map(|field| format_ident!("__SharedAbiF{}", field.number))
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
            quote!(#this::#ident { #(#members: #locals),* } => __SharedAbiParts::#ident(#(#locals),*))
        });
        quote! {
            impl<'m> __SharedAbiIntoParts<'m> for #this {
                type Parts = __SharedAbiParts<'m, #(#types),*>;
                #[inline]
                fn parts(&'m self) -> __SharedAbiParts<'m, #(#types),*> {
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
        enum __SharedAbiParts<'m, #(#params),*> { #(#definitions),* }
        trait __SharedAbiIntoParts<'m> {
            type Parts;
            fn parts(&'m self) -> Self::Parts;
        }
        #conversions
    }
}
