//! `Self` in a definition: most of what is generated stands where it would mean another type, or none.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Data, DeriveInput, Field, Generics, parse2};

use crate::ast::mentions;

/// Writes the type's name for `Self` in the types of its fields.
pub(crate) fn write_out(input: &mut DeriveInput) {
    let (ident, generics) = (&input.ident, &input.generics);
    let fields: Vec<&mut Field> = match &mut input.data {
        Data::Struct(data) => data.fields.iter_mut().collect(),
        Data::Union(data) => data.fields.named.iter_mut().collect(),
        Data::Enum(data) => data
            .variants
            .iter_mut()
            .flat_map(|variant| &mut variant.fields)
            .collect(),
    };
    for field in fields {
        if mentions(field.ty.to_token_stream(), "Self")
            && let Ok(ty) = parse2(named(field.ty.to_token_stream(), ident, Some(generics)))
        {
            field.ty = ty;
        }
    }
}

/// The same tokens, in which `Self` is the type of this name, with its parameters.
pub(crate) fn named(tokens: TokenStream, name: &Ident, generics: Option<&Generics>) -> TokenStream {
    let arguments = generics.map(|generics| generics.split_for_impl().1);
    let mut tokens = tokens.into_iter().peekable();
    let mut output = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(own) if own == "Self" => {
                let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':');
                let mut name = name.clone();
                name.set_span(own.span());
                output.extend(match &arguments {
                    Some(arguments) if is_path => quote_spanned!(own.span()=> <#name #arguments>),
                    arguments => quote!(#name #arguments),
                });
            }
            TokenTree::Group(group) => {
                let mut new = Group::new(group.delimiter(), named(group.stream(), name, generics));
                new.set_span(group.span());
                output.extend([TokenTree::Group(new)]);
            }
            token => output.extend([token]),
        }
    }
    output
}
