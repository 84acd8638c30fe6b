//! A function as it is written in `export!`, and the rules for it.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Generics, Token, Type, Visibility, WhereClause};

use super::symbols::{self, Owner};
use crate::ast::{last_segment, peel, text};
use crate::diagnostics::{self as say, Diagnostics};

/// A function to be exported.
pub(super) struct Function {
    /// All of its tokens.
    pub(super) written: TokenStream,
    /// The conditions under which it is there.
    pub(super) cfgs: Vec<Attribute>,
    pub(super) name: Ident,
    pub(super) parameters: Vec<Parameter>,
    pub(super) result: Option<Type>,
    attributes: Vec<Attribute>,
    qualifiers: Vec<TokenTree>,
    generics: Generics,
}

/// A parameter: its name is the function's own business.
pub(super) struct Parameter {
    pub(super) ty: Type,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let mut qualifiers = Vec::new();
        while !input.peek(Token![fn]) {
            let is_qualifier = input.peek(Token![unsafe])
                || input.peek(Token![extern])
                || input.peek(Token![async])
                || input.peek(Token![const])
                || input.peek(syn::Lit);
            if !is_qualifier {
                return Err(input.error(say::NOT_A_FUNCTION));
            }
            qualifiers.push(input.parse::<TokenTree>()?);
        }
        let keyword: Token![fn] = input.parse()?;
        let name = input.call(Ident::parse_any)?;
        let mut generics: Generics = input.parse()?;
        let not_a_function = |error: syn::Error| syn::Error::new(error.span(), say::NOT_A_FUNCTION);
        let list: Group = input.parse().map_err(not_a_function)?;
        if list.delimiter() != proc_macro2::Delimiter::Parenthesis {
            return Err(syn::Error::new(list.span(), say::NOT_A_FUNCTION));
        }
        let parameters = syn::parse::Parser::parse2(parameters, list.stream())?;
        let arrow: Option<Token![->]> = input.parse()?;
        let result: Option<Type> = match arrow {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        generics.where_clause = input.parse::<Option<WhereClause>>()?;
        let body: Group = input.parse().map_err(not_a_function)?;
        if body.delimiter() != proc_macro2::Delimiter::Brace {
            return Err(syn::Error::new(body.span(), say::NOT_A_FUNCTION));
        }
        let (where_clause, cfgs) = (
            &generics.where_clause,
            attributes
                .iter()
                .filter(|attribute| attribute.path().is_ident("cfg"))
                .cloned()
                .collect(),
        );
        let written = quote! {
            #(#attributes)* #vis #(#qualifiers)* #keyword #name #generics #list #arrow #result #where_clause #body
        };
        Ok(Self {
            written,
            cfgs,
            name,
            parameters,
            result,
            attributes,
            qualifiers,
            generics,
        })
    }
}

/// `name: Type, mut name: Type, _: Type`.
fn parameters(input: ParseStream<'_>) -> syn::Result<Vec<Parameter>> {
    let mut parameters = Vec::new();
    while !input.is_empty() {
        input.call(Attribute::parse_outer)?;
        input.parse::<Option<Token![mut]>>()?;
        let is_name = input.peek(Token![_]) || input.peek(syn::Ident);
        if !is_name || !input.peek2(Token![:]) {
            return Err(input.error(say::NOT_A_PARAMETER));
        }
        input.parse::<TokenTree>()?;
        input.parse::<Token![:]>()?;
        parameters.push(Parameter { ty: input.parse()? });
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(parameters)
}

impl Function {
    /// Refuses what tokens tell; what they don't, the types do.
    pub(super) fn check(&self, errors: &mut Diagnostics) {
        let name = self.name.unraw().to_string();
        for qualifier in &self.qualifiers {
            match qualifier.to_string().as_str() {
                "const" => {}
                "unsafe" => errors.at(qualifier, say::export_unsafe(&name)),
                "async" => errors.at(qualifier, say::export_async(&name)),
                "extern" => errors.at(qualifier, say::export_extern(&name)),
                _ => {} // the ABI's name, behind `extern`
            }
        }
        if !self.generics.params.is_empty() {
            let only_lifetimes =
                self.generics.type_params().next().is_none() && self.generics.const_params().next().is_none();
            errors.at(&self.generics.params, say::export_generic(&name, only_lifetimes));
        } else if let Some(clause) = &self.generics.where_clause {
            errors.at(clause, say::export_generic(&name, false));
        }
        for attribute in &self.attributes {
            let tokens = attribute.meta.to_token_stream().to_string();
            if ["no_mangle", "export_name"]
                .iter()
                .any(|name| tokens.contains(name))
            {
                errors.at(&attribute.meta, say::export_attribute(&name));
            }
        }
        match symbols::owner(&name) {
            Some(Owner::Compiler) => errors.at(&self.name, say::reserved_symbol(&name, "the compiler")),
            Some(Owner::Linker) => errors.at(&self.name, say::reserved_symbol(&name, "the linker")),
            Some(Owner::Reserved) => errors.at(&self.name, say::underscored_symbol(&name)),
            Some(Owner::Libc) | None => {}
        }
        for parameter in &self.parameters {
            let of_macro = || expands(&parameter.ty).then(say::export_macro);
            if let Some(message) = of_macro().or_else(|| refused_argument(&parameter.ty)) {
                errors.at(&parameter.ty, say::of(&name, &message));
            }
        }
        if let Some(result) = &self.result
            && let Some(message) = expands(result)
                .then(say::export_macro)
                .or_else(|| refused_result(result))
        {
            errors.at(result, say::of(&name, &message));
        }
    }
}

/// Whether a type's tokens call a macro. The shim names a type several times, and a macro can mean another type each time.
fn expands(ty: &Type) -> bool {
    fn calls(tokens: TokenStream) -> bool {
        let mut is_behind_name = false;
        tokens.into_iter().any(|token| {
            let is_call =
                matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '!') && is_behind_name;
            is_behind_name = matches!(token, TokenTree::Ident(_));
            is_call || matches!(token, TokenTree::Group(group) if calls(group.stream()))
        })
    }
    calls(ty.to_token_stream())
}

