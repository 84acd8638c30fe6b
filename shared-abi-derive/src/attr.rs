//! Attributes: `#[repr(…)]` and `#[shared_abi(…)]`, each part with its span.

use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Attribute, Lit, LitInt, LitStr, Meta, Path, Token};

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
    pub(crate) fn parse(of: &str, attributes: &[Attribute], errors: &mut Diagnostics) -> Self {
        let mut repr = Self::default();
        for attribute in attributes {
            // A raw identifier, `r#repr`, is the same attribute.
            if attribute
                .path()
                .get_ident()
                .is_some_and(|ident| ident.unraw() == "repr")
                && let Err(error) = attribute.parse_nested_meta(|meta| repr.part(of, &meta, errors))
            {
                repr.refused = true;
                errors.push(error);
            }
        }
        repr
    }

    fn part(&mut self, of: &str, meta: &ParseNestedMeta<'_>, errors: &mut Diagnostics) -> syn::Result<()> {
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
                    errors.at(&ident, diagnostics::of(of, &diagnostics::repr_width(int)));
                }
                self.int = Some(ident);
            }
            other => {
                self.refused = true;
                // What isn't a repr at all rustc refuses.
                if matches!(other, "Rust" | "simd") {
                    errors.at(&ident, diagnostics::of(of, &diagnostics::unknown_repr(other)));
                }
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

/// The options that stand on a type.
const OF_TYPE: [&str; 10] = [
    "name",
    "ref_name",
    "mut_name",
    "view_name",
    "head_name",
    "size",
    "align",
    "deny_padding",
    "extensible",
    "crate",
];

/// The `#[shared_abi(…)]` of a type.
#[derive(Default)]
pub(crate) struct TypeOptions {
    /// The name of `XAbi`.
    pub(crate) name: Option<Ident>,
    /// The name of `XRef`.
    pub(crate) ref_name: Option<Ident>,
    /// The name of `XMut`.
    pub(crate) mut_name: Option<Ident>,
    /// The name of `XView`, of an enum with data.
    pub(crate) view_name: Option<Ident>,
    /// The name of `XHead`, of an extensible struct.
    pub(crate) head_name: Option<Ident>,
    /// The path of the `shared-abi` crate.
    pub(crate) krate: Option<Path>,
    pub(crate) size: Option<Spanned<usize>>,
    pub(crate) align: Option<Spanned<usize>>,
    pub(crate) deny_padding: Option<Span>,
    pub(crate) extensible: Option<Span>,
}

impl TypeOptions {
    pub(crate) fn parse(of: &str, attributes: &[Attribute], errors: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        let known = "`name`, `ref_name`, `mut_name`, `view_name`, `head_name`, `size`, `align`, `deny_padding`, \
                     `extensible`, `crate`";
        for_each_option(attributes, errors, of, known, |option| {
            match option.key.as_str() {
                "name" => option.name("Abi", &mut options.name)?,
                "ref_name" => option.name("Ref", &mut options.ref_name)?,
                "mut_name" => option.name("Mut", &mut options.mut_name)?,
                "view_name" => option.name("View", &mut options.view_name)?,
                "head_name" => option.name("Head", &mut options.head_name)?,
                "crate" => {
                    let path = option.value(&diagnostics::crate_path(), |literal: LitStr| {
                        literal.parse_with(Path::parse_mod_style)
                    })?;
                    option.set(&mut options.krate, path);
                }
                "size" => {
                    let size = option.bytes()?;
                    option.set(&mut options.size, size);
                }
                "align" => {
                    let align = option.bytes()?;
                    option.set(&mut options.align, align);
                }
                "deny_padding" => {
                    let span = option.flag()?;
                    option.set(&mut options.deny_padding, span);
                }
                "extensible" => {
                    let span = option.flag()?;
                    option.set(&mut options.extensible, span);
                }
                "offset" | "added" => option.misplaced("a field")?,
                _ => return Ok(false),
            }
            Ok(true)
        });
        options
    }
}

/// The `#[shared_abi(…)]` of a field.
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub(crate) offset: Option<Spanned<usize>>,
    pub(crate) added: Option<Span>,
}

impl FieldOptions {
    pub(crate) fn parse(of: &str, attributes: &[Attribute], errors: &mut Diagnostics) -> Self {
        let mut options = Self::default();
        for_each_option(attributes, errors, of, "`offset`, `added`", |option| {
            match option.key.as_str() {
                "offset" => {
                    let offset = option.bytes()?;
                    option.set(&mut options.offset, offset);
                }
                "added" => {
                    let span = option.flag()?;
                    option.set(&mut options.added, span);
                }
                of_type if OF_TYPE.contains(&of_type) => {
                    option.misplaced("the type")?;
                }
                _ => return Ok(false),
            }
            Ok(true)
        });
        options
    }
}

