//! The rules that can be seen from the tokens.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use shared_abi_model::{Leads, Slot};
use syn::ext::IdentExt;
use syn::{Attribute, Error, GenericParam, LifetimeParam, ReturnType, Type, TypeBareFn, TypeReference};

use crate::ast::{
    Body, Class, Field, Input, Style, calls_macro, last_segment, mentions, peel, slot, target, text,
};
use crate::diagnostics::{self as say, Diagnostics};

pub(crate) fn check(input: &Input<'_>, errors: &mut Diagnostics) {
    check_shape(input, errors);
    check_repr(input, errors);
    check_generics(input, errors);
    check_growth(input, errors);
    check_names(input, errors);
    check_second_readings(input, errors);
    if matches!(input.body, Body::Enum { .. }) {
        let name = input.ident.to_string();
        for field in input.fields() {
            if let Some(pin) = &field.options.offset {
                errors.at_span(pin.span, say::of(&field.path, &say::enum_pin("offset")));
            }
        }
        if let Some(span) = input.options.deny_padding {
            errors.at_span(span, say::of(&name, &say::enum_padding()));
        }
    }
}

/// Attributes that are the compiler's own: no macro can have such a name where it is used. (`derive` and `rustfmt::skip`
/// aren't: a macro can shadow them.) `shared_abi` is the derive's.
const INERT: [&str; 14] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "repr",
    "shared_abi",
    "warn",
];

/// The rules that keep what the derive sees and what the compiler sees the same thing, where no assertion could tell.
fn check_second_readings(input: &Input<'_>, errors: &mut Diagnostics) {
    let name = input.ident.to_string();
    // A pattern names one member of a union, so nothing can prove that there are no others. And nothing tells a tag of 8
    // bytes from C's own of 4 with as much padding behind it.
    let has_long_tag = input
        .repr
        .int
        .as_ref()
        .is_some_and(|int| int == "u64" || int == "i64");
    if matches!(input.body, Body::Union { .. }) || has_long_tag && input.has_data() {
        let is_inert = |attribute: &&Attribute| {
            let name = attribute.path().get_ident().map(IdentExt::unraw);
            name.is_some_and(|name| INERT.iter().any(|inert| name == inert))
        };
        let macros = input.attributes.iter().filter(|attribute| !is_inert(attribute));
        for attribute in macros {
            errors.at(
                attribute.path(),
                say::of(
                    &name,
                    &say::attribute_below(&text(attribute.path()), input.kind()),
                ),
            );
        }
    }
    for param in &input.generics.params {
        let ident = match param {
            GenericParam::Type(param) => &param.ident,
            GenericParam::Const(param) => &param.ident,
            GenericParam::Lifetime(_) => continue,
        };
        for field in input.fields() {
            let ty = field.ty.to_token_stream();
            if mentions(ty.clone(), ident) && calls_macro(ty) {
                let message = say::macro_of_parameter(&text(field.ty), &ident.to_string());
                errors.at(peel(field.ty), say::of(&field.path, &message));
            }
        }
    }
}

/// The rules of types that may gain fields.
fn check_growth(input: &Input<'_>, errors: &mut Diagnostics) {
    let name = input.ident.to_string();
    let added = |field: &&Field<'_>| field.options.added.is_some();
    let Some(span) = input.options.extensible else {
        for field in input.fields().filter(added) {
            let span = field.options.added.expect("it was filtered");
            errors.at_span(span, say::of(&field.path, &say::added_to_fixed(&name)));
        }
        return;
    };
    let Body::Struct { fields, style } = &input.body else {
        return errors.at_span(span, say::of(&name, &say::extensible_kind(input.kind())));
    };
    if *style != Style::Named {
        errors.at_span(span, say::of(&name, &say::extensible_kind("tuple struct")));
    } else if !input.generics.params.is_empty() {
        errors.at_span(span, say::of(&name, &say::extensible_kind("generic type")));
    } else if input.repr.packed.is_some() || input.repr.transparent.is_some() {
        errors.at_span(span, say::of(&name, &say::extensible_repr()));
    } else if let Some(first) = fields.iter().find(added) {
        if first.index == 0 {
            errors.at_span(first.span(), say::of(&first.path, &say::all_added()));
        }
        let late = fields[first.index..].iter().find(|field| !added(field));
        if let Some(late) = late {
            let message = say::behind_added(&first.name());
            errors.at_span(late.span(), say::of(&late.path, &message));
        }
    }
}

