//! What `--format json` prints; `docs/json.md` describes it. A field may be added, none changes its meaning.

use std::borrow::Cow;

use serde::Serialize;
use shared_abi_layouts::{Configuration, full_name};
use shared_abi_model::Layout;

use crate::args::ComparisonArgs;
use crate::error::Error;
use crate::output::comparison::Comparison;
use crate::output::print::print;
use crate::output::reorder::reordered;
use crate::output::report::{self, Item, Report};

/// Prints a value as one document.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Error> {
    // Fails for maps with keys that are no strings, which none of these has.
    let mut text = serde_json::to_string_pretty(value).map_err(|error| Error::Output(error.into()))?;
    text.push('\n');
    print(&text)
}

/// What `show` prints.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    pub(crate) source: &'a str,
    pub(crate) types: Vec<Type<'a>>,
}

#[derive(Serialize)]
pub(crate) struct Type<'a> {
    name: &'a str,
    path: Option<&'a str>,
    only_with: Vec<Vec<&'a str>>,
    kind: String,
    size: usize,
    align: usize,
    extensible: bool,
    padding: usize,
    holes: Vec<Bytes>,
    fields: Vec<Field<'a>>,
    variants: Vec<Variant<'a>>,
    reordered: Option<Order<'a>>,
}

#[derive(Serialize)]
struct Bytes {
    offset: usize,
    size: usize,
}

#[derive(Serialize)]
struct Field<'a> {
    name: Cow<'a, str>,
    #[serde(rename = "type")]
    ty: &'a str,
    offset: usize,
    size: usize,
    align: Option<usize>,
    added: bool,
}

#[derive(Serialize)]
struct Variant<'a> {
    name: &'a str,
    value: i128,
}

#[derive(Serialize)]
struct Order<'a> {
    fields: Vec<&'a str>,
    size: usize,
}

impl<'a> Type<'a> {
    /// A type with what tells it from others of its name: its path, and the configurations that it is locked in.
    pub(crate) fn told_apart(
        layout: &Layout<'a>,
        path: Option<&'a str>,
        only_with: &[&'a Configuration],
    ) -> Self {
        Self {
            path,
            only_with: only_with
                .iter()
                .map(|features| features.iter().collect())
                .collect(),
            ..Self::new(layout)
        }
    }

    fn new(layout: &Layout<'a>) -> Self {
        let holes: Vec<_> = layout.holes().collect();
        Self {
            name: layout.name,
            path: None,
            only_with: Vec::new(),
            kind: layout.kind.to_string(),
            size: layout.size,
            align: layout.align,
            extensible: layout.extensible,
            padding: holes.iter().map(|hole| hole.size).sum(),
            holes: holes
                .iter()
                .map(|h| Bytes {
                    offset: h.offset,
                    size: h.size,
                })
                .collect(),
            fields: (0..layout.fields.len())
                .map(|index| Field::new(layout, index))
                .collect(),
            variants: layout
                .variants
                .iter()
                .map(|v| Variant {
                    name: v.name,
                    value: v.value,
                })
                .collect(),
            reordered: reordered(layout).map(|order| Order {
                fields: order.fields,
                size: order.size,
            }),
        }
    }
}

impl<'a> Field<'a> {
    fn new(layout: &Layout<'a>, index: usize) -> Self {
        let field = &layout.fields[index];
        Self {
            name: full_name(layout, index),
            ty: field.ty.as_str(),
            offset: field.offset,
            size: field.size,
            align: (field.align > 0).then_some(field.align),
            added: field.added,
        }
    }
}

/// What `diff` and `check` print.
#[derive(Serialize)]
pub(crate) struct Differences<'a> {
    left: &'a str,
    right: &'a str,
    level: &'static str,
    allowed: bool,
    gone: Vec<Vec<&'a str>>,
    #[serde(flatten)]
    configured: InConfigurations<'a>,
}

/// What `check --workspace` prints.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    pub(crate) allowed: bool,
    pub(crate) packages: Vec<Differences<'a>>,
}

/// What `lock` prints.
#[derive(Serialize)]
pub(crate) struct LockedPackage<'a> {
    package: &'a str,
    lock: &'a str,
    written: bool,
    #[serde(flatten)]
    configured: InConfigurations<'a>,
}

/// What `lock --workspace` prints.
#[derive(Serialize)]
pub(crate) struct LockedPackages<'a> {
    pub(crate) packages: Vec<LockedPackage<'a>>,
}

/// The differences in the configuration that was asked for, and in others.
#[derive(Serialize)]
struct InConfigurations<'a> {
    #[serde(flatten)]
    first: Option<InConfiguration<'a>>,
    others: Vec<InConfiguration<'a>>,
}

