//! What `--format json` prints; `docs/json.md` describes it. A field may be added, none changes its meaning.

use serde::Serialize;
use shared_abi_layouts::{FieldLayout, Layouts, TypeLayout};

use crate::error::Error;
use crate::holes::{holes, total};
use crate::output::print;
use crate::reorder::reordered;
use crate::report::{self, Item, Report};

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
    kind: String,
    size: u64,
    align: u64,
    extensible: bool,
    padding: u64,
    holes: Vec<Bytes>,
    fields: Vec<Field<'a>>,
    variants: Vec<Variant<'a>>,
    reordered: Option<Order<'a>>,
}

#[derive(Serialize)]
struct Bytes {
    offset: u64,
    size: u64,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    offset: u64,
    size: u64,
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
    size: u64,
}

impl<'a> Type<'a> {
    pub(crate) fn new(layout: &'a TypeLayout, layouts: &Layouts) -> Self {
        let holes = holes(layout);
        Self {
            name: &layout.name,
            kind: layout.kind.to_string(),
            size: layout.size,
            align: layout.align,
            extensible: layout.extensible,
            padding: total(&holes),
            holes: holes
                .iter()
                .map(|h| Bytes {
                    offset: h.offset,
                    size: h.size,
                })
                .collect(),
            fields: layout.fields.iter().map(Field::new).collect(),
            variants: layout
                .variants
                .iter()
                .map(|v| Variant {
                    name: &v.name,
                    value: v.value,
                })
                .collect(),
            reordered: reordered(layout, layouts).map(|order| Order {
                fields: order.fields,
                size: order.size,
            }),
        }
    }
}

impl<'a> Field<'a> {
    fn new(field: &'a FieldLayout) -> Self {
        Self {
            name: &field.name,
            ty: &field.ty,
            offset: field.offset,
            size: field.size,
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
    #[serde(flatten)]
    lists: Lists<'a>,
}

/// The types that differ.
#[derive(Serialize)]
pub(crate) struct Lists<'a> {
    removed: Vec<Removed<'a>>,
    changed: Vec<Changed<'a>>,
    added: Vec<Added<'a>>,
}

/// What `lock` prints.
#[derive(Serialize)]
pub(crate) struct Locked<'a> {
    pub(crate) package: &'a str,
    pub(crate) lock: &'a str,
    pub(crate) written: bool,
    #[serde(flatten)]
    pub(crate) lists: Lists<'a>,
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
    size: Option<Pair<u64>>,
    align: Option<Pair<u64>>,
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
    name: &'a str,
    left: Option<T>,
    right: Option<T>,
}

impl<'a> Differences<'a> {
    pub(crate) fn new(report: &Report<'a>, left: &'a str, right: &'a str) -> Self {
        Self {
            left,
            right,
            level: report.level.name(),
            allowed: report.is_allowed(),
            lists: Lists::new(report),
        }
    }
}

impl<'a> Lists<'a> {
    pub(crate) fn new(report: &Report<'a>) -> Self {
        let removed = |removed: &report::Removed<'a>| Removed {
            renamed_to: removed.renamed_to,
            allowed: removed.allowed,
            ty: Type::new(removed.layout, report.left),
        };
        let added = |added: &report::Added<'a>| Added {
            renamed_from: added.renamed_from,
            allowed: added.allowed,
            ty: Type::new(added.layout, report.right),
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
        let (left, right) = (changed.left, changed.right);
        let mut fields = Vec::new();
        let mut variants = Vec::new();
        for item in &changed.items {
            match *item {
                Item::Field(left, right) => fields.push(Sides {
                    name: left.or(right).map_or("", |field| &field.name),
                    left: left.map(Field::new),
                    right: right.map(Field::new),
                }),
                Item::Variant(name, left, right) => variants.push(Sides { name, left, right }),
            }
        }
        Self {
            name: &left.name,
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