/// Refuses a name for a type that isn't generated.
fn check_names(input: &Input<'_>, errors: &mut Diagnostics) {
    let options = &input.options;
    let mut refuse = |name: &Option<Ident>, attribute, of| {
        if let Some(name) = name {
            errors.at(
                name,
                say::of(&input.ident.to_string(), &say::name_of_nothing(attribute, of)),
            );
        }
    };
    if !input.has_data() {
        refuse(
            &options.view_name,
            "view_name",
            "an enum whose variants have fields",
        );
    }
    if !input.is_extensible() {
        refuse(&options.head_name, "head_name", "an `extensible` struct");
    }
}

/// The errors of fields that hold the type itself. Nothing can be generated for it: the compiler finds no end either.
pub(crate) fn recursion(input: &Input<'_>) -> Diagnostics {
    let mut errors = Diagnostics::new();
    for field in input.fields().filter(|field| holds_itself(field.ty, input.ident)) {
        let message = say::recursive(&input.ident.to_string());
        errors.at(peel(field.ty), say::of(&field.path, &message));
    }
    errors
}

/// The errors of fields whose types can't be shared, by their numbers.
pub(crate) fn refusals(input: &Input<'_>) -> BTreeMap<usize, Error> {
    // A reference with the type's own lifetime is refused there.
    let is_refused_there = |field: &Field<'_>| {
        matches!(peel(field.ty), Type::Reference(reference)
            if input.generics.lifetimes().any(|param| is_of(reference, param)))
    };
    let fields = input.fields().filter(|field| !is_refused_there(field));
    let refusals = fields.filter_map(|field| {
        let mut errors = Diagnostics::new();
        check_type(field, field.ty, Place::Inline, &mut errors);
        errors.error().map(|error| (field.number, error))
    });
    refusals.collect()
}

fn check_shape(input: &Input<'_>, errors: &mut Diagnostics) {
    let name = input.ident.to_string();
    match &input.body {
        Body::Struct { fields, style } if fields.is_empty() || *style == Style::Unit => {
            errors.at(input.ident, say::no_fields("struct", &name));
        }
        Body::Enum { variants } if variants.is_empty() => {
            errors.at(input.ident, say::no_variants(&name));
        }
        _ => {}
    }
}

fn check_repr(input: &Input<'_>, errors: &mut Diagnostics) {
    let (name, repr) = (input.ident.to_string(), &input.repr);
    if repr.refused {
        return;
    }
    match &input.body {
        Body::Struct { .. } if repr.c.is_none() && repr.transparent.is_none() => {
            match (&repr.packed, &repr.align) {
                (Some(packed), _) => {
                    errors.at_span(packed.span, say::repr_without_c(&name, "packed", packed.value))
                }
                (_, Some(align)) => {
                    errors.at_span(align.span, say::repr_without_c(&name, "align", align.value))
                }
                _ => errors.at(input.ident, say::missing_repr("struct", &name, "C")),
            }
        }
        Body::Union { .. } if repr.c.is_none() => {
            errors.at(input.ident, say::missing_repr("union", &name, "C"));
        }
        Body::Union { .. } => {
            if let Some(packed) = &repr.packed {
                errors.at_span(packed.span, say::packed_union(&name));
            }
        }
        Body::Enum { variants } if !variants.is_empty() => {
            if let Some(align) = &repr.align {
                errors.at_span(align.span, say::enum_align(&name));
            }
            match (input.has_data(), repr.c, &repr.int) {
                (true, None, None) => {
                    errors.at(input.ident, say::missing_repr("enum", &name, "C, u32"));
                }
                (true, None, Some(int)) => errors.at(int, say::enum_data_repr(&name, &int.to_string())),
                (true, Some(span), None) => errors.at_span(span, say::enum_data_repr(&name, "u32")),
                (false, None, None) => errors.at(input.ident, say::missing_repr("enum", &name, "u32")),
                (false, Some(span), None) => errors.at_span(span, say::enum_repr_c(&name)),
                (_, _, Some(_)) => {}
            }
        }
        _ => {}
    }
}

