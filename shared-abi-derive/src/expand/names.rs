//! Every generated name, and the paths to the library; a field's type, by its vetted alias.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Error, GenericParam, Path, parse_quote};

use super::words;
use crate::ast::{Class, Field, Input, is_doubtful, mentions, peel};
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
    refusals: BTreeMap<usize, Error>,
    /// The parameters, which the constant of a vetted alias can't name.
    params: Vec<Ident>,
}

impl Names {
    pub(crate) fn new(input: &Input<'_>, refusals: BTreeMap<usize, Error>) -> Self {
        let x = input.ident.unraw();
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
            x,
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

    /// The import of the door for the scope without a name, so that [`private_at`] needs no path.
    ///
    /// [`private_at`]: Self::private_at
    pub(super) fn import(&self) -> TokenStream {
        let private = self.private();
        quote!(#[allow(unused_imports)] use #private as __shared_abi_private;)
    }

    /// The door, with its caret at `span`: an assertion's is where its call starts. In the scope that has the import.
    ///
    /// It is one name, since a span of the user's also says of which edition a path is, and so what `::shared_abi` means.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        quote_spanned!(span=> __shared_abi_private)
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
        quote_spanned!(span=> __shared_abi_private::Checks)
    }

    /// The ABI type of a field: `<F as SharedAbi>::Abi`.
    ///
    /// A scalar's or a slot's is the type itself: were another type to go by the same name, it would have
    /// to be an ABI type too.
    pub(crate) fn abi_of(&self, field: &Field<'_>) -> TokenStream {
        self.abi_named(field, &self.type_of(field))
    }

    /// The same for rustdoc, without the alias.
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

    /// The type of a field, by its vetted alias if it has one.
    pub(crate) fn type_of(&self, field: &Field<'_>) -> TokenStream {
        if self.is_vetted(field) {
            let (x, number) = (&self.x, field.number);
            format_ident!("__{x}Field{number}", span = field.ty.span()).to_token_stream()
        } else {
            field.ty.to_token_stream()
        }
    }

    /// Whether this is one of the type's parameters.
    pub(super) fn is_param(&self, name: &Ident) -> bool {
        self.params.contains(name)
    }

    pub(crate) fn is_vetted(&self, field: &Field<'_>) -> bool {
        if self.refusals.contains_key(&field.number) {
            return true;
        }
        let names_param = |param| mentions(field.ty.to_token_stream(), param);
        is_doubtful(field.ty) && !self.params.iter().any(names_param)
    }

    /// The vetted alias of a field: of its type, chosen by a constant that compiles only if the type can be
    /// shared.
    ///
    /// Everything else names the type through it. So where the type can't be shared, that constant is the one
    /// error: a type that depends on it is unknown to the compiler, which says no more of it.
    pub(super) fn vetted_alias(&self, field: &Field<'_>) -> Option<TokenStream> {
        if !self.is_vetted(field) {
            return None;
        }
        let (ty, alias, private) = (field.ty, self.type_of(field), self.private());
        if let Some(error) = self.refusals.get(&field.number) {
            let error = error.to_compile_error();
            return Some(quote! {
                #[doc(hidden)]
                #[allow(dead_code, non_camel_case_types)]
                type #alias = <::core::primitive::u8 as #private::Vetted<{ #error false }>>::Out;
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
            type #alias = <#ty as #private::Vetted<#refused>>::Out;
        })
    }
}

/// The tokens of a path, all at `span`.
///
/// But for the `::` that it starts with. That is only where `span` is: a span of the user's also says of which edition a
/// path is, and so what `::shared_abi` means.
fn respanned(path: TokenStream, span: Span) -> TokenStream {
    let mut is_start = true;
    path.into_iter()
        .map(|mut token| {
            is_start &= matches!(token, TokenTree::Punct(_));
            let located = token.span().located_at(span);
            token.set_span(if is_start { located } else { span });
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