/// Why a type can't be an argument, as far as its tokens tell.
fn refused_argument(ty: &Type) -> Option<String> {
    let written = text(peel(ty));
    if let Some(several) = optional_slice(ty) {
        let instead = format!("`{several}`, which is empty where there are none");
        return Some(say::export_argument(&written, &instead));
    }
    let instead = match peel(ty) {
        Type::Reference(reference) => {
            let is_static = reference
                .lifetime
                .as_ref()
                .is_some_and(|lifetime| lifetime.ident == "static");
            let is_text = matches!(peel(&reference.elem), Type::Path(path) if path.path.is_ident("str"));
            match (is_static, is_text && reference.mutability.is_some()) {
                (true, _) => return Some(say::export_static(&written)),
                (false, true) => "`&mut [u8]`".to_owned(),
                (false, false) => return None,
            }
        }
        Type::BareFn(function) => format!("`FnPtr<{}>`", text(function)),
        Type::Tuple(_) => "one argument for each, or `&T` of a `#[repr(C)]` struct".to_owned(),
        Type::Array(_) => format!("`&{written}`"),
        _ => match (name_of(ty)?, argument_of(ty)) {
            (Known::OfOneSide(message), _) => return Some(message),
            (Known::Owned("String"), _) => "`&str`".to_owned(),
            (Known::Owned("Vec"), Some(element)) => format!("`&[{element}]`"),
            (Known::Owned(_), Some(target)) => format!("`&{target}`"),
            (Known::Owned(_), None) => return None,
        },
    };
    Some(say::export_argument(&written, &instead))
}

/// Why a type can't be a result, as far as its tokens tell.
fn refused_result(ty: &Type) -> Option<String> {
    let written = text(peel(ty));
    let choice = match last_segment(ty).as_ref().map(|(name, _)| name.as_str()) {
        Some("Option") => Some("`*const T`, null where there is none"),
        Some("Result") => Some("an enum without data, and write the value through a `&mut` argument"),
        _ => None,
    };
    if let Some(instead) = choice {
        return Some(say::export_result(&written, instead));
    }
    let instead = match peel(ty) {
        Type::Reference(reference) => match peel(&reference.elem) {
            Type::Slice(slice) => format!("`*const Slice<{}>`", text(&slice.elem)),
            Type::Path(path) if path.path.is_ident("str") => "`*const Str`".to_owned(),
            target => format!("`*const {}`", text(target)),
        },
        Type::Tuple(tuple) if tuple.elems.is_empty() => return None,
        Type::Tuple(_) => "`*const T` of a `#[repr(C)]` struct".to_owned(),
        Type::Array(_) => format!("`*const {written}`"),
        Type::BareFn(function) => format!("`FnPtr<{}>`", text(function)),
        Type::Never(_) => "nothing: a panic ends the call anyway".to_owned(),
        _ => match (name_of(ty)?, argument_of(ty)) {
            (Known::OfOneSide(message), _) => return Some(message),
            (Known::Owned("String"), _) => "`*const Str`".to_owned(),
            (Known::Owned("Vec"), Some(element)) => format!("`*const Slice<{element}>`"),
            (Known::Owned(_), Some(target)) => format!("`*const {target}`"),
            (Known::Owned(_), None) => return None,
        },
    };
    Some(say::export_result(&written, &instead))
}

/// The slice or string of `Option<&[T]>` and `Option<&str>`.
fn optional_slice(ty: &Type) -> Option<String> {
    let (name, arguments) = last_segment(ty)?;
    let ("Option", [inner]) = (name.as_str(), arguments.as_slice()) else {
        return None;
    };
    let Type::Reference(reference) = peel(inner) else {
        return None;
    };
    match peel(&reference.elem) {
        Type::Slice(_) => Some(text(inner)),
        Type::Path(path) if path.path.is_ident("str") => Some(text(inner)),
        _ => None,
    }
}

/// What is known of a type by its name, and is no number that both sides have.
enum Known {
    /// A number of another size or alignment on the other side, and the message that says so.
    OfOneSide(String),
    /// What owns memory of one side.
    Owned(&'static str),
}

fn name_of(ty: &Type) -> Option<Known> {
    let (name, arguments) = last_segment(ty)?;
    match (name.as_str(), arguments.len()) {
        ("usize" | "isize", 0) => Some(Known::OfOneSide(say::width(&name, name == "usize"))),
        ("u128" | "i128", 0) => Some(Known::OfOneSide(say::export_wide_integer(&name))),
        ("String", 0) => Some(Known::Owned("String")),
        ("Vec", 1) => Some(Known::Owned("Vec")),
        ("Box" | "Rc" | "Arc", 1) => Some(Known::Owned("Box")),
        _ => None,
    }
}

fn argument_of(ty: &Type) -> Option<String> {
    let (_, arguments) = last_segment(ty)?;
    arguments.first().map(text)
}