fn check_generics(input: &Input<'_>, errors: &mut Diagnostics) {
    let name = input.ident.to_string();
    if !matches!(input.body, Body::Struct { .. }) && !input.generics.params.is_empty() {
        errors.at(&input.generics.params, say::generic_kind(input.kind(), &name));
        return;
    }
    let params: Vec<String> = input
        .generics
        .params
        .iter()
        .map(|param| match param {
            GenericParam::Type(param) => param.ident.to_string(),
            GenericParam::Const(param) => param.ident.to_string(),
            GenericParam::Lifetime(param) => param.lifetime.to_string(),
        })
        .collect();
    for param in &input.generics.params {
        let ident = match param {
            GenericParam::Lifetime(param) => {
                let reference = input.fields().find_map(|field| match peel(field.ty) {
                    Type::Reference(reference) if is_of(reference, param) => Some((field, reference)),
                    _ => None,
                });
                let example =
                    reference.map(|(field, reference)| (field.name(), text(field.ty), slot_of(reference)));
                errors.at(param, say::lifetime(&name, &param.lifetime.to_string(), example));
                continue;
            }
            GenericParam::Type(param) => &param.ident,
            GenericParam::Const(param) => &param.ident,
        };
        for field in input.fields() {
            if stored_inline(field.ty, ident) {
                let params = params.join(", ");
                let (field_name, ty, ident) = (field.name(), text(field.ty), ident.to_string());
                let message = match (param, peel(field.ty)) {
                    (GenericParam::Const(_), Type::Array(array)) => {
                        let element = text(&array.elem);
                        say::inline_length(&name, &params, &field_name, &ty, &ident, &element)
                    }
                    _ => say::inline_generic(&name, &params, &field_name, &ty, &ident),
                };
                errors.at(peel(field.ty), message);
            }
        }
    }
}

/// The library's types that have the layout of their parameter.
const TRANSPARENT: [&str; 8] = [
    "MaybeUninit",
    "ManuallyDrop",
    "Cell",
    "UnsafeCell",
    "Wrapping",
    "Saturating",
    "NonZero",
    "Reverse",
];

/// Whether the size of `ty` depends on the parameter, as far as its tokens tell: the parameter itself, also
/// in one of the library's wrappers, or an array of it or with it as the length. What another generic type
/// does with it, that type says.
fn stored_inline(ty: &Type, param: &Ident) -> bool {
    match peel(ty) {
        Type::Path(path) if path.path.is_ident(param) => true,
        Type::Path(_) => last_segment(ty).is_some_and(|(name, arguments)| {
            TRANSPARENT.contains(&name.as_str())
                && arguments
                    .into_iter()
                    .any(|argument| stored_inline(argument, param))
        }),
        Type::Array(array) => {
            stored_inline(&array.elem, param) || mentions(array.len.to_token_stream(), param)
        }
        Type::Tuple(tuple) => tuple.elems.iter().any(|element| stored_inline(element, param)),
        _ => false,
    }
}

/// Whether a type holds the type of this name: it is the type itself, an array of it, or an `Option`.
fn holds_itself(ty: &Type, of: &Ident) -> bool {
    match peel(ty) {
        Type::Array(array) => holds_itself(&array.elem, of),
        Type::Path(path) if path.path.is_ident(of) => true,
        _ => {
            matches!(last_segment(ty), Some((name, inner)) if name == "Option" && inner.len() == 1 && holds_itself(inner[0], of))
        }
    }
}

/// Whether a reference has the lifetime of a parameter.
fn is_of(reference: &TypeReference, param: &LifetimeParam) -> bool {
    reference.lifetime.as_ref() == Some(&param.lifetime)
}

/// What to write in place of a reference.
fn slot_of(reference: &TypeReference) -> String {
    pointer_to(&reference.elem, reference.mutability.map_or("", |_| "Mut"))
}

