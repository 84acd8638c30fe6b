//! Attributes: `#[repr(…)]` and `#[shared_abi(…)]`, each part with its span.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitInt, LitStr, Path};

use crate::diagnostics::{self, Diagnostics};

/// A value and where it was written.
#[derive(Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// The parts of `#[repr(…)]`.
#[derive(Default)]
pub(crate) struct Repr {
    pub(crate) c: Option<Span>,
    pub(crate) transparent: Option<Span>,
    pub(crate) packed: Option<Spanned<usize>>,
    pub(crate) align: Option<Spanned<usize>>,
    pub(crate) int: Option<Ident>,
    /// Whether a part was refused, so that nothing more needs to be said of the repr.
    pub(crate) refused: bool,
}

const INTS: [&str; 12] = [
    "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "usize", "isize", "u128", "i128",
];

impl Repr {
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Diagnostics) -> Self {
        let mut repr = Self::default();
        for attribute in attributes {
            // A raw identifier, `r#repr`, is the same attribute.
            if attribute
                .path()
                .get_ident()
                .is_some_and(|ident| ident.unraw() == "repr")
                && let Err(error) = attribute.parse_nested_meta(|meta| repr.part(&meta, errors))
            {
                repr.refused = true;
                errors.push(error);
            }
        }
        repr
    }

    fn part(&mut self, meta: &ParseNestedMeta<'_>, errors: &mut Diagnostics) -> syn::Result<()> {
        let ident = meta.path.require_ident()?.clone();
        let span = ident.span();
        match ident.unraw().to_string().as_str() {
            "C" => self.c = Some(span),
            "transparent" => self.transparent = Some(span),
            "packed" => {
                let value = if meta.input.peek(syn::token::Paren) {
                    integer(meta)?
                } else {
                    1
                };
                self.packed = Some(Spanned { value, span });
            }
            "align" => {
                self.align = Some(Spanned {
                    value: integer(meta)?,
                    span,
                })
            }
            int if INTS.contains(&int) => {
                if matches!(int, "usize" | "isize" | "u128" | "i128") {
                    self.refused = true;
                    errors.at(&ident, diagnostics::repr_width(int));
                }
                self.int = Some(ident);
            }
            other => {
                self.refused = true;
                errors.at(&ident, diagnostics::unknown_repr(other));
            }
        }
        Ok(())
    }
}

fn integer(meta: &ParseNestedMeta<'_>) -> syn::Result<usize> {
    let content;
    syn::parenthesized!(content in meta.input);
    content.parse::<LitInt>()?.base10_parse()
}

/// The `#[shared_abi(…)]` of a type.
#[derive(Default)]
pub(crate) struct TypeOptions {
    /// The name of `XAbi`.
    pub(crate) name: Option<Ident>,
    /// The path of the `shared-abi` crate.
    pub(crate) krate: Option<Path>,
    pub(crate) size: Option<Spanned<usize>>,
    pub(crate) align: Option<Spanned<usize>>,
    pub(crate) deny_padding: Option<Span>,
}

impl TypeOptions {
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        for_each_option(
            attributes,
            errors,
            |meta, key, errors| {
                match key {
                    "name" => {
                        let name = meta.value()?.parse::<LitStr>()?;
                        set(&mut options.name, name.parse::<Ident>()?, meta, errors);
                    }
                    "crate" => {
                        let path = meta.value()?.parse::<LitStr>()?;
                        set(
                            &mut options.krate,
                            path.parse_with(Path::parse_mod_style)?,
                            meta,
                            errors,
                        );
                    }
                    "size" => set(&mut options.size, pin(meta)?, meta, errors),
                    "align" => set(&mut options.align, pin(meta)?, meta, errors),
                    "deny_padding" => {
                        set(
                            &mut options.deny_padding,
                            meta.path.segments[0].ident.span(),
                            meta,
                            errors,
                        );
                    }
                    "offset" => {
                        pin(meta)?;
                        errors.at(&meta.path, diagnostics::misplaced_attribute("offset", "a field"));
                    }
                    _ => return Ok(false),
                }
                Ok(true)
            },
            "`name`, `size`, `align`, `deny_padding`, `crate`",
        );
        options
    }
}

/// The `#[shared_abi(…)]` of a field.
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub(crate) offset: Option<Spanned<usize>>,
}

impl FieldOptions {
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        for_each_option(
            attributes,
            errors,
            |meta, key, errors| {
                match key {
                    "offset" => set(&mut options.offset, pin(meta)?, meta, errors),
                    "size" | "align" => {
                        pin(meta)?;
                        errors.at(&meta.path, diagnostics::misplaced_attribute(key, "the type"));
                    }
                    "deny_padding" => {
                        errors.at(&meta.path, diagnostics::misplaced_attribute(key, "the type"));
                    }
                    "name" | "crate" => {
                        meta.value()?.parse::<LitStr>()?;
                        errors.at(&meta.path, diagnostics::misplaced_attribute(key, "the type"));
                    }
                    _ => return Ok(false),
                }
                Ok(true)
            },
            "`offset`",
        );
        options
    }
}

/// Calls `known` with each option, its name, and where to report; it answers whether it knows the name.
fn for_each_option(
    attributes: &[Attribute],
    errors: &mut Diagnostics,
    mut known: impl FnMut(&ParseNestedMeta<'_>, &str, &mut Diagnostics) -> syn::Result<bool>,
    all: &str,
) {
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("shared_abi"))
    {
        let result = attribute.parse_nested_meta(|meta| {
            let key = meta
                .path
                .get_ident()
                .map(|ident| ident.unraw().to_string())
                .unwrap_or_default();
            if known(&meta, &key, errors)? {
                return Ok(());
            }
            Err(meta.error(diagnostics::unknown_attribute(&path_text(&meta.path), all)))
        });
        if let Err(error) = result {
            errors.push(error);
        }
    }
}

fn path_text(path: &Path) -> String {
    crate::ast::text(path)
}

fn set<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>, errors: &mut Diagnostics) {
    if slot.is_some() {
        errors.at(
            &meta.path,
            diagnostics::repeated_attribute(&path_text(&meta.path)),
        );
    } else {
        *slot = Some(value);
    }
}

fn pin(meta: &ParseNestedMeta<'_>) -> syn::Result<Spanned<usize>> {
    let literal = meta.value()?.parse::<LitInt>()?;
    Ok(Spanned {
        value: literal.base10_parse()?,
        span: literal.span(),
    })
}