#[derive(Serialize)]
struct InConfiguration<'a> {
    features: Option<Vec<&'a str>>,
    locked: bool,
    #[serde(flatten)]
    lists: Lists<'a>,
}

/// The types that differ.
#[derive(Serialize)]
struct Lists<'a> {
    removed: Vec<Removed<'a>>,
    changed: Vec<Changed<'a>>,
    added: Vec<Added<'a>>,
}

#[derive(Serialize)]
struct Removed<'a> {
    renamed_to: Option<&'a str>,
    allowed: bool,
    #[serde(flatten)]
    ty: Type<'a>,
}

#[derive(Serialize)]
struct Added<'a> {
    renamed_from: Option<&'a str>,
    allowed: bool,
    #[serde(flatten)]
    ty: Type<'a>,
}

#[derive(Serialize)]
struct Changed<'a> {
    name: &'a str,
    allowed: bool,
    kind: Option<Pair<String>>,
    size: Option<Pair<usize>>,
    align: Option<Pair<usize>>,
    extensible: Option<Pair<bool>>,
    fields: Vec<Sides<'a, Field<'a>>>,
    variants: Vec<Sides<'a, i128>>,
}

#[derive(Serialize)]
struct Pair<T> {
    left: T,
    right: T,
}

/// A field or variant that differs; `None` on the side that lacks it.
#[derive(Serialize)]
struct Sides<'a, T> {
    name: Cow<'a, str>,
    left: Option<T>,
    right: Option<T>,
}

impl<'a> Differences<'a> {
    pub(crate) fn new(comparison: &'a Comparison, args: &ComparisonArgs) -> Self {
        Self {
            left: &comparison.left,
            right: &comparison.right,
            level: args.level.name(),
            allowed: comparison.is_allowed(args),
            gone: comparison
                .gone
                .iter()
                .map(|features| features.iter().collect())
                .collect(),
            configured: InConfigurations::new(comparison, args),
        }
    }
}

impl<'a> LockedPackage<'a> {
    pub(crate) fn new(
        package: &'a str,
        lock: &'a str,
        written: bool,
        comparison: &'a Comparison,
        args: &ComparisonArgs,
    ) -> Self {
        Self {
            package,
            lock,
            written,
            configured: InConfigurations::new(comparison, args),
        }
    }
}

impl<'a> InConfigurations<'a> {
    fn new(comparison: &'a Comparison, args: &ComparisonArgs) -> Self {
        let mut all = comparison.configured.iter().map(|configured| InConfiguration {
            features: configured
                .configuration
                .as_ref()
                .map(|features| features.iter().collect()),
            locked: configured.is_locked,
            lists: Lists::new(&configured.report(args)),
        });
        Self {
            first: all.next(),
            others: all.collect(),
        }
    }
}

impl<'a> Lists<'a> {
    fn new(report: &Report<'a>) -> Self {
        let removed = |removed: &report::Removed<'a>| Removed {
            renamed_to: removed.renamed_to,
            allowed: removed.allowed,
            ty: Type::new(&removed.layout),
        };
        let added = |added: &report::Added<'a>| Added {
            renamed_from: added.renamed_from,
            allowed: added.allowed,
            ty: Type::new(&added.layout),
        };
        Self {
            removed: report.removed.iter().map(removed).collect(),
            changed: report.changed.iter().map(Changed::new).collect(),
            added: report.added.iter().map(added).collect(),
        }
    }
}

impl<'a> Changed<'a> {
    fn new(changed: &report::Changed<'a>) -> Self {
        let (left, right) = (&changed.left, &changed.right);
        let mut fields = Vec::new();
        let mut variants = Vec::new();
        for item in &changed.items {
            match *item {
                Item::Field(l, r) => fields.push(Sides {
                    name: changed.field_name(l, r),
                    left: l.map(|index| Field::new(left, index)),
                    right: r.map(|index| Field::new(right, index)),
                }),
                Item::Variant(name, left, right) => variants.push(Sides {
                    name: name.into(),
                    left,
                    right,
                }),
            }
        }
        Self {
            name: left.name,
            allowed: changed.allowed,
            kind: Pair::of(left.kind.to_string(), right.kind.to_string()),
            size: Pair::of(left.size, right.size),
            align: Pair::of(left.align, right.align),
            extensible: Pair::of(left.extensible, right.extensible),
            fields,
            variants,
        }
    }
}

impl<T: PartialEq> Pair<T> {
    fn of(left: T, right: T) -> Option<Self> {
        (left != right).then_some(Self { left, right })
    }
}
