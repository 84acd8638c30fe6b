//! What was written: the type, its fields, and what each field's tokens tell of its type.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use shared_abi_model::{Leads, Scalar, Slot};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{
    Attribute, Data, DeriveInput, Expr, Fields, GenericArgument, Generics, Member, PathArguments, Type,
    Visibility,
};

use crate::attr::{FieldOptions, Repr, TypeOptions, refuse_on_variant};
use crate::diagnostics::Diagnostics;

/// A type with `#[derive(SharedAbi)]`.
pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) generics: &'a Generics,
    pub(crate) repr: Repr,
    pub(crate) options: TypeOptions,
    pub(crate) body: Body<'a>,
    pub(crate) attributes: &'a [Attribute],
    /// Whether the derive itself declared it, of parts of the user's type.
    pub(crate) is_part: bool,
}

pub(crate) enum Body<'a> {
    Struct { fields: Vec<Field<'a>>, style: Style },
    Union { fields: Vec<Field<'a>> },
    Enum { variants: Vec<Variant<'a>> },
}

/// How fields are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Named,
    Tuple,
    Unit,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) discriminant: Option<&'a Expr>,
    pub(crate) docs: Vec<&'a Attribute>,
}

pub(crate) struct Field<'a> {
    /// Its place among the fields of its struct or variant.
    pub(crate) index: usize,
    /// Its place among the fields of all variants.
    pub(crate) number: usize,
    pub(crate) member: Member,
    /// How messages name it: `Node.next`, and of an enum `Shape.Circle.radius`.
    pub(crate) path: String,
    pub(crate) vis: &'a Visibility,
    pub(crate) ty: &'a Type,
    /// The type as the user wrote it, for documentation and layouts.
    pub(crate) written: &'a Type,
    pub(crate) class: Class,
    pub(crate) docs: Vec<&'a Attribute>,
    pub(crate) options: FieldOptions,
}

/// What a field's tokens tell of its type. An alias may hide anything, and any name may be a user's, so they never decide
/// what a type is: they tell what it is asked for first, and what is generated for people.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// The name of a number, `bool`, `char` or `PhantomData`: its own form in memory, and nothing to follow.
    Scalar,
    /// A slot of `shared-abi`.
    Slot,
    /// A native pointer or function.
    Native,
    /// A path that may be an alias, or a user's type.
    Unknown,
}

impl<'a> Input<'a> {
    pub(crate) fn parse(input: &'a DeriveInput, errors: &mut Diagnostics) -> Self {
        let name = input.ident.to_string();
        let body = match &input.data {
            Data::Struct(data) => Body::Struct {
                fields: fields(&name, &data.fields, errors),
                style: style(&data.fields),
            },
            Data::Union(data) => Body::Union {
                fields: data
                    .fields
                    .named
                    .iter()
                    .enumerate()
                    .map(|(i, f)| Field::parse(&name, i, f, errors))
                    .collect(),
            },
            Data::Enum(data) => Body::Enum {
                variants: data
                    .variants
                    .iter()
                    .inspect(|variant| {
                        refuse_on_variant(&format!("{name}.{}", variant.ident), &variant.attrs, errors);
                    })
                    .collect::<Vec<_>>()
                    .into_iter()
                    .map(|variant| Variant {
                        ident: &variant.ident,
                        style: style(&variant.fields),
                        fields: fields(&format!("{name}.{}", variant.ident), &variant.fields, errors),
                        discriminant: variant.discriminant.as_ref().map(|(_, value)| value),
                        docs: docs(&variant.attrs),
                    })
                    .collect(),
            },
        };
        let mut body = body;
        if let Body::Enum { variants } = &mut body {
            let fields = variants.iter_mut().flat_map(|variant| &mut variant.fields);
            fields
                .enumerate()
                .for_each(|(number, field)| field.number = number);
        }
        Self {
            ident: &input.ident,
            vis: &input.vis,
            generics: &input.generics,
            repr: Repr::parse(&name, &input.attrs, errors),
            options: TypeOptions::parse(&name, &input.attrs, errors),
            body,
            attributes: &input.attrs,
            is_part: false,
        }
    }

