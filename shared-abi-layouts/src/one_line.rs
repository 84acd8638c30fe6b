//! A change in one line of text.

use std::fmt;

use shared_abi_model::bytes;

use crate::compare::{ItemChange, TypeChange};
use crate::excerpt::Excerpt;

/// How many fields and variants of a type one line lists.
const MOST_ITEMS: usize = 20;

/// A change as a line of text, made by [`TypeChange::with_labels`] and [`ItemChange::with_labels`].
///
/// ```
/// # use shared_abi_layouts::{ItemChange, OneLine};
/// let change = ItemChange::VariantChanged { name: "Walk".into(), value: (1, 2) };
/// let line: OneLine<'_> = change.with_labels("lock", "now");
/// println!("{line}");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a> {
    change: Change<'a>,
    left: &'a str,
    right: &'a str,
}

#[derive(Clone, Copy, Debug)]
enum Change<'a> {
    Type(&'a TypeChange),
    Item(&'a ItemChange),
}

impl<'a> OneLine<'a> {
    pub(crate) fn of_type(change: &'a TypeChange, left: &'a str, right: &'a str) -> Self {
        let change = Change::Type(change);
        Self { change, left, right }
    }

    pub(crate) fn of_item(change: &'a ItemChange, left: &'a str, right: &'a str) -> Self {
        let change = Change::Item(change);
        Self { change, left, right }
    }
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.change {
            Change::Type(change) => self.write_type(f, change),
            Change::Item(change) => self.write_item(f, change),
        }
    }
}

impl OneLine<'_> {
    fn write_type(&self, f: &mut fmt::Formatter<'_>, change: &TypeChange) -> fmt::Result {
        let Self { left, right, .. } = *self;
        write!(f, "{}: ", Excerpt(change.name()))?;
        let (kind, size, align, extensible, items) = match change {
            TypeChange::Removed { .. } => return write!(f, "only in {left}"),
            TypeChange::Added { .. } => return write!(f, "only in {right}"),
            TypeChange::Changed {
                kind,
                size,
                align,
                extensible,
                items,
                ..
            } => (kind, size, align, extensible, items),
        };
        let mut parts = Parts::new("; ");
        if let Some((a, b)) = kind {
            write!(parts.next(f)?, "{a} → {b}")?;
        }
        if let Some((a, b)) = size {
            write!(parts.next(f)?, "{left} {a} {}, {right} {b}", bytes(*a as u64))?;
        }
        if let Some((a, b)) = align {
            write!(parts.next(f)?, "align {a} → {b}")?;
        }
        if let Some(flag) = extensible {
            write!(parts.next(f)?, "extensible: only in {}", self.holder(*flag))?;
        }
        for item in items.iter().take(MOST_ITEMS) {
            self.write_item(parts.next(f)?, item)?;
        }
        if let more @ 1.. = items.len().saturating_sub(MOST_ITEMS) {
            write!(parts.next(f)?, "and {more} more")?;
        }
        Ok(())
    }

    fn write_item(&self, f: &mut fmt::Formatter<'_>, item: &ItemChange) -> fmt::Result {
        let Self { left, right, .. } = self;
        let name = Excerpt(item.name());
        match item {
            ItemChange::FieldRemoved { .. } => write!(f, "{name}: only in {left}"),
            ItemChange::FieldAdded { .. } => write!(f, "{name}: only in {right}"),
            ItemChange::VariantRemoved { .. } => write!(f, "variant {name}: only in {left}"),
            ItemChange::VariantAdded { .. } => write!(f, "variant {name}: only in {right}"),
            ItemChange::VariantChanged { value: (a, b), .. } => write!(f, "variant {name}: {a} → {b}"),
            ItemChange::FieldChanged(field) => {
                write!(f, "{name}: ")?;
                let mut parts = Parts::new(", ");
                if let Some((a, b)) = &field.ty {
                    write!(parts.next(f)?, "{} → {}", Excerpt(a), Excerpt(b))?;
                } else if let Some((a, b)) = field.size {
                    write!(parts.next(f)?, "size {a} → {b}")?;
                }
                if let Some((a, b)) = field.offset {
                    write!(parts.next(f)?, "offset {a} → {b}")?;
                }
                if let Some(flag) = field.added {
                    write!(parts.next(f)?, "marked added only in {}", self.holder(flag))?;
                }
                Ok(())
            }
        }
    }

    /// The side that has the flag.
    fn holder(&self, (left, _): (bool, bool)) -> &str {
        if left { self.left } else { self.right }
    }
}

/// Puts a separator before each part but the first.
struct Parts {
    separator: &'static str,
    first: bool,
}

impl Parts {
    fn new(separator: &'static str) -> Self {
        Self {
            separator,
            first: true,
        }
    }

    fn next<'f, 'b>(
        &mut self,
        f: &'f mut fmt::Formatter<'b>,
    ) -> Result<&'f mut fmt::Formatter<'b>, fmt::Error> {
        if !std::mem::take(&mut self.first) {
            f.write_str(self.separator)?;
        }
        Ok(f)
    }
}
