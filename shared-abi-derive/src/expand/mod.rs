//! The output of the derive: constants, and calls to the library.

mod access;
mod assert;
mod documented;
mod enums;
mod extensible;
mod lock;
mod reach;
mod signature;
mod twin;
mod words;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{GenericParam, Generics, Path, TypeParamBound, parse_quote};

use crate::ast::{Body, Class, Field, Input, is_doubtful, mentions, peel};
use crate::dependency::{self, Name};

/// Every generated name, and the paths to the library.
pub(crate) struct Names {
    /// `XAbi`.
    pub(crate) abi: Ident,
    /// `XRef`.
    pub(crate) reference: Ident,
    /// `XMut`.
    pub(crate) mutable: Ident,
    /// `XView`, of an enum with data.
    pub(crate) view: Ident,
    /// `XHead`, of an extensible struct.
    pub(crate) head: Ident,
    /// The twin, where it isn't known from the tokens whether `XAbi` is one.
    pub(crate) hidden_twin: Ident,
    /// The choice between the two.
    pub(crate) choice: Ident,
    x: Ident,
    krate: Path,
    /// The errors of fields that were refused, by their numbers.
    refusals: BTreeMap<usize, TokenStream>,
    /// The parameters, which a gate's constant can't name.
    params: Vec<Ident>,
}

impl Names {
    pub(crate) fn new(input: &Input<'_>, refusals: BTreeMap<usize, TokenStream>) -> Self {
        let x = input.ident;
        let named =
            |name: &Option<Ident>, suffix| name.clone().unwrap_or_else(|| format_ident!("{x}{suffix}"));
        Self {
            abi: named(&input.options.name, "Abi"),
            reference: named(&input.options.ref_name, "Ref"),
            mutable: named(&input.options.mut_name, "Mut"),
            view: named(&input.options.view_name, "View"),
            head: named(&input.options.head_name, "Head"),
            hidden_twin: format_ident!("__{x}Twin", span = x.span()),
            choice: format_ident!("__{x}Choice", span = x.span()),
            x: x.clone(),
            refusals,
            params: input
                .generics
                .params
                .iter()
                .filter_map(|param| match param {
                    GenericParam::Type(param) => Some(param.ident.clone()),
                    GenericParam::Const(param) => Some(param.ident.clone()),
                    GenericParam::Lifetime(_) => None,
                })
                .collect(),
            krate: input.options.krate.clone().unwrap_or_else(usual_path),
        }
    }

    /// The path of the library.
    pub(crate) fn krate(&self) -> TokenStream {
        self.krate.to_token_stream()
    }

    /// The path of the library's door for generated code.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }

    /// The same, with its caret at `span`: an assertion's is where its call starts.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        respanned(self.private(), span)
    }

    /// The library's `Layout`, of which the derive makes constants.
    pub(crate) fn layout(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::Layout)
    }

    /// The library's assertions and functions, all that an `unsafe impl` rests on.
    ///
    /// It is the type of a constant of `Describes`. So where `crate = "…"` leads to another crate that has the library's
    /// traits, this is the library's type, and its functions are the true ones; those of a module needn't be.
    pub(crate) fn checks(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private::Checks)
    }

    /// The same, with its caret at `span`: an assertion's is where its call starts.
    pub(crate) fn checks_at(&self, span: Span) -> TokenStream {
        respanned(self.checks(), span)
    }

    /// The ABI type of a field: `<F as SharedAbi>::Abi`.
    ///
    /// A scalar's or a slot's is the type itself: were another type to go by the same name, it would have
    /// to be an ABI type too.
    pub(crate) fn abi_of(&self, field: &Field<'_>) -> TokenStream {
        self.abi_named(field, &self.type_of(field))
    }

    /// The same for rustdoc, without the gate.
    pub(crate) fn abi_in_docs(&self, field: &Field<'_>) -> TokenStream {
        self.abi_named(field, &field.written.to_token_stream())
    }

    fn abi_named(&self, field: &Field<'_>, ty: &TokenStream) -> TokenStream {
        if matches!(field.class, Class::Scalar | Class::Slot) {
            return ty.clone();
        }
        let span = field.ty.span();
        let krate = respanned(self.krate(), span);
        quote_spanned!(span=> <#ty as #krate::SharedAbi>::Abi)
    }

    /// The type of a field, through its gate if it has one.
    pub(crate) fn type_of(&self, field: &Field<'_>) -> TokenStream {
        if self.is_gated(field) {
            let (x, number) = (&self.x, field.number);
            format_ident!("__{x}Field{number}", span = field.ty.span()).to_token_stream()
        } else {
            field.ty.to_token_stream()
        }
    }

    pub(crate) fn is_gated(&self, field: &Field<'_>) -> bool {
        if self.refusals.contains_key(&field.number) {
            return true;
        }
        let names_param = |param| mentions(field.ty.to_token_stream(), param);
        is_doubtful(field.ty) && !self.params.iter().any(names_param)
    }

    /// The gate of a field: an alias of its type, chosen by a constant that compiles only if the type can be
    /// shared.
    ///
    /// Everything else names the type through it. So where the type can't be shared, that constant is the one
    /// error: a type that depends on it is unknown to the compiler, which says no more of it.
    fn gate(&self, field: &Field<'_>) -> Option<TokenStream> {
        if !self.is_gated(field) {
            return None;
        }
        let (ty, alias, private) = (field.ty, self.type_of(field), self.private());
        if let Some(error) = self.refusals.get(&field.number) {
            return Some(quote! {
                #[doc(hidden)]
                #[allow(dead_code, non_camel_case_types)]
                type #alias = <::core::primitive::u8 as #private::Gate<{ #error false }>>::Out;
            });
        }
        let (words, leaf) = words::of(ty);
        let words = format_ident!("{words}");
        // The user's tokens are nowhere in brackets: there, rustc would say of an unknown type a second time that it is
        // unknown, and that it may lack a parameter.
        let is_own_leaf = std::ptr::eq(leaf, peel(ty));
        let (leaf, of_leaf) = if is_own_leaf {
            (quote!(), quote!())
        } else {
            (quote!(type __SharedAbiLeaf = #leaf;), quote!(<__SharedAbiLeaf>))
        };
        let refused = format_ident!(
            "{alias}Refused",
            alias = alias.to_string(),
            span = field.ty.span()
        );
        Some(quote! {
            #[doc(hidden)]
            #[allow(deprecated, dead_code, non_upper_case_globals, unused_qualifications)]
            const #refused: ::core::primitive::bool = {
                #leaf
                let () = <#ty as #private::shareable::#words #of_leaf>::YES;
                false
            };
            #[doc(hidden)]
            #[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
            type #alias = <#ty as #private::Gate<#refused>>::Out;
        })
    }
}

/// `tokens`, all at `span`.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

/// The path of the library where none is given.
fn usual_path() -> Path {
    match dependency::name() {
        Name::Renamed(name) => {
            let name = format_ident!("{name}");
            parse_quote!(::#name)
        }
        Name::Usual | Name::Missing => parse_quote!(::shared_abi),
    }
}

/// Whether `XAbi` is another type than `X`, as far as the tokens tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twin {
    /// A native pointer is in sight.
    Yes,
    /// Nothing but numbers and slots is.
    No,
    /// A path may be an alias of a pointer, or a type that holds one: the types decide.
    ByType,
}

impl Twin {
    fn of(input: &Input<'_>) -> Self {
        if matches!(input.body, Body::Union { .. }) {
            // Which member of a union to convert nobody knows, so `assert` refuses native pointers.
            return Self::No;
        }
        if input.fields().any(|field| field.class == Class::Native) {
            Self::Yes
        } else if input.fields().any(|field| field.class == Class::Unknown)
            && input.generics.params.is_empty()
        {
            Self::ByType
        } else {
            // A generic type can't choose by a constant; where a path in it hides a native pointer, the
            // compiler says that its type is no ABI type.
            Self::No
        }
    }
}

/// What the parts of the expansion share.
pub(crate) struct Context<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) names: Names,
    pub(crate) twin: Twin,
    /// The generics, with the bound that each parameter needs.
    pub(crate) generics: Generics,
}

