//! What the parts of the expansion share.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{Error, GenericParam, Generics, TypeParamBound, parse_quote};

use super::names::Names;
use crate::ast::{Body, Class, Field, Input, mentions};

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
    pub(super) fn new(input: &'a Input<'a>, refusals: BTreeMap<usize, Error>) -> Self {
        let (names, twin) = (Names::new(input, refusals), Twin::of(input));
        let (krate, mut generics) = (names.krate(), input.generics.clone());
        for param in &mut generics.params {
            if let GenericParam::Const(param) = param {
                param.default = None;
            }
            if let GenericParam::Type(param) = param {
                param.default = None;
                // A native pointer leads to `T::Abi`, a slot to `T` itself.
                let is_in_slot = |field: &Field<'_>| {
                    field.class == Class::Slot && mentions(field.ty.to_token_stream(), &param.ident)
                };
                match twin {
                    Twin::Yes if !input.fields().any(is_in_slot) => {
                        param.bounds.extend::<[TypeParamBound; 2]>([
                            parse_quote!(#krate::SharedAbi),
                            parse_quote!('static),
                        ])
                    }
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
    pub(super) fn all_types(&self) -> TokenStream {
        if self.generics.params.is_empty() {
            return quote!(__SharedAbiFields);
        }
        self.types(&self.input.fields().collect::<Vec<_>>())
    }

    /// The alias of that name.
    pub(super) fn alias_of_all_types(&self) -> Option<TokenStream> {
        let types = || self.types(&self.input.fields().collect::<Vec<_>>());
        let alias = || {
            let types = types();
            quote!(type __SharedAbiFields = #types;)
        };
        self.generics.params.is_empty().then(alias)
    }

    /// The type's name with its arguments.
    pub(super) fn type_name(&self) -> TokenStream {
        let (krate, private, name) = (
            self.names.krate(),
            self.names.private(),
            self.input.ident.unraw().to_string(),
        );
        if self.generics.params.is_empty() {
            return quote!(#name);
        }
        let arguments = self.generics.params.iter().map(|param| match param {
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

    /// The `Site` of a field.
    pub(super) fn site(&self, field: &str) -> TokenStream {
        let (private, name) = (self.names.private(), self.input.ident.to_string());
        quote!(&#private::Site { ty: #name, field: #field })
    }
}

/// As many as the library's `Fields` is implemented for.
const MOST_IN_A_TUPLE: usize = 8;