    /// Every field, of every variant.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        let (fields, variants): (&[Field<'a>], &[Variant<'a>]) = match &self.body {
            Body::Struct { fields, .. } | Body::Union { fields } => (fields, &[]),
            Body::Enum { variants } => (&[], variants),
        };
        fields
            .iter()
            .chain(variants.iter().flat_map(|variant| &variant.fields))
    }

    pub(crate) fn kind(&self) -> &'static str {
        match &self.body {
            Body::Struct { .. } => "struct",
            Body::Union { .. } => "union",
            Body::Enum { .. } => "enum",
        }
    }

    /// Whether this is a struct without parameters, all of whose fields have a size.
    pub(crate) fn is_plain_struct(&self) -> bool {
        let Body::Struct { fields, .. } = &self.body else {
            return false;
        };
        self.generics.params.is_empty() && !fields.iter().any(|field| is_unsized(field.ty))
    }

    /// Whether this may gain fields at its end.
    pub(crate) fn is_extensible(&self) -> bool {
        self.options.extensible.is_some()
    }

    /// Whether this is an enum of which some variant has fields.
    pub(crate) fn has_data(&self) -> bool {
        matches!(&self.body, Body::Enum { variants } if variants.iter().any(|v| !v.fields.is_empty()))
    }
}

fn style(fields: &Fields) -> Style {
    match fields {
        Fields::Named(_) => Style::Named,
        Fields::Unnamed(_) => Style::Tuple,
        Fields::Unit => Style::Unit,
    }
}

fn fields<'a>(of: &str, fields: &'a Fields, errors: &mut Diagnostics) -> Vec<Field<'a>> {
    fields
        .iter()
        .enumerate()
        .map(|(index, field)| Field::parse(of, index, field, errors))
        .collect()
}

fn docs(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .collect()
}

impl<'a> Field<'a> {
    fn parse(of: &str, index: usize, field: &'a syn::Field, errors: &mut Diagnostics) -> Self {
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(syn::Index {
                index: index as u32,
                span: field.ty.span(),
            }),
        };
        let name = match &member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        let path = format!("{of}.{name}");
        Self {
            index,
            number: index,
            member,
            vis: &field.vis,
            ty: &field.ty,
            written: &field.ty,
            class: Class::of(&field.ty),
            docs: docs(&field.attrs),
            options: FieldOptions::parse(&path, &field.attrs, errors),
            path,
        }
    }

    /// The field's name in messages and layouts; of a tuple struct, its index.
    pub(crate) fn name(&self) -> String {
        match &self.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }

    /// An identifier for the field: its name, or `field_0`.
    pub(crate) fn ident(&self) -> Ident {
        match &self.member {
            Member::Named(ident) => ident.clone(),
            Member::Unnamed(index) => format_ident!("field_{}", index.index, span = Span::call_site()),
        }
    }

    /// Where messages about the field have their caret.
    pub(crate) fn span(&self) -> Span {
        match &self.member {
            Member::Named(ident) => ident.span(),
            Member::Unnamed(_) => self.ty.span(),
        }
    }

    /// Whether the field has an accessor: whether its tokens leave open that it holds a pointer.
    pub(crate) fn has_accessor(&self) -> bool {
        self.class != Class::Scalar
    }
}

/// A type without the invisible group that a `macro_rules!` fragment puts around it, and without
/// parentheses.
pub(crate) fn peel(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            other => return other,
        };
    }
}