/// Refuses every `#[shared_abi(…)]` of a variant.
pub(crate) fn refuse_on_variant(of: &str, attributes: &[Attribute], errors: &mut Diagnostics) {
    for_each_option(attributes, errors, of, "none", |option| {
        match option.key.as_str() {
            of_type if OF_TYPE.contains(&of_type) => {
                option.misplaced("the type")?;
            }
            "offset" | "added" => option.misplaced("a field of a struct")?,
            _ => return Ok(false),
        }
        Ok(true)
    });
}

/// One option of a `#[shared_abi(…)]`.
struct OneOption<'a, 'm> {
    meta: &'a ParseNestedMeta<'m>,
    key: String,
    /// What it stands on, for messages.
    of: &'a str,
    errors: &'a mut Diagnostics,
}

impl OneOption<'_, '_> {
    fn refuse(&self, tokens: impl ToTokens, message: &str) -> syn::Error {
        syn::Error::new_spanned(tokens, diagnostics::of(self.of, message))
    }

    /// The value, which has to be a literal of type `L` and what `parse` takes, or else as in `example`.
    fn value<L: Parse + ToTokens + Clone, T>(
        &self,
        example: &str,
        parse: impl FnOnce(L) -> syn::Result<T>,
    ) -> syn::Result<T> {
        let Ok(value) = self.meta.value() else {
            return Err(self.refuse(&self.meta.path, example));
        };
        let found: Lit = value.parse().map_err(|_| self.refuse(&self.meta.path, example))?;
        let literal: L = syn::parse2(found.to_token_stream()).map_err(|_| self.refuse(&found, example))?;
        parse(literal).map_err(|_| self.refuse(&found, example))
    }

    /// The name of the generated type that is called `X` and `suffix`, if it isn't renamed.
    fn name(&mut self, suffix: &str, slot: &mut Option<Ident>) -> syn::Result<()> {
        let example = diagnostics::type_name(&self.key, self.of, suffix);
        let name = self.value(&example, |literal: LitStr| literal.parse::<Ident>())?;
        self.set(slot, name);
        Ok(())
    }

    fn bytes(&self) -> syn::Result<Spanned<usize>> {
        let example = diagnostics::number_of_bytes(&self.key);
        self.value(&example, |literal: LitInt| {
            Ok(Spanned {
                value: literal.base10_parse()?,
                span: literal.span(),
            })
        })
    }

    /// Where an option stands that takes no value.
    fn flag(&mut self) -> syn::Result<Span> {
        let at_end = |input: ParseStream<'_>| input.is_empty() || input.peek(Token![,]);
        if !at_end(self.meta.input) {
            let error = self.refuse(&self.meta.path, &diagnostics::flag_with_value(&self.key));
            self.errors.push(error);
            while !at_end(self.meta.input) {
                self.meta.input.parse::<TokenTree>()?;
            }
        }
        Ok(self.meta.path.span())
    }

    fn set<T>(&mut self, slot: &mut Option<T>, value: T) {
        if slot.is_some() {
            let error = self.refuse(&self.meta.path, &diagnostics::repeated_attribute(&self.key));
            self.errors.push(error);
        } else {
            *slot = Some(value);
        }
    }

    fn misplaced(&mut self, belongs: &str) -> syn::Result<()> {
        // Its value is passed over, so that what follows it is checked too.
        if let Ok(value) = self.meta.value() {
            value.parse::<Lit>()?;
        }
        let message = diagnostics::misplaced_attribute(&self.key, belongs);
        let error = self.refuse(&self.meta.path, &message);
        self.errors.push(error);
        Ok(())
    }
}

/// Calls `take` with each option; it answers whether it knows the option.
fn for_each_option(
    attributes: &[Attribute],
    errors: &mut Diagnostics,
    of: &str,
    known: &str,
    mut take: impl FnMut(&mut OneOption<'_, '_>) -> syn::Result<bool>,
) {
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("shared_abi"))
    {
        let Meta::List(list) = &attribute.meta else {
            errors.at(
                attribute.path(),
                diagnostics::of(of, &diagnostics::bare_attribute(known)),
            );
            continue;
        };
        let result = attribute.parse_nested_meta(|meta| {
            let key = crate::ast::text(&meta.path).trim_start_matches("r#").to_owned();
            let mut option = OneOption {
                meta: &meta,
                key,
                of,
                errors,
            };
            if take(&mut option)? {
                return Ok(());
            }
            Err(option.refuse(&meta.path, &diagnostics::unknown_attribute(&option.key, known)))
        });
        if let Err(error) = result {
            // What isn't a name at all is syn's to refuse, in words that know nothing of us.
            let ours = error.to_string().starts_with(&format!("`{of}`"));
            let first = list.tokens.clone().into_iter().next();
            match first {
                _ if error.to_string() == "expected `,`" => {
                    errors.at_span(error.span(), diagnostics::of(of, &diagnostics::expected_comma()));
                }
                Some(token) if !ours => {
                    let written = token.to_string();
                    let message = diagnostics::unknown_attribute(&written, known);
                    errors.at_span(error.span(), diagnostics::of(of, &message));
                }
                _ => errors.push(error),
            }
        }
    }
}
