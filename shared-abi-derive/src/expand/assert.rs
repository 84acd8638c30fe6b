//! Gate 1: the layout, and the assertions that this target's compiler agrees with it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Context, Twin, enums};
use crate::ast::{Body, Class, Field, text};
use crate::attr::Spanned;

/// The value of `LAYOUT`: the layout, after it has been held against the compiler's.
pub(crate) fn layout(cx: &Context<'_>) -> TokenStream {
    // One token with one span: inside of a macro, the user's spans and the derive's don't see each other's
    // local variables.
    let local = quote!(layout);
    let (krate, private, abi) = (cx.names.krate(), cx.names.private(), cx.abi());
    let (name, repr) = (cx.input.ident.to_string(), &cx.input.repr);
    let pack = repr.packed.as_ref().map_or(quote!(usize::MAX), |packed| {
        let value = packed.value;
        quote!(#value)
    });
    let align = repr.align.as_ref().map_or(1, |align| align.value);
    let (kind, fields) = match &cx.input.body {
        Body::Struct { fields, .. } => {
            let fields = unplaced(cx, fields);
            (quote!(Struct), quote!(#private::place([#(#fields),*], 0, #pack)))
        }
        Body::Union { fields } => {
            let fields = unplaced(cx, fields);
            (quote!(Union), quote!([#(#fields),*]))
        }
        Body::Enum { variants } => (quote!(Enum), enums::fields(cx, variants)),
    };
    let enclosed = quote! {
        #private::enclose(
            <Self as #krate::AbiType>::NAME, #krate::Kind::#kind, const { &#fields }, #pack, #align,
        )
    };
    let complete = match &cx.input.body {
        Body::Enum { variants } => {
            let variants = enums::variants(cx, variants);
            quote!(#private::with_variants(#enclosed, #variants))
        }
        _ if cx.input.is_extensible() => quote!(#private::extensible(#enclosed)),
        _ => enclosed,
    };
    let offsets = match &cx.input.body {
        Body::Struct { fields, .. } | Body::Union { fields } => fields.as_slice(),
        Body::Enum { .. } => &[],
    };
    let offsets = offsets.iter().map(|field| {
        let (index, member, span) = (field.index, &field.member, field.span());
        let (offset, private) = (
            quote!(#private::offset_of!(#abi, #member)),
            cx.names.private_at(span),
        );
        quote_spanned!(span=> #private::assert_offset(#local, #index, #offset);)
    });
    let in_variants = match &cx.input.body {
        Body::Enum { variants } if cx.input.has_data() => enums::assert_offsets(cx, variants),
        _ => quote!(),
    };
    let span = cx.input.ident.span();
    let (x, own_private) = (cx.x(), cx.names.private_at(span));
    let size = quote_spanned! {span=>
        #own_private::assert_size(#local, ::core::mem::size_of::<#abi>(), ::core::mem::align_of::<#abi>());
        #own_private::assert_plain::<#x>(#name);
    };
    // A generic type's pins can only be checked here, where its parameters are known.
    let pins = if cx.generics.params.is_empty() {
        Vec::new()
    } else {
        let mut pins = pins(cx, &local);
        pins.extend(not_rewritten(cx, &local));
        pins.extend(fixed(cx, &local));
        pins
    };
    quote! {{
        let #local = const { &#complete };
        #(#offsets)*
        #in_variants
        #size
        #(#pins)*
        #local
    }}
}

/// A field before it has a place.
pub(super) fn unplaced(cx: &Context<'_>, fields: &[Field<'_>]) -> Vec<TokenStream> {
    fields
        .iter()
        .map(|field| unplaced_as(cx, field, &field.name()))
        .collect()
}

pub(super) fn unplaced_as(cx: &Context<'_>, field: &Field<'_>, name: &str) -> TokenStream {
    let (private, ty, abi) = (cx.names.private(), text(field.written), cx.names.abi_of(field));
    let placed = if field.class == Class::Number {
        quote!(#private::number::<#abi>(#name, #ty))
    } else {
        quote!(#private::unplaced::<#abi>(#name, #ty))
    };
    match field.options.added {
        Some(_) => quote!(#private::added(#placed)),
        None => placed,
    }
}

/// The items that make the compiler check: at the definition, whoever uses the type or not.
pub(crate) fn expand(cx: &Context<'_>) -> TokenStream {
    let (krate, abi) = (cx.names.krate(), cx.abi());
    if !cx.generics.params.is_empty() {
        return sample(cx);
    }
    let layout = quote!(<#abi as #krate::AbiType>::LAYOUT);
    let pins = pins(cx, &layout);
    let mut own = not_rewritten(cx, &layout);
    own.extend(fixed(cx, &layout));
    quote! {
        const _: &#krate::Layout = #layout;
        #(const _: () = #pins)*
        #(const _: () = #own)*
    }
}

/// One statement for each field that must not be rewritten, though the tokens leave it open.
fn not_rewritten(cx: &Context<'_>, layout: &TokenStream) -> Vec<TokenStream> {
    let open = cx
        .input
        .fields()
        .filter(|field| cx.twin == Twin::No && matches!(field.class, Class::Native | Class::Unknown));
    open.map(|field| {
        let (ty, index, span) = (cx.names.type_of(field), field.index, field.span());
        let (krate, private) = (cx.names.krate(), cx.names.private_at(span));
        quote_spanned!(span=>
            #private::assert_not_rewritten(#layout, #index, <#ty as #krate::SharedAbi>::REWRITTEN);)
    })
    .collect()
}

/// One statement for each field whose type may be one that gains fields.
fn fixed(cx: &Context<'_>, layout: &TokenStream) -> Vec<TokenStream> {
    let open = cx.input.fields().filter(|field| field.has_accessor());
    open.map(|field| {
        let (abi, index, span) = (cx.names.abi_of(field), cx.index_in_layout(field), field.span());
        let (krate, private) = (cx.names.krate(), cx.names.private_at(span));
        quote_spanned!(span=>
            #private::assert_fixed(
                #layout, #index, <<#abi as #krate::AbiType>::Size as #private::Size>::IS_FIXED,
            );)
    })
    .collect()
}

/// A generic type is checked with `u8` for each parameter, unless its bounds may rule that out.
fn sample(cx: &Context<'_>) -> TokenStream {
    let (krate, abi) = (cx.names.krate(), &cx.names.abi);
    let generics = &cx.input.generics;
    let bounded = generics.where_clause.is_some()
        || generics.type_params().any(|param| !param.bounds.is_empty())
        || generics.const_params().next().is_some();
    if bounded {
        return quote!();
    }
    let samples = generics.type_params().map(|_| quote!(u8));
    quote!(const _: &#krate::Layout = <#abi<#(#samples),*> as #krate::AbiType>::LAYOUT;)
}

/// One statement for each pin, and for each field that `deny_padding` lets no gap follow.
fn pins(cx: &Context<'_>, layout: &TokenStream) -> Vec<TokenStream> {
    let options = &cx.input.options;
    let fields = match &cx.input.body {
        Body::Struct { fields, .. } | Body::Union { fields } => fields.as_slice(),
        Body::Enum { .. } => &[],
    };
    let mut pins = Vec::new();
    if let Some(Spanned { value: size, span }) = &options.size {
        let private = cx.names.private_at(*span);
        let offsets = fields.iter().map(|field| match &field.options.offset {
            Some(offset) => {
                let offset = offset.value;
                quote!(::core::option::Option::Some(#offset))
            }
            None => quote!(::core::option::Option::None),
        });
        pins.push(quote_spanned!(*span=>
            #private::assert_pinned_size(#layout, #size, &[#(#offsets),*]);));
    }
    if let Some(Spanned { value: align, span }) = &options.align {
        let private = cx.names.private_at(*span);
        pins.push(quote_spanned!(*span=> #private::assert_pinned_align(#layout, #align);));
    }
    let mut before = quote!(::core::option::Option::None);
    for field in fields {
        let (index, span) = (field.index, field.span());
        let private = cx.names.private_at(span);
        if let Some(Spanned { value: offset, span }) = &field.options.offset {
            let private = cx.names.private_at(*span);
            pins.push(quote_spanned!(*span=>
                #private::assert_pinned_offset(#layout, #index, #offset, #before);));
            before = quote!(::core::option::Option::Some((#index, #offset)));
        }
        if options.deny_padding.is_some() {
            let assert = match cx.input.body {
                Body::Union { .. } => quote_spanned!(span=> assert_member_fills),
                _ => quote_spanned!(span=> assert_no_gap),
            };
            pins.push(quote_spanned!(span=> #private::#assert(#layout, #index);));
            if field.class == Class::Unknown {
                let (krate, abi) = (cx.names.krate(), cx.names.abi_of(field));
                pins.push(quote_spanned!(span=>
                    #private::assert_no_gap_inside(#layout, #index, <#abi as #krate::AbiType>::PADDED);));
            }
        }
    }
    pins
}
