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

use crate::ast::{Body, Class, Field, Input, is_doubtful, mentions};
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

    /// The ABI type of a field: `<F as SharedAbi>::Abi`.
    ///
    /// A number's or a slot's is the type itself: were another type to go by the same name, it would have
    /// to be an ABI type too.
    pub(crate) fn abi_of(&self, field: &Field<'_>) -> TokenStream {
        self.abi_named(field, &self.type_of(field))
    }

    /// The same for rustdoc, without the gate.
    pub(crate) fn abi_in_docs(&self, field: &Field<'_>) -> TokenStream {
        self.abi_named(field, &field.written.to_token_stream())
    }

    fn abi_named(&self, field: &Field<'_>, ty: &TokenStream) -> TokenStream {
        if matches!(field.class, Class::Number | Class::Checked | Class::Slot) {
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
                type #alias = <#private::Select<{ #error false }> as #private::Choose>::Out<u8, u8>;
            });
        }
        let (words, leaf) = words::of(ty);
        let words = format_ident!("{words}");
        Some(quote! {
            #[doc(hidden)]
            #[allow(deprecated, dead_code, non_camel_case_types, unused_qualifications)]
            type #alias = <#private::Select<{
                let () = <#ty as #private::shareable::#words<#leaf>>::YES;
                false
            }> as #private::Choose>::Out<#ty, #ty>;
        })
    }
}