/// A type without a size, as far as its tokens tell.
pub(crate) fn is_unsized(ty: &Type) -> bool {
    match peel(ty) {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

/// The last segment of a path and its type arguments, as `Option<NonNull<T>>` has.
pub(crate) fn last_segment(ty: &Type) -> Option<(String, Vec<&Type>)> {
    let Type::Path(path) = peel(ty) else { return None };
    if path.qself.is_some() {
        return None;
    }
    let segment = path.path.segments.last()?;
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    Some((segment.ident.to_string(), arguments))
}

impl Class {
    pub(crate) fn of(ty: &Type) -> Self {
        match peel(ty) {
            Type::Ptr(_) | Type::BareFn(_) => return Self::Native,
            Type::Array(array) => return Self::of(&array.elem),
            _ => {}
        }
        if slot(ty).is_some() {
            return Self::Slot;
        }
        let Some((name, arguments)) = last_segment(ty) else {
            return Self::Unknown;
        };
        match (name.as_str(), arguments.as_slice()) {
            (name, []) if Scalar::of(name).is_some() => Self::Scalar,
            ("PhantomData", [_]) => Self::Scalar,
            ("Option", [inner]) => match (peel(inner), last_segment(inner)) {
                (Type::BareFn(_), _) => Self::Native,
                (_, Some((name, _))) if name == "NonNull" => Self::Native,
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }
}

/// The slot that a type's tokens name, and its argument if it has one.
pub(crate) fn slot(ty: &Type) -> Option<(Slot, Option<&Type>)> {
    let (name, arguments) = last_segment(ty)?;
    let slot = Slot::of(&name)?;
    match arguments.as_slice() {
        [] if !slot.has_argument() => Some((slot, None)),
        [argument] if slot.has_argument() => Some((slot, Some(argument))),
        _ => None,
    }
}

/// The type in linear memory that a slot's tokens lead to.
pub(crate) fn target(ty: &Type) -> Option<&Type> {
    let (slot, argument) = slot(ty)?;
    match slot.leads() {
        Leads::ToOne | Leads::ToMany => argument,
        Leads::ToText | Leads::Nowhere => None,
    }
}

/// The name of what a handle is of, where the tokens of a field say it: in `Handle<files::File>`, in an array of these, and
/// behind a pointer.
///
/// It can be any type of the host's, so that no trait could tell its name.
pub(crate) fn handle_of(ty: &Type) -> Option<&Ident> {
    let ty = peel(ty);
    match (ty, slot(ty)) {
        (Type::Array(array), _) => handle_of(&array.elem),
        (Type::Slice(slice), _) => handle_of(&slice.elem),
        (Type::Ptr(pointer), _) => handle_of(&pointer.elem),
        (_, Some((Slot::Handle, Some(object)))) => match peel(object) {
            Type::Path(object) if object.qself.is_none() => {
                let last = object.path.segments.last()?;
                last.arguments.is_none().then_some(&last.ident)
            }
            _ => None,
        },
        _ => handle_of(target(ty)?),
    }
}

/// Whether a type's tokens leave open whether it can be shared, or could mean another type when they are read again: a
/// length may be what a macro expands to.
pub(crate) fn is_doubtful(ty: &Type) -> bool {
    match peel(ty) {
        Type::Array(array) => !matches!(array.len, Expr::Lit(_)) || is_doubtful(&array.elem),
        Type::Slice(slice) => is_doubtful(&slice.elem),
        Type::Ptr(pointer) => is_doubtful(&pointer.elem),
        ty => match (Class::of(ty), last_segment(ty)) {
            (Class::Scalar, _) => false,
            // A slot leads to what stands in memory, which a native pointer doesn't.
            (Class::Slot, _) => match slot(ty) {
                Some((Slot::FnPtr, Some(function))) => !matches!(peel(function), Type::BareFn(_)),
                Some((_, Some(argument))) => Class::of(argument) == Class::Native || is_doubtful(argument),
                _ => false,
            },
            (_, Some((name, arguments))) => name != "str" || !arguments.is_empty(),
            _ => true,
        },
    }
}

/// Tokens as a person would write them.
pub(crate) fn text(tokens: impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let mut text = String::with_capacity(spaced.len());
    let mut rest = spaced.chars().peekable();
    while let Some(c) = rest.next() {
        if c == ' ' {
            let before = text.chars().last().unwrap_or(' ');
            let after = rest.peek().copied().unwrap_or(' ');
            let word = |c: char| c.is_alphanumeric() || c == '_' || c == '\'';
            let arrow = text.ends_with("->") || after == '-';
            let keep = arrow
                || after == '[' && word(before)
                || matches!(before, ',' | ';' | '+' | '=')
                || matches!(after, '+' | '=')
                || (word(before) || before == '"') && (word(after) || after == '"');
            if !keep || "<>,;(&*".contains(after) && !arrow && !matches!(before, ',' | ';') {
                continue;
            }
        }
        text.push(c);
    }
    text
}

/// Whether tokens call a macro.
pub(crate) fn calls_macro(tokens: TokenStream) -> bool {
    let mut after_name = false;
    tokens.into_iter().any(|token| {
        let calls = match &token {
            TokenTree::Punct(mark) => after_name && mark.as_char() == '!',
            TokenTree::Group(group) => calls_macro(group.stream()),
            _ => false,
        };
        after_name = matches!(token, TokenTree::Ident(_));
        calls
    })
}

/// Tokens that hold an identifier anywhere.
pub(crate) fn mentions<I: ?Sized>(tokens: TokenStream, ident: &I) -> bool
where
    Ident: PartialEq<I>,
{
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(found) => found == *ident,
        TokenTree::Group(group) => mentions(group.stream(), ident),
        _ => false,
    })
}