impl<'a> Context<'a> {
    fn new(input: &'a Input<'a>, refusals: BTreeMap<usize, TokenStream>) -> Self {
        let (names, twin) = (Names::new(input, refusals), Twin::of(input));
        let (krate, mut generics) = (names.krate(), input.generics.clone());
        for param in &mut generics.params {
            if let GenericParam::Const(param) = param {
                param.default = None;
            }
            if let GenericParam::Type(param) = param {
                param.default = None;
                // A native pointer leads to `T::Abi`, a slot to `T` itself.
                match twin {
                    Twin::Yes => param.bounds.extend::<[TypeParamBound; 2]>([
                        parse_quote!(#krate::SharedAbi),
                        parse_quote!('static),
                    ]),
                    _ => param.bounds.push(parse_quote!(#krate::InMemory)),
                }
            }
        }
        Self {
            input,
            names,
            twin,
            generics,
        }
    }

    /// The generics with the lifetime of the memory in front.
    pub(crate) fn generics_in_memory(&self) -> Generics {
        let mut generics = self.generics.clone();
        generics.params.insert(0, parse_quote!('m));
        generics
    }

    /// The parameters as an alias declares them: without bounds, which it can't enforce.
    pub(crate) fn alias_params(&self) -> Vec<TokenStream> {
        let declared = |param: &GenericParam| match param {
            GenericParam::Type(param) => param.ident.to_token_stream(),
            param => param.to_token_stream(),
        };
        self.generics.params.iter().map(declared).collect()
    }

    /// `X<T>`.
    pub(crate) fn x(&self) -> TokenStream {
        let (ident, (_, ty, _)) = (self.input.ident, self.generics.split_for_impl());
        quote!(#ident #ty)
    }

    /// `XAbi<T>`, or `X<T>` where that is the same.
    pub(crate) fn abi(&self) -> TokenStream {
        if self.twin == Twin::No {
            return self.x();
        }
        let (abi, (_, ty, _)) = (&self.names.abi, self.generics.split_for_impl());
        quote!(#abi #ty)
    }

    /// The name of the twin's own definition.
    pub(crate) fn twin_ident(&self) -> &Ident {
        if self.twin == Twin::Yes {
            &self.names.abi
        } else {
            &self.names.hidden_twin
        }
    }

    /// The index of a field among those of the layout: an enum's come after its tag.
    pub(crate) fn index_in_layout(&self, field: &Field<'_>) -> usize {
        usize::from(self.is_enum()) + field.number
    }

    pub(crate) fn is_packed(&self) -> bool {
        self.input.repr.packed.is_some()
    }

    /// The type of a field of the type that is called `ident`: `X`, or its twin.
    ///
    /// Of `X` it is the field's own, which is then asserted not to be rewritten.
    pub(crate) fn type_in(&self, ident: &Ident, field: &Field<'_>) -> TokenStream {
        if self.twin == Twin::No || self.is_held_apart() && ident == self.input.ident {
            self.names.type_of(field)
        } else {
            self.names.abi_of(field)
        }
    }

    fn is_enum(&self) -> bool {
        matches!(self.input.body, Body::Enum { .. })
    }

    /// Whether `X` and its twin are each held against the layout, since an enum's variants can't be named through `XAbi`.
    pub(crate) fn is_held_apart(&self) -> bool {
        self.twin == Twin::ByType && self.is_enum()
    }

    /// The type that describes `XAbi`: `X` where the types choose.
    pub(crate) fn by(&self) -> TokenStream {
        if self.twin == Twin::ByType {
            self.x()
        } else {
            self.abi()
        }
    }

    /// The ABI types of fields, as the library's `Fields`: tuples, joined by `fn(A, B)`.
    pub(crate) fn types(&self, fields: &[&Field<'_>]) -> TokenStream {
        if fields.len() > MOST_IN_A_TUPLE {
            let half = fields.len().div_ceil(2).next_multiple_of(MOST_IN_A_TUPLE);
            let (first, second) = fields.split_at(half.min(fields.len() - 1));
            let (first, second) = (self.types(first), self.types(second));
            return quote!(fn(#first, #second));
        }
        let types = fields.iter().map(|field| self.names.abi_of(field));
        quote!((#(#types,)*))
    }

    /// The name for the ABI types of all fields; of a generic type, the types themselves.
    fn all_types(&self) -> TokenStream {
        if self.generics.params.is_empty() {
            return quote!(__SharedAbiFields);
        }
        self.types(&self.input.fields().collect::<Vec<_>>())
    }

    /// The alias of that name.
    fn alias_of_all_types(&self) -> Option<TokenStream> {
        let types = || self.types(&self.input.fields().collect::<Vec<_>>());
        let alias = || {
            let types = types();
            quote!(type __SharedAbiFields = #types;)
        };
        self.generics.params.is_empty().then(alias)
    }
}

/// As many as the library's `Fields` is implemented for.
const MOST_IN_A_TUPLE: usize = 8;

/// The output for an input that broke no rule, or only the rules of what its fields may be.
///
/// A refused field's gate holds its error.
pub(crate) fn expand(input: &Input<'_>, refusals: BTreeMap<usize, TokenStream>) -> TokenStream {
    let cx = Context::new(input, refusals);
    let gates = input.fields().filter_map(|field| cx.names.gate(field));
    let definitions = twin::definitions(&cx);
    let shared_abi = twin::shared_abi(&cx);
    let (views, accessors) = access::expand(&cx);
    let abi_type = abi_type(&cx);
    let asserts = assert::expand(&cx);
    let (lock, node) = (lock::expand(&cx), reach::node(&cx));
    let signature = signature::expand(&cx);
    let (types, tags) = (cx.alias_of_all_types(), enums::tag_constants(&cx));
    let head = input.is_extensible().then(|| extensible::head(&cx));
    quote! {
        #(#gates)*
        #tags
        #definitions
        #head
        #views
        // One scope for everything without a name. The lints that generated code can't help:
        // a type of the user's may be deprecated, and clippy judges style that nobody reads.
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #types
            #shared_abi
            #abi_type
            #accessors
            #asserts
            #node
            #lock
            #signature
        };
    }
}

/// What makes `XAbi` one that is `InMemory`.
///
/// An impl can't be for a type that a `Select` computes. So it is described, by `X` where the types choose.
fn abi_type(cx: &Context<'_>) -> TokenStream {
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
    let (layout, type_name, part) = (assert::layout(cx), name(cx), reach::part(cx));
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
    quote! {
        #choices
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
            const CHECKS: #private::Checks = #private::Checks;
            const NAME: &'static ::core::primitive::str = #type_name;
            const PART: #private::Part = #part;
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

/// The type's name with its arguments.
fn name(cx: &Context<'_>) -> TokenStream {
    let (krate, private, name) = (cx.names.krate(), cx.names.private(), cx.input.ident.to_string());
    if cx.generics.params.is_empty() {
        return quote!(#name);
    }
    let arguments = cx.generics.params.iter().map(|param| match param {
        GenericParam::Const(param) => {
            let ident = &param.ident;
            quote!(const { &#private::Text::new().integer(#ident as ::core::primitive::i128) }.name())
        }
        GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(<<#ident as #krate::SharedAbi>::Abi as #krate::InMemory>::NAME)
        }
        GenericParam::Lifetime(_) => unreachable!("`valid` refuses lifetimes"),
    });
    quote!(const { &#private::Text::applied(#name, &[#(#arguments),*]) }.name())
}
