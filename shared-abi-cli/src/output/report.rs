//! How two sets of layouts differ, in the order in which it is told: removed, changed, added.

use std::collections::HashMap;

use shared_abi_layouts::{FieldLayout, ItemChange, Layouts, TypeChange, TypeLayout, compare};

use crate::args::Level;
use crate::output::rename::renames;

/// The differences between a left set and a right one, at a level.
pub(crate) struct Report<'a> {
    pub(crate) left: &'a Layouts,
    pub(crate) right: &'a Layouts,
    pub(crate) level: Level,
    pub(crate) removed: Vec<Removed<'a>>,
    pub(crate) changed: Vec<Changed<'a>>,
    pub(crate) added: Vec<Added<'a>>,
}

/// A type that only the left set has.
pub(crate) struct Removed<'a> {
    pub(crate) layout: &'a TypeLayout,
    /// The added type that it may be now.
    pub(crate) renamed_to: Option<&'a str>,
    pub(crate) allowed: bool,
}

/// A type that is another one in the right set.
pub(crate) struct Changed<'a> {
    pub(crate) left: &'a TypeLayout,
    pub(crate) right: &'a TypeLayout,
    pub(crate) items: Vec<Item<'a>>,
    /// Whether it only gained fields, as an extensible struct may.
    pub(crate) grows: bool,
    pub(crate) allowed: bool,
}

/// A type that only the right set has.
pub(crate) struct Added<'a> {
    pub(crate) layout: &'a TypeLayout,
    /// The removed type that it may have been.
    pub(crate) renamed_from: Option<&'a str>,
    pub(crate) allowed: bool,
}

/// A field or variant that differs: on the left, on the right.
pub(crate) enum Item<'a> {
    Field(Option<&'a FieldLayout>, Option<&'a FieldLayout>),
    Variant(&'a str, Option<i128>, Option<i128>),
}

impl<'a> Report<'a> {
    pub(crate) fn new(left: &'a Layouts, right: &'a Layouts, level: Level) -> Self {
        let mut report = Self {
            left,
            right,
            level,
            removed: Vec::new(),
            changed: Vec::new(),
            added: Vec::new(),
        };
        for change in compare(left, right) {
            let allowed = change.is_allowed(level.into());
            match (left.get(change.name()), right.get(change.name())) {
                (Some(left), Some(right)) => report.changed.push(Changed::new(left, right, &change, allowed)),
                (Some(layout), None) => report.removed.push(Removed {
                    layout,
                    renamed_to: None,
                    allowed,
                }),
                (None, Some(layout)) => report.added.push(Added {
                    layout,
                    renamed_from: None,
                    allowed,
                }),
                // A change is that of a type which one of the two has.
                (None, None) => {}
            }
        }
        report.find_renames();
        report
    }

    fn find_renames(&mut self) {
        let gone: Vec<_> = self.removed.iter().map(|removed| removed.layout).collect();
        let new: Vec<_> = self.added.iter().map(|added| added.layout).collect();
        let renames = renames(&gone, &new);
        let to: HashMap<_, _> = renames.iter().copied().collect();
        let from: HashMap<_, _> = renames.iter().map(|(gone, new)| (*new, *gone)).collect();
        for removed in &mut self.removed {
            removed.renamed_to = to.get(removed.layout.name.as_str()).copied();
        }
        for added in &mut self.added {
            added.renamed_from = from.get(added.layout.name.as_str()).copied();
        }
    }

    /// How many types differ.
    pub(crate) fn len(&self) -> usize {
        self.removed.len() + self.changed.len() + self.added.len()
    }

    /// Whether every difference is allowed.
    pub(crate) fn is_allowed(&self) -> bool {
        self.removed.iter().all(|removed| removed.allowed)
            && self.changed.iter().all(|changed| changed.allowed)
            && self.added.iter().all(|added| added.allowed)
    }
}

impl<'a> Changed<'a> {
    fn new(left: &'a TypeLayout, right: &'a TypeLayout, change: &TypeChange, allowed: bool) -> Self {
        let mut changed = Self {
            left,
            right,
            items: Vec::new(),
            grows: false,
            allowed,
        };
        if let TypeChange::Changed { items, grows, .. } = change {
            changed.grows = *grows;
            let (lefts, rights) = (Members::of(left), Members::of(right));
            let item = |item: &ItemChange| {
                let name = item.name();
                match item {
                    ItemChange::FieldRemoved(_) | ItemChange::FieldChanged(_) | ItemChange::FieldAdded(_) => {
                        Item::Field(lefts.fields.get(name).copied(), rights.fields.get(name).copied())
                    }
                    _ => {
                        let (left, right) = (lefts.variants.get(name), rights.variants.get(name));
                        let name = left.or(right).map_or("", |(name, _)| name);
                        Item::Variant(
                            name,
                            left.map(|(_, value)| *value),
                            right.map(|(_, value)| *value),
                        )
                    }
                }
            };
            changed.items = items.iter().map(item).collect();
        }
        changed
    }
}

/// The fields and variants of a type by their names.
struct Members<'a> {
    fields: HashMap<&'a str, &'a FieldLayout>,
    variants: HashMap<&'a str, (&'a str, i128)>,
}

impl<'a> Members<'a> {
    fn of(layout: &'a TypeLayout) -> Self {
        Self {
            fields: layout.fields.iter().map(|f| (f.name.as_str(), f)).collect(),
            variants: layout
                .variants
                .iter()
                .map(|v| (v.name.as_str(), (v.name.as_str(), v.value)))
                .collect(),
        }
    }
}