/// What the arrays are of.
fn element(ty: &Type) -> &Type {
    match peel(ty) {
        Type::Array(array) => element(&array.elem),
        other => other,
    }
}

/// The slot that leads to a type; `mutable` is `Mut` or nothing.
fn pointer_to(target: &Type, mutable: &str) -> String {
    match peel(target) {
        Type::Slice(slice) => format!("Slice{mutable}<{}>", text(&slice.elem)),
        Type::Path(path) if path.path.is_ident("str") => "Str".to_owned(),
        target => format!("Ptr{mutable}<{}>", text(target)),
    }
}

/// Whether a function's type has a reference, or a lifetime that each call chooses: no implementation is for all of them.
fn borrows(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => borrows(group.stream()),
            TokenTree::Punct(mark) => match (mark.as_char(), tokens.peek()) {
                ('&', _) => true,
                ('\'', Some(TokenTree::Ident(name))) => name != "static",
                _ => false,
            },
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// A function's type with a pointer in place of each reference that is an argument or the result.
fn with_pointers(function: &TypeBareFn) -> String {
    let pointer = |ty: &Type| match peel(ty) {
        Type::Reference(reference) => match (peel(&reference.elem), reference.mutability) {
            (Type::Slice(_), _) => slot_of(reference),
            (Type::Path(path), _) if path.path.is_ident("str") => slot_of(reference),
            (target, None) => format!("*const {}", text(target)),
            (target, Some(_)) => format!("*mut {}", text(target)),
        },
        other => text(other),
    };
    let inputs: Vec<_> = function.inputs.iter().map(|input| pointer(&input.ty)).collect();
    let output = match &function.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", pointer(ty)),
    };
    let unsafety = function.unsafety.map_or("", |_| "unsafe ");
    format!("{unsafety}extern \"C\" fn({}){output}", inputs.join(", "))
}

/// Where a type stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the struct's own bytes.
    Inline,
    /// Behind a pointer, where `[T]` and `str` may stand too.
    Pointed,
}

/// Refuses what can be recognized by its name. An alias of such a type is refused by the compiler,
/// since it isn't `SharedAbi`.
fn check_type(field: &Field<'_>, ty: &Type, place: Place, errors: &mut Diagnostics) {
    // A type from a `macro_rules!` fragment is a group with the macro's span; inside is the user's.
    let ty = peel(ty);
    let written = text(ty);
    let mut refuse = |message: String| errors.at(ty, say::of(&field.path, &message));
    match peel(ty) {
        Type::Array(array) => check_type(field, &array.elem, Place::Inline, errors),
        Type::Slice(slice) if place == Place::Pointed => {
            check_type(field, &slice.elem, Place::Inline, errors);
        }
        Type::Slice(slice) => refuse(say::slice_field(&written, &text(&slice.elem))),
        Type::Ptr(pointer) => check_type(field, &pointer.elem, Place::Pointed, errors),
        Type::Reference(reference) if matches!(peel(&reference.elem), Type::TraitObject(_)) => {
            refuse(say::trait_object(&written));
        }
        Type::Reference(reference) => refuse(say::reference(&written, &slot_of(reference))),
        Type::TraitObject(_) => refuse(say::trait_object(&written)),
        Type::Tuple(tuple) if tuple.elems.is_empty() && place == Place::Pointed => {
            refuse(say::pointer_to_unit())
        }
        Type::Tuple(tuple) if tuple.elems.is_empty() => refuse(say::unit(&written)),
        Type::Tuple(_) => refuse(say::tuple(&written)),
        Type::BareFn(function) => {
            let c = function.abi.as_ref().is_some_and(|abi| match &abi.name {
                Some(name) => name.value() == "C",
                None => true,
            });
            if !c {
                let mut plain = function.clone();
                plain.abi = None;
                let plain = text(plain);
                refuse(match function.abi {
                    Some(_) => say::other_function(&written, &format!("extern \"C\" {plain}")),
                    None => say::rust_function(&plain),
                });
            } else if borrows(function.to_token_stream()) {
                refuse(say::borrowing_function(&written, &with_pointers(function)));
            }
        }
        Type::Path(_) => check_path(field, ty, place, errors),
        Type::Macro(_) => {}
        _ => refuse(say::not_a_type(&written)),
    }
}

