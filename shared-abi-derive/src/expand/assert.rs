//! Gate 1: the layout, and the assertions that this target's compiler agrees with it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::context::{Context, Twin};
use super::{enums, place};
use crate::ast::{Body, Class, Field};
use crate::attr::Spanned;

/// The layout, computed from those of the fields.
fn computed(cx: &Context<'_>) -> TokenStream {
    let (of, checks) = (cx.names.layout(), cx.names.checks());
    let repr = &cx.input.repr;
    let pack = repr
        .packed
        .as_ref()
        .map_or(quote!(::core::primitive::usize::MAX), |packed| {
            let value = packed.value;
            quote!(#value)
        });
    let align = repr.align.as_ref().map_or(1, |align| align.value);
    let (kind, fields) = match &cx.input.body {
        Body::Struct { fields, .. } => {
            let fields = fields.iter().map(|field| place::unplaced(cx, field));
            (quote!(STRUCT), quote!(#of::place([#(#fields),*], 0, #pack)))
        }
        Body::Union { fields } => {
            let fields = fields.iter().map(|field| place::unplaced(cx, field));
            (quote!(UNION), quote!([#(#fields),*]))
        }
        Body::Enum { variants } => (quote!(ENUM), enums::fields(cx, variants)),
    };
    let name = cx.type_name();
    let enclosed = quote! {
        #of::enclose(
            #name, #checks::#kind, const { &#fields }, #pack, #align,
        )
    };
    match &cx.input.body {
        Body::Enum { variants } => {
            let variants = enums::variants(cx, variants);
            quote!(#of::with_variants(#enclosed, #variants))
        }
        _ if cx.input.is_extensible() => quote!(#of::extensible(#enclosed)),
        _ => enclosed,
    }
}

/// The value of `KNOWN`: the layout, after it has been held against the compiler's of `XAbi`.
///
/// Of an enum where the types choose, the variants can't be named through `XAbi`, so that there each of the two has an
/// assertion of its own.
pub(super) fn layout(cx: &Context<'_>) -> TokenStream {
    let layout = computed(cx);
    let layout = quote!(const { &#layout });
    if !cx.is_held_apart() {
        let ident = if cx.twin == Twin::Yes {
            cx.twin_ident()
        } else {
            cx.input.ident
        };
        let this = if cx.twin == Twin::ByType {
            cx.abi()
        } else {
            quote!(Self)
        };
        return held(cx, &this, ident, &layout);
    }
    let (krate, abi, x, twin) = (cx.names.krate(), cx.abi(), cx.input.ident, cx.twin_ident());
    let computed = quote!(__SHARED_ABI_COMPUTED);
    let (first, second) = (
        held(cx, &x.to_token_stream(), x, &computed),
        held(cx, &twin.to_token_stream(), twin, &computed),
    );
    quote! {{
        const __SHARED_ABI_COMPUTED: &#krate::Layout = #layout;
        trait __SharedAbiHeld {
            const HELD: &'static #krate::Layout;
        }
        impl __SharedAbiHeld for #x {
            const HELD: &'static #krate::Layout = #first;
        }
        impl __SharedAbiHeld for #twin {
            const HELD: &'static #krate::Layout = #second;
        }
        <#abi as __SharedAbiHeld>::HELD
    }}
}

/// `layout`, after it has been held against the compiler's of `this`. By `ident` an enum's variants are named: by
/// `Self` one could be an associated type too.
fn held(cx: &Context<'_>, this: &TokenStream, ident: &Ident, layout: &TokenStream) -> TokenStream {
    // One token with one span: inside of a macro, the user's spans and the derive's don't see each other's
    // local variables.
    let local = quote!(__shared_abi_layout);
    let parts = match &cx.input.body {
        Body::Struct { fields, .. } => {
            let members = fields.iter().map(|field| &field.member);
            let offsets = offsets(cx, this, fields, &local);
            // SAFETY: nothing is read, since a wildcard only asks for the field; the place is that of a `this`.
            let all = quote!(unsafe { let #this { #(#members: _),* } = *__shared_abi_start; });
            // Of a union the pattern would do, but not this: only a struct can be made of the rest of another.
            let is_struct = quote! {
                let _ = |__shared_abi_value: #this| #this { ..__shared_abi_value };
            };
            quote!(#offsets #all #is_struct)
        }
        // That there are no other members, `valid` sees to.
        Body::Union { fields } => offsets(cx, this, fields, &local),
        Body::Enum { variants } => enums::assert_variants(cx, ident, variants, &local),
    };
    let span = cx.input.ident.span();
    let own = cx.names.checks_at(span);
    let size = quote_spanned!(span=> #own::assert_size::<#this>(#local););
    let mut own_fields = Vec::new();
    if cx.is_held_apart() && ident == cx.input.ident {
        own_fields.extend(not_rewritten(cx, &local));
    }
    // A generic type's pins can only be checked here, where its parameters are known.
    if !cx.generics.params.is_empty() {
        own_fields.push(plain(cx));
        own_fields.extend(pins(cx, &local));
        if cx.twin == Twin::No {
            own_fields.extend(not_rewritten(cx, &local));
        }
        own_fields.extend(fixed(cx, &local));
    }
    quote! {{
        let #local = #layout;
        #parts
        #size
        #(#own_fields)*
        #local
    }}
}

/// The assertion that nothing runs when a value is dropped.
fn plain(cx: &Context<'_>) -> TokenStream {
    let (x, name, span) = (cx.x(), cx.input.ident.to_string(), cx.input.ident.span());
    let own = cx.names.checks_at(span);
    quote_spanned!(span=> #own::assert_plain::<#x>(#name);)
}

/// Assertions of each field's offset and type.
fn offsets(cx: &Context<'_>, this: &TokenStream, fields: &[Field<'_>], layout: &TokenStream) -> TokenStream {
    let of = cx.names.checks();
    let asserts = fields.iter().map(|field| {
        let (index, member, span) = (field.index, &field.member, field.span());
        let (of, ty) = (cx.names.checks_at(span), cx.type_in(cx.input.ident, field));
        let place = quote!(&raw const (*__shared_abi_start).#member);
        let start = quote!(__shared_abi_start);
        let assert = quote_spanned!(span=> #of::assert_offset::<#this, #ty>(#layout, #index, #start, #place));
        // SAFETY: it is the place of a field in that value.
        quote!(unsafe { #assert };)
    });
    quote! {
        let __shared_abi_value = #of::uninit::<#this>();
        let __shared_abi_start = #of::start(&__shared_abi_value);
        #(#asserts)*
    }
}

/// The items that make the compiler check: at the definition, whoever uses the type or not.
pub(crate) fn expand(cx: &Context<'_>) -> TokenStream {
    let (krate, private, abi, by) = (cx.names.krate(), cx.names.private(), cx.abi(), cx.by());
    if !cx.generics.params.is_empty() {
        return sample(cx);
    }
    // Not that of `InMemory`, which leads here: rustc says of each constant on the way that it is an error.
    let layout = quote!(<#by as #private::Describes<#abi>>::KNOWN);
    let pins = pins(cx, &layout);
    let mut own = fixed(cx, &layout);
    if cx.twin == Twin::No {
        own.extend(not_rewritten(cx, &layout));
    }
    let plain = plain(cx);
    quote! {
        // Only where there is a layout: a field that can't be shared is one error.
        const _: () = {
            let _: &#krate::Layout = #layout;
            #plain
        };
        #(const _: () = #pins)*
        #(const _: () = #own)*
    }
}

/// One statement for each field that must not be rewritten, though the tokens leave it open.
fn not_rewritten(cx: &Context<'_>, layout: &TokenStream) -> Vec<TokenStream> {
    let open = cx
        .input
        .fields()
        .filter(|field| matches!(field.class, Class::Native | Class::Unknown));
    open.map(|field| {
        let (ty, index, span) = (cx.names.type_of(field), field.index, field.span());
        let of = cx.names.checks_at(span);
        quote_spanned!(span=> #of::assert_not_rewritten::<#ty>(#layout, #index);)
    })
    .collect()
}

/// One statement for each field whose type may be one that gains fields.
fn fixed(cx: &Context<'_>, layout: &TokenStream) -> Vec<TokenStream> {
    let open = cx.input.fields().filter(|field| field.has_accessor());
    open.map(|field| {
        let (abi, index, span) = (cx.names.abi_of(field), cx.index_in_layout(field), field.span());
        let of = cx.names.checks_at(span);
        quote_spanned!(span=> #of::assert_fixed::<#abi>(#layout, #index);)
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
    let samples = generics.type_params().map(|_| quote!(::core::primitive::u8));
    quote!(const _: &#krate::Layout = <#abi<#(#samples),*> as #krate::InMemory>::KNOWN;)
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
        let of = cx.names.checks_at(*span);
        let offsets = fields.iter().map(|field| match &field.options.offset {
            Some(offset) => {
                let offset = offset.value;
                quote!(::core::option::Option::Some(#offset))
            }
            None => quote!(::core::option::Option::None),
        });
        pins.push(quote_spanned!(*span=>
            #of::assert_pinned_size(#layout, #size, &[#(#offsets),*]);));
    }
    if let Some(Spanned { value: align, span }) = &options.align {
        let of = cx.names.checks_at(*span);
        pins.push(quote_spanned!(*span=> #of::assert_pinned_align(#layout, #align);));
    }
    let mut before = quote!(::core::option::Option::None);
    for field in fields {
        let (index, span) = (field.index, field.span());
        let of = cx.names.checks_at(span);
        if let Some(Spanned { value: offset, span }) = &field.options.offset {
            let of = cx.names.checks_at(*span);
            pins.push(quote_spanned!(*span=>
                #of::assert_pinned_offset(#layout, #index, #offset, #before);));
            before = quote!(::core::option::Option::Some((#index, #offset)));
        }
        if options.deny_padding.is_some() {
            let assert = match cx.input.body {
                Body::Union { .. } => quote_spanned!(span=> assert_member_fills),
                _ => quote_spanned!(span=> assert_no_gap),
            };
            pins.push(quote_spanned!(span=> #of::#assert(#layout, #index);));
            if matches!(field.class, Class::Scalar | Class::Unknown) {
                let abi = cx.names.abi_of(field);
                pins.push(quote_spanned!(span=> #of::assert_no_gap_inside::<#abi>(#layout, #index);));
            }
        }
    }
    pins
}
