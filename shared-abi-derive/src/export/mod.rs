//! `export!`: the functions that a guest offers to its host.
//!
//! Each function stays as it was written. Beside it stands a shim that nothing else can name, with numbers as its
//! parameters; what each number means is said by the types, through the library's `Argument` and `Returned`.

mod function;
mod symbols;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Token, Type, parse_quote};

use crate::diagnostics::{self as say, Diagnostics, stop};
use function::Function;
use symbols::Owner;

/// What stands between the braces of `export!`, behind the path of the library.
pub(crate) struct Exports {
    /// The `unsafe` of what is generated. It calls what the path leads to, so that who gives another path has to write the
    /// word: `export!` does it for its own.
    unsafety: Token![unsafe],
    krate: TokenStream,
    functions: Vec<Function>,
}

impl Parse for Exports {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let unsafety = input.parse()?;
        let krate: Group = input.parse()?;
        let mut functions = Vec::new();
        while !input.is_empty() {
            functions.push(input.parse()?);
        }
        Ok(Self {
            unsafety,
            krate: krate.stream(),
            functions,
        })
    }
}

pub(crate) fn expand(exports: &Exports) -> TokenStream {
    exports
        .functions
        .iter()
        .map(|function| {
            let written = &function.written;
            let mut errors = Diagnostics::new();
            function.check(&mut errors);
            let shim = errors.is_empty().then(|| shim(exports, function));
            let errors = errors.finish();
            quote!(#written #errors #shim)
        })
        .collect()
}

/// The function that the host calls.
fn shim(exports: &Exports, function: &Function) -> TokenStream {
    let Exports { unsafety, krate, .. } = exports;
    let (name, symbol) = (&function.name, function.name.unraw().to_string());
    let cfgs = &function.cfgs;
    let private = quote!(#krate::__private);
    let call = Ident::new("call", Span::mixed_site());
    let arguments: Vec<_> = function
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| {
            let start = start_of(&parameter.ty);
            let [first, second] =
                ["first", "second"].map(|half| format_ident!("__shared_abi_{half}_{index}", span = start));
            let item = |name: TokenStream| item(krate, &parameter.ty, "Argument", name);
            let [first_type, second_type] = [item(quote!(First)), item(quote!(Second))];
            Argument {
                parameters: quote!(#first: #first_type, #second: #second_type),
                claim: item(quote!(claim(#first, #second))),
                value: item(quote!(receive(&#call, #first, #second))),
            }
        })
        .collect();
    let parameters = arguments.iter().map(|argument| &argument.parameters);
    let claims = arguments.iter().map(|argument| &argument.claim);
    // Only these are in `unsafe`, not the call: the function's name may mean another, where an attribute has removed it.
    let values = arguments.iter().map(|argument| {
        let value = &argument.value;
        quote_spanned!(unsafety.span=> unsafe { #value })
    });
    let enter = quote_spanned!(unsafety.span=> unsafe { #private::Call::enter(&[#(#claims),*]) });
    let unit = parse_quote!(());
    let result = function.result.as_ref().unwrap_or(&unit);
    let [raw, returned] = [quote!(Raw), quote!(into_raw(#name(#(#values),*)))]
        .map(|name| item(krate, result, "Returned", name));
    let reserved = match symbols::owner(&symbol) {
        Some(Owner::Libc) => {
            let message = say::reserved_symbol(&symbol, "the C library");
            let error = stop(Error::new(name.span(), message));
            // Guests for other targets have no C library.
            quote!(#(#cfgs)* #[cfg(all(target_arch = "wasm32", target_os = "wasi"))] #error)
        }
        _ => quote!(),
    };
    let symbol = Literal::string(&symbol);
    quote! {
        #reserved
        #(#cfgs)*
        const _: () = {
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = #symbol))]
            // On other targets it is there for its types alone. A zero-sized parameter is none in wasm's C ABI.
            #[allow(dead_code, deprecated, improper_ctypes_definitions, unused_qualifications, clippy::all, clippy::pedantic)]
            extern "C" fn __shared_abi_export(#(#parameters),*) -> #raw {
                // SAFETY: these are the claims of all arguments.
                let #call = #enter;
                // SAFETY: the host's promise, which `export!` documents; the claims have been compared.
                #returned
            }
        };
    }
}

struct Argument {
    parameters: TokenStream,
    claim: TokenStream,
    value: TokenStream,
}

fn start_of(ty: &Type) -> Span {
    let first = ty.to_token_stream().into_iter().next();
    first.map_or_else(Span::call_site, |token| token.span())
}

/// `<T as Trait>::item`, which may be a call, with the caret on all of `T`: the first token has the span of its start, the
/// last that of its end. So what is wrong with `T` is the same error wherever `T` is used, and is said once.
fn item(krate: &TokenStream, ty: &Type, of: &str, item: TokenStream) -> TokenStream {
    let start = start_of(ty);
    let end = ty
        .to_token_stream()
        .into_iter()
        .last()
        .map_or(start, |token| token.span());
    // `$crate` means what it means where it was written.
    let krate = krate.clone().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(start));
        token
    });
    let ty = outlives_the_call(ty);
    let of = Ident::new(of, start);
    let item = item.into_iter().map(|mut token| {
        token.set_span(end);
        token
    });
    quote_spanned!(start=> <#ty as #(#krate)*::#of>::#(#item)*)
}

/// A type with `'static` for each lifetime that is left out. What an argument is passed as doesn't depend on it; what
/// the function gets has the lifetime of the call.
fn outlives_the_call(ty: impl ToTokens) -> TokenStream {
    let mut tokens = ty.to_token_stream().into_iter().peekable();
    let mut all = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), outlives_the_call(group.stream()));
                inner.set_span(group.span());
                all.extend([TokenTree::Group(inner)]);
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let span = punct.span();
                all.extend([TokenTree::Punct(punct)]);
                let has_lifetime =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'');
                if !has_lifetime {
                    all.extend(quote_spanned!(span=> 'static));
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                all.extend([TokenTree::Punct(punct)]);
                if let Some(TokenTree::Ident(ident)) = tokens.peek()
                    && ident == "_"
                {
                    let span = ident.span();
                    tokens.next();
                    all.extend([TokenTree::Ident(Ident::new("static", span))]);
                }
            }
            token => all.extend([token]),
        }
    }
    all
}
