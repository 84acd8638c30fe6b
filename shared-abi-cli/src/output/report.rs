//! How two sets of layouts differ, in the order in which it is told: removed, changed, added.

use std::borrow::Cow;
use std::collections::HashMap;

use shared_abi_layouts::{Layouts, TypeChange, differences, full_name, pairs};
use shared_abi_model::{Difference, Layout};

use crate::args::Level;
use crate::output::rename::renames;

/// The differences between a left set and a right one, at a level.
pub(crate) struct Report<'a> {
    pub(crate) level: Level,
    pub(crate) removed: Vec<Removed<'a>>,
    pub(crate) changed: Vec<Changed<'a>>,
    pub(crate) added: Vec<Added<'a>>,
}

/// A type that only the left set has.
pub(crate) struct Removed<'a> {
    pub(crate) layout: Layout<'a>,
    /// The added type that it may be now.
    pub(crate) renamed_to: Option<&'a str>,
    pub(crate) allowed: bool,
}

/// A type that is another one in the right set.
pub(crate) struct Changed<'a> {
    pub(crate) left: Layout<'a>,
    pub(crate) right: Layout<'a>,
    pub(crate) items: Vec<Item<'a>>,
    /// Whether it only gained fields, as an extensible struct may.
    pub(crate) grows: bool,
    pub(crate) allowed: bool,
}

/// A type that only the right set has.
pub(crate) struct Added<'a> {
    pub(crate) layout: Layout<'a>,
    /// The removed type that it may have been.
    pub(crate) renamed_from: Option<&'a str>,
    pub(crate) allowed: bool,
}

/// A field, by its index, or a variant that differs: on the left, on the right.
pub(crate) enum Item<'a> {
    Field(Option<usize>, Option<usize>),
    Variant(&'a str, Option<i128>, Option<i128>),
}

impl<'a> Report<'a> {
    pub(crate) fn new(left: &'a Layouts<'_>, right: &'a Layouts<'_>, level: Level) -> Self {
        let mut report = Self {
            level,
            removed: Vec::new(),
            changed: Vec::new(),
            added: Vec::new(),
        };
        let allowed = |change: &TypeChange| change.is_allowed(level.into());
        for pair in pairs(left, right) {
            match pair {
                (Some(left), Some(right)) => report.changed.extend(Changed::new(left, right, level)),
                (Some(layout), None) => report.removed.push(Removed {
                    layout,
                    renamed_to: None,
                    allowed: allowed(&TypeChange::only_left(layout.name)),
                }),
                (None, Some(layout)) => report.added.push(Added {
                    layout,
                    renamed_from: None,
                    allowed: allowed(&TypeChange::only_right(layout.name)),
                }),
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
            removed.renamed_to = to.get(removed.layout.name).copied();
        }
        for added in &mut self.added {
            added.renamed_from = from.get(added.layout.name).copied();
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
    /// `None` if the two don't differ.
    fn new(left: Layout<'a>, right: Layout<'a>, level: Level) -> Option<Self> {
        let differences = differences(&left, &right);
        if differences.is_empty() {
            return None;
        }
        let of_left = |index: usize| &left.variants[index];
        let of_right = |index: usize| &right.variants[index];
        let item = |difference: &Difference| {
            Some(match *difference {
                Difference::FieldRemoved { left } => Item::Field(Some(left), None),
                Difference::FieldChanged { left, right } => Item::Field(Some(left), Some(right)),
                Difference::FieldAdded { right } => Item::Field(None, Some(right)),
                Difference::VariantRemoved { left } => {
                    Item::Variant(of_left(left).name, Some(of_left(left).value), None)
                }
                Difference::VariantChanged { left, right } => Item::Variant(
                    of_left(left).name,
                    Some(of_left(left).value),
                    Some(of_right(right).value),
                ),
                Difference::VariantAdded { right } => {
                    Item::Variant(of_right(right).name, None, Some(of_right(right).value))
                }
                // The type's own, which stand in its line.
                Difference::Kind | Difference::Size | Difference::Align | Difference::Extensible => {
                    return None;
                }
            })
        };
        let grows = left.grows_by_all(&differences, &right);
        Some(Self {
            left,
            right,
            items: differences.iter().filter_map(item).collect(),
            grows,
            allowed: shared_abi_layouts::Level::from(level).allows_change(grows),
        })
    }

    /// The name of a field that differs, by its indices.
    pub(crate) fn field_name(&self, left: Option<usize>, right: Option<usize>) -> Cow<'a, str> {
        match (left, right) {
            (Some(index), _) => full_name(&self.left, index),
            (None, Some(index)) => full_name(&self.right, index),
            (None, None) => Cow::Borrowed(""),
        }
    }
}