/// `tokens`, all located at `span`; each means what it meant.
pub(crate) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(token.span().located_at(span));
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
                    _ => param.bounds.push(parse_quote!(#krate::AbiType)),
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
        usize::from(matches!(self.input.body, Body::Enum { .. })) + field.number
    }

    pub(crate) fn is_packed(&self) -> bool {
        self.input.repr.packed.is_some()
    }

    /// `<F::Abi as AbiType>::CONSTANT` of each field but the numbers, joined by `||` or `&&`.
    pub(crate) fn fold(&self, constant: &str, operator: &TokenStream) -> TokenStream {
        let (krate, constant) = (self.names.krate(), format_ident!("{constant}"));
        let terms = self
            .input
            .fields()
            .filter(|field| field.class != Class::Number)
            .map(|field| {
                let abi = self.names.abi_of(field);
                quote!(#operator <#abi as #krate::AbiType>::#constant)
            });
        quote!(#(#terms)*)
    }
}

/// The output for an input that broke no rule, or only the rules of what its fields may be.
///
/// A refused field's gate holds its error.
pub(crate) fn expand(input: &Input<'_>, refusals: BTreeMap<usize, TokenStream>) -> TokenStream {
    let cx = Context::new(input, refusals);
    let gates = input.fields().filter_map(|field| cx.names.gate(field));
    let definitions = twin::definitions(&cx);
    let shared_abi = twin::shared_abi(&cx);
    let (views, accessors) = access::expand(&cx);
    let abi_types = abi_types(&cx);
    let asserts = assert::expand(&cx);
    let (lock, node) = (lock::expand(&cx), reach::node(&cx));
    let signature = signature::expand(&cx);
    let head = input.is_extensible().then(|| extensible::head(&cx));
    quote! {
        #(#gates)*
        #definitions
        #head
        #views
        // One scope for everything without a name. The lints that generated code can't help:
        // a type of the user's may be deprecated, and clippy judges style that nobody reads.
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #shared_abi
            #abi_types
            #accessors
            #asserts
            #node
            #lock
            #signature
        };
    }
}

/// For which of the two types `AbiType` is implemented, where the types choose between them.
#[derive(Clone, Copy)]
enum Chosen {
    /// `XAbi`, which the tokens tell.
    Sure,
    /// `X`, if it isn't rewritten.
    First,
    /// The twin.
    Second,
}

/// `AbiType` for `XAbi`.
///
/// An impl can't be for a type that a `Select` computes, so where the types choose there is one for each
/// of the two.
fn abi_types(cx: &Context<'_>) -> TokenStream {
    match cx.twin {
        Twin::Yes | Twin::No => abi_type(cx, Chosen::Sure),
        Twin::ByType => {
            let (first, second) = (abi_type(cx, Chosen::First), abi_type(cx, Chosen::Second));
            quote!(#first #second)
        }
    }
}

fn abi_type(cx: &Context<'_>, chosen: Chosen) -> TokenStream {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    let (impl_generics, _, where_clause) = cx.generics.split_for_impl();
    let (this, bound) = match chosen {
        Chosen::Sure => (cx.abi(), where_clause.to_token_stream()),
        Chosen::First => {
            let (x, rewritten) = (cx.x(), twin::rewritten(cx));
            let bound = quote!(where for<'rewrites> #private::Rewrites<'rewrites, #x, { #rewritten }>: #private::NotRewritten<#x>);
            (x, bound)
        }
        Chosen::Second => (cx.names.hidden_twin.to_token_stream(), quote!()),
    };
    let layout = assert::layout(cx);
    let (type_name, part) = (name(cx), reach::part(cx));
    let any_bits = match &cx.input.body {
        Body::Enum { .. } => quote!(false),
        _ => {
            let terms = cx.fold("ANY_BITS", &quote!(&&));
            quote!(true #terms)
        }
    };
    let padded_field = cx.fold("PADDED", &quote!(||));
    let opaque_field = cx.fold("OPAQUE", &quote!(||));
    let pointers = cx.fold("POINTERS", &quote!(||));
    let own_layout = quote!(<Self as #krate::AbiType>::LAYOUT);
    let (padded, opaque) = match &cx.input.body {
        Body::Struct { .. } => (
            quote!(#private::has_padding(#own_layout, false #padded_field)),
            quote!(false #opaque_field),
        ),
        // A payload shorter than the longest leaves bytes that belong to no field.
        Body::Enum { .. } if cx.input.has_data() => (quote!(true), quote!(false #opaque_field)),
        Body::Enum { .. } => (quote!(false), quote!(false)),
        // What a short member leaves is padding, but which member it is nobody knows.
        Body::Union { .. } => (
            quote!(<Self as #krate::AbiType>::OPAQUE),
            quote!(#private::has_short_member(#own_layout, false #padded_field #opaque_field)),
        ),
    };
    let (validate, zero_padding) = match &cx.input.body {
        Body::Struct { fields, .. } => (validate_struct(cx, fields), zero_struct(cx, fields)),
        Body::Union { fields } => (validate_struct(cx, fields), quote!(let _ = bytes;)),
        Body::Enum { variants } => (enums::validate(cx, variants), enums::zero_padding(cx, variants)),
    };
    let views = access::views(cx, chosen);
    let is_extensible = cx.input.is_extensible();
    let size = if is_extensible {
        quote!(OpenSize)
    } else {
        quote!(FixedSize)
    };
    let extensible = is_extensible.then(|| {
        let head = extensible::head_abi(cx);
        quote! {
            // SAFETY: both are `#[repr(C)]`, which places first fields alike whatever follows them.
            unsafe impl #krate::Extensible for #this #bound {
                type Head = #head;
            }
        }
    });
    quote! {
        #extensible
        // SAFETY: the layout holds on this target, as the assertions in `LAYOUT` prove; every field is an
        // ABI type; `validate` validates and `zero_padding` passes over every one of them.
        #[diagnostic::do_not_recommend]
        unsafe impl #impl_generics #krate::AbiType for #this #bound {
            const LAYOUT: &'static #krate::Layout = #layout;
            const NAME: &'static str = #type_name;
            const PART: #private::Part = #part;
            const TARGET: &'static str = <Self as #krate::AbiType>::NAME;
            const ANY_BITS: bool = #any_bits;
            const PADDED: bool = #padded;
            const OPAQUE: bool = #opaque;
            const POINTERS: bool = false #pointers;
            type Size = #krate::#size;
            #views
            #[inline]
            fn validate(bytes: &[u8]) -> ::core::result::Result<(), #private::Invalid> {
                #validate
            }
            #[inline]
            unsafe fn zero_padding(bytes: &mut [::core::mem::MaybeUninit<u8>]) {
                #zero_padding
            }
        }
    }
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
            quote!(const { &#private::constant(#ident as i128) }.name())
        }
        GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(<<#ident as #krate::SharedAbi>::Abi as #krate::AbiType>::NAME)
        }
        GenericParam::Lifetime(_) => unreachable!("`valid` refuses lifetimes"),
    });
    quote!(const { &#private::applied(#name, &[#(#arguments),*]) }.name())
}

/// The offset of a field, as a constant.
fn offset(cx: &Context<'_>, index: usize) -> TokenStream {
    let krate = cx.names.krate();
    quote!(const { <Self as #krate::AbiType>::LAYOUT.fields[#index].offset })
}

fn validate_field(cx: &Context<'_>, field: &Field<'_>, index: usize) -> Option<TokenStream> {
    if field.class == Class::Number {
        return None; // every bit pattern is a value, as `number` asserts
    }
    let (private, abi, offset) = (cx.names.private(), cx.names.abi_of(field), offset(cx, index));
    Some(quote!(#private::validate_field::<#abi>(bytes, #offset)?;))
}

fn zero_field(cx: &Context<'_>, field: &Field<'_>, index: usize) -> Option<TokenStream> {
    if field.class == Class::Number {
        return None; // no padding inside, as `number` asserts
    }
    let (private, abi, offset) = (cx.names.private(), cx.names.abi_of(field), offset(cx, index));
    // The promise is the caller's, of `zero_padding`.
    Some(quote!(unsafe { #private::zero_field::<#abi>(bytes, #offset) };))
}

fn validate_struct(cx: &Context<'_>, fields: &[Field<'_>]) -> TokenStream {
    let fields = fields
        .iter()
        .filter_map(|field| validate_field(cx, field, field.index));
    quote! {
        let _ = bytes;
        #(#fields)*
        ::core::result::Result::Ok(())
    }
}

fn zero_struct(cx: &Context<'_>, fields: &[Field<'_>]) -> TokenStream {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    let fields = fields
        .iter()
        .filter_map(|field| zero_field(cx, field, field.index));
    quote! {
        #private::zero_gaps(<Self as #krate::AbiType>::LAYOUT.fields, bytes);
        #(#fields)*
    }
}