fn check_path(field: &Field<'_>, ty: &Type, place: Place, errors: &mut Diagnostics) {
    let Some((last, arguments)) = last_segment(ty) else {
        return;
    };
    let written = text(ty);
    let first = arguments.first().map(text).unwrap_or_else(|| "T".to_owned());
    let message = match (last.as_str(), arguments.as_slice()) {
        ("usize" | "isize" | "c_ulong" | "c_long", []) => {
            let unsigned = last == "usize" || last == "c_ulong";
            say::width(&written, unsigned)
        }
        ("u128" | "i128", []) => say::wide_integer(&last),
        ("str", []) if place == Place::Inline => say::str_field(),
        ("Box" | "Rc" | "Arc", [inner]) if matches!(peel(inner), Type::TraitObject(_)) => {
            say::trait_object(&written)
        }
        ("Box" | "Rc" | "Arc", [_]) => {
            let slot = pointer_to(arguments[0], "Mut");
            say::owned(&written, &format!("`{slot}` or a `Handle<{first}>`"))
        }
        ("Vec", [_]) => say::owned(&written, &format!("`Slice<{first}>`")),
        ("String", []) => say::owned(&written, "`Str`"),
        ("CString" | "OsString" | "PathBuf", []) => say::owned(&written, "`Slice<u8>`"),
        ("NonNull", [_]) => say::non_null(&written),
        ("Option", [inner]) => match (peel(inner), last_segment(inner)) {
            (Type::BareFn(_), _) => return check_type(field, inner, Place::Inline, errors),
            (_, Some((name_of_inner, targets))) if name_of_inner == "NonNull" => {
                if let [target] = targets.as_slice() {
                    check_type(field, target, Place::Pointed, errors);
                }
                return;
            }
            (_, Some((owner, targets)))
                if matches!((owner.as_str(), targets.as_slice()), ("Box" | "Rc" | "Arc", [_])) =>
            {
                match peel(targets[0]) {
                    Type::TraitObject(_) => say::trait_object(&written),
                    target => {
                        let (slot, target) = (pointer_to(target, "Mut"), text(target));
                        say::owned(&written, &format!("`{slot}` or a `Handle<{target}>`"))
                    }
                }
            }
            (Type::Ptr(_), _) => say::nullable(&written, &text(inner), "may itself be null"),
            (Type::Reference(reference), _) if !matches!(peel(&reference.elem), Type::TraitObject(_)) => {
                let slot = slot_of(reference);
                say::nullable(&written, &slot, "may itself be null")
            }
            _ if Class::of(inner) == Class::Slot => {
                let leads = slot(inner).map(|(slot, _)| slot.leads());
                let why = if matches!(leads, Some(Leads::ToMany | Leads::ToText)) {
                    "may itself be null, and is empty then"
                } else {
                    "may itself be null"
                };
                say::nullable(&written, &text(inner), why)
            }
            // Any other path may be an alias of a function pointer.
            (Type::Path(_), _) if Class::of(inner) == Class::Unknown => return,
            _ => say::option(&written),
        },
        _ => match slot(ty) {
            Some((Slot::FnPtr, Some(function))) => match (peel(function), Class::of(function)) {
                (Type::BareFn(_), _) => return check_type(field, function, Place::Inline, errors),
                (_, Class::Unknown) => return, // may be an alias of one
                _ => say::no_function(&written),
            },
            _ => match target(ty).map(|target| (element(target), target)) {
                Some((Type::Tuple(tuple), _)) if tuple.elems.is_empty() => say::pointer_to_unit(),
                Some((Type::Ptr(native), _)) => {
                    let mutability = if native.mutability.is_some() { "Mut" } else { "" };
                    say::native_in_slot(&text(native), &pointer_to(&native.elem, mutability))
                }
                Some((Type::BareFn(function), _)) => {
                    let function = text(function);
                    say::native_in_slot(&function, &format!("FnPtr<{function}>"))
                }
                Some((_, target)) => return check_type(field, target, Place::Inline, errors),
                None => return,
            },
        },
    };
    errors.at(ty, say::of(&field.path, &message));
}
