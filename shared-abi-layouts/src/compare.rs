//! How two sets of layouts differ, and whether the difference may be.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

use crate::excerpt::Excerpt;
use crate::model::{FieldLayout, Kind, Layouts, TypeLayout, VariantValue};

/// How many fields and variants of a type one line lists.
const MOST_ITEMS: usize = 20;

/// What may differ.
///
/// ```
/// use shared_abi_layouts::{Layouts, Level, compare};
///
/// let older = Layouts::parse("struct Point, size 4, align 4, extensible\n    x: i32, offset 0, size 4\n")?;
/// let newer = Layouts::parse(
///     "struct Point, size 8, align 4, extensible\n    x: i32, offset 0, size 4\n\
///     \x20   y: i32, offset 4, size 4, added\n",
/// )?;
/// let change = &compare(&older, &newer)[0];
/// assert!(change.is_allowed(Level::Extend) && !change.is_allowed(Level::Layout));
/// // Growth has a direction: the fields may not go away again.
/// assert!(!compare(&newer, &older)[0].is_allowed(Level::Extend));
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// Nothing: the same bytes, with the same meaning.
    Layout,
    /// The right side may have more types than the left one, and extensible structs may have
    /// [grown](TypeLayout::grows_into).
    Extend,
}

/// How a type differs between two sets, a left one and a right one. A pair is the left value, then the right.
///
/// ```
/// use shared_abi_layouts::{ItemChange, Layouts, TypeChange, compare};
///
/// let left = Layouts::parse("struct Point, size 8, align 8\n    x: i32, offset 0, size 4\n")?;
/// let right = Layouts::parse("struct Point, size 8, align 8\n    x: i32, offset 4, size 4\n")?;
/// let changes = compare(&left, &right);
/// let TypeChange::Changed { size: None, items, .. } = &changes[0] else { panic!() };
/// let ItemChange::FieldChanged(field) = &items[0] else { panic!() };
/// assert_eq!((field.offset, &field.ty), (Some((0, 4)), &None));
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeChange {
    /// Only the left set has the type.
    #[non_exhaustive]
    Removed {
        /// The type's name.
        name: String,
    },
    /// Both have it, and it isn't the same.
    #[non_exhaustive]
    Changed {
        /// The type's name.
        name: String,
        /// What kind of type it is, where that differs.
        kind: Option<(Kind, Kind)>,
        /// Size in bytes, where it differs.
        size: Option<(u64, u64)>,
        /// Alignment in bytes, where it differs.
        align: Option<(u64, u64)>,
        /// Whether it is extensible, where that differs.
        extensible: Option<(bool, bool)>,
        /// The fields that differ, then the variants: of each, first those of the left side in its order.
        items: Vec<ItemChange>,
        /// Whether the left one [grows into](TypeLayout::grows_into) the right one.
        grows: bool,
    },
    /// Only the right set has the type.
    #[non_exhaustive]
    Added {
        /// The type's name.
        name: String,
    },
}

/// How a field or a variant of a type differs. It is known by its name; the left value stands first.
///
/// ```
/// use shared_abi_layouts::{ItemChange, VariantValue};
///
/// let change = ItemChange::VariantAdded(VariantValue { name: "Run".into(), value: 2 });
/// assert_eq!(change.with_labels("guest", "host").to_string(), "variant Run: only in host");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemChange {
    /// Only the left type has the field.
    FieldRemoved(FieldLayout),
    /// Both have it, and it isn't the same.
    FieldChanged(FieldChange),
    /// Only the right type has the field.
    FieldAdded(FieldLayout),
    /// Only the left enum has the variant.
    VariantRemoved(VariantValue),
    /// Both have it, with two values.
    VariantChanged {
        /// The variant's name.
        name: String,
        /// The value of its tag.
        value: (i128, i128),
    },
    /// Only the right enum has the variant.
    VariantAdded(VariantValue),
}

/// What differs of a field that both types have: pairs of a left and a right value.
///
/// ```
/// use shared_abi_layouts::{ItemChange, Layouts, TypeChange, compare};
///
/// let left = Layouts::parse("struct Count, size 8, align 8\n    n: u32, offset 0, size 4\n")?;
/// let right = Layouts::parse("struct Count, size 8, align 8\n    n: u64, offset 0, size 8\n")?;
/// let changes = compare(&left, &right);
/// let TypeChange::Changed { items, .. } = &changes[0] else { panic!() };
/// let ItemChange::FieldChanged(field) = &items[0] else { panic!() };
/// assert_eq!(field.ty, Some(("u32".into(), "u64".into())));
/// assert_eq!((field.size, field.offset), (Some((4, 8)), None));
/// // The text shows the size where the type alone doesn't say it: of a nested type that differs itself.
/// assert_eq!(items[0].with_labels("guest", "host").to_string(), "n: u32 → u64");
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldChange {
    /// The field's name.
    pub name: String,
    /// The type, where it differs.
    pub ty: Option<(String, String)>,
    /// Size in bytes, where it differs.
    pub size: Option<(u64, u64)>,
    /// Offset in bytes, where it differs.
    pub offset: Option<(u64, u64)>,
    /// Whether it is marked as added, where that differs.
    pub added: Option<(bool, bool)>,
}

/// The types that differ, sorted by name.
///
/// ```
/// use shared_abi_layouts::{Layouts, compare};
///
/// let left = Layouts::parse("struct Token, size 0, align 1\n")?;
/// let changes = compare(&left, &Layouts::new());
/// assert_eq!(changes[0].with_labels("guest", "host").to_string(), "Token: only in guest");
/// assert!(compare(&left, &left).is_empty());
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[must_use]
pub fn compare(left: &Layouts, right: &Layouts) -> Vec<TypeChange> {
    let mut changes = Vec::new();
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let order = match (lefts.peek(), rights.peek()) {
            (Some(left), Some(right)) => left.name.cmp(&right.name),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return changes,
        };
        let left = lefts.next_if(|_| order.is_le());
        let right = rights.next_if(|_| order.is_ge());
        changes.extend(match (left, right) {
            (Some(left), Some(right)) => left.changes(right),
            (Some(TypeLayout { name, .. }), None) => Some(TypeChange::Removed { name: name.clone() }),
            (None, Some(TypeLayout { name, .. })) => Some(TypeChange::Added { name: name.clone() }),
            (None, None) => None,
        });
    }
}

impl TypeLayout {
    /// Whether `newer` is this type with fields added at its end, so that who knows one can read the other.
    ///
    /// Both are extensible structs of one name; `newer` has all of this one's fields where they were, and each
    /// further one is marked as added. Size and alignment may differ.
    ///
    /// ```
    /// use shared_abi_layouts::Layouts;
    ///
    /// let older = Layouts::parse("struct Point, size 4, align 4, extensible\n    x: i32, offset 0, size 4\n")?;
    /// let newer = Layouts::parse(
    ///     "struct Point, size 8, align 4, extensible\n    x: i32, offset 0, size 4\n\
    ///     \x20   y: i32, offset 4, size 4, added\n",
    /// )?;
    /// let (older, newer) = (older.get("Point").unwrap(), newer.get("Point").unwrap());
    /// assert!(older.grows_into(newer) && !newer.grows_into(older));
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    #[must_use]
    pub fn grows_into(&self, newer: &Self) -> bool {
        let extensible = |layout: &Self| layout.extensible && layout.kind == Kind::Struct;
        // Not the mark: what was added for one side may have been there from the start for the other.
        let same = |a: &FieldLayout, b: &FieldLayout| {
            (&a.name, &a.ty, a.offset, a.size) == (&b.name, &b.ty, b.offset, b.size)
        };
        let Some((known, further)) = newer.fields.split_at_checked(self.fields.len()) else {
            return false;
        };
        extensible(self)
            && extensible(newer)
            && self.name == newer.name
            && self.fields.iter().zip(known).all(|(a, b)| same(a, b))
            && further.iter().all(|field| field.added)
    }

    /// How `other`, as the right side, differs from this layout; `None` if it doesn't.
    ///
    /// The two types' names are not compared. Their fields and variants are, by name; each has one of its own,
    /// as [`Layouts::parse`] makes sure. The order of a union's fields or of an enum's variants means nothing.
    ///
    /// ```
    /// use shared_abi_layouts::Layouts;
    ///
    /// let layouts = Layouts::parse("struct A, size 4, align 4\nstruct B, size 4, align 2\n")?;
    /// let (a, b) = (layouts.get("A").unwrap(), layouts.get("B").unwrap());
    /// assert_eq!(a.changes(b).unwrap().with_labels("left", "right").to_string(), "A: align 4 → 2");
    /// assert_eq!(a.changes(a), None);
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    #[must_use]
    pub fn changes(&self, other: &Self) -> Option<TypeChange> {
        let mut items = Vec::new();
        let mut rights: HashMap<&str, &FieldLayout> =
            other.fields.iter().map(|f| (f.name.as_str(), f)).collect();
        for left in &self.fields {
            items.extend(match rights.remove(left.name.as_str()) {
                Some(right) => left.changes(right).map(ItemChange::FieldChanged),
                None => Some(ItemChange::FieldRemoved(left.clone())),
            });
        }
        let added = other
            .fields
            .iter()
            .filter(|f| rights.contains_key(f.name.as_str()));
        items.extend(added.cloned().map(ItemChange::FieldAdded));

        let mut rights: HashMap<&str, i128> = other
            .variants
            .iter()
            .map(|v| (v.name.as_str(), v.value))
            .collect();
        for left in &self.variants {
            items.extend(match rights.remove(left.name.as_str()) {
                Some(right) => pair(left.value, right).map(|value| ItemChange::VariantChanged {
                    name: left.name.clone(),
                    value,
                }),
                None => Some(ItemChange::VariantRemoved(left.clone())),
            });
        }
        let added = other
            .variants
            .iter()
            .filter(|v| rights.contains_key(v.name.as_str()));
        items.extend(added.cloned().map(ItemChange::VariantAdded));

        let kind = pair(self.kind, other.kind);
        let size = pair(self.size, other.size);
        let align = pair(self.align, other.align);
        let extensible = pair(self.extensible, other.extensible);
        let same = kind.is_none() && size.is_none() && align.is_none() && extensible.is_none();
        if same && items.is_empty() {
            return None;
        }
        Some(TypeChange::Changed {
            name: self.name.clone(),
            kind,
            size,
            align,
            extensible,
            items,
            grows: self.grows_into(other),
        })
    }
}

impl FieldLayout {
    fn changes(&self, other: &Self) -> Option<FieldChange> {
        let change = FieldChange {
            name: self.name.clone(),
            ty: (self.ty != other.ty).then(|| (self.ty.clone(), other.ty.clone())),
            size: pair(self.size, other.size),
            offset: pair(self.offset, other.offset),
            added: pair(self.added, other.added),
        };
        (self != other).then_some(change)
    }
}

fn pair<T: PartialEq>(left: T, right: T) -> Option<(T, T)> {
    (left != right).then_some((left, right))
}

impl TypeChange {
    /// The type's name.
    ///
    /// ```
    /// # use shared_abi_layouts::{Layouts, compare};
    /// let left = Layouts::parse("struct Token, size 0, align 1\n")?;
    /// assert_eq!(compare(&left, &Layouts::new())[0].name(), "Token");
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Removed { name } | Self::Changed { name, .. } | Self::Added { name } => name,
        }
    }

    /// Whether the two sides may differ in this, the left one being the older. See [`Level`].
    ///
    /// ```
    /// # use shared_abi_layouts::{Layouts, Level, compare};
    /// let newer = Layouts::parse("struct Token, size 0, align 1\n")?;
    /// let change = &compare(&Layouts::new(), &newer)[0];
    /// assert!(change.is_allowed(Level::Extend) && !change.is_allowed(Level::Layout));
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    #[must_use]
    pub fn is_allowed(&self, level: Level) -> bool {
        match level {
            Level::Layout => false,
            Level::Extend => matches!(self, Self::Added { .. } | Self::Changed { grows: true, .. }),
        }
    }

    /// The change in one line, the sides being called `left` and `right`.
    ///
    /// However long the names are that a guest chose, the line is short: each is cut after 60 characters, and 20
    /// fields and variants are listed.
    ///
    /// ```
    /// # use shared_abi_layouts::{Layouts, compare};
    /// let guest = Layouts::parse("struct Batch, size 24, align 8\n    samples: Str, offset 8, size 16\n")?;
    /// let host = Layouts::parse("struct Batch, size 32, align 8\n    samples: Str, offset 16, size 16\n")?;
    /// assert_eq!(
    ///     compare(&guest, &host)[0].with_labels("guest", "host").to_string(),
    ///     "Batch: guest 24 bytes, host 32; samples: offset 8 → 16",
    /// );
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    #[must_use]
    pub fn with_labels<'a>(&'a self, left: &'a str, right: &'a str) -> OneLine<'a> {
        OneLine {
            change: Change::Type(self),
            left,
            right,
        }
    }
}

impl ItemChange {
    /// The name of the field or variant.
    ///
    /// ```
    /// # use shared_abi_layouts::{ItemChange, VariantValue};
    /// let change = ItemChange::VariantAdded(VariantValue { name: "Run".into(), value: 2 });
    /// assert_eq!(change.name(), "Run");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::FieldRemoved(field) | Self::FieldAdded(field) => &field.name,
            Self::FieldChanged(field) => &field.name,
            Self::VariantRemoved(variant) | Self::VariantAdded(variant) => &variant.name,
            Self::VariantChanged { name, .. } => name,
        }
    }

    /// The change in one line, the sides being called `left` and `right`. Long names are cut.
    ///
    /// ```
    /// # use shared_abi_layouts::ItemChange;
    /// let change = ItemChange::VariantChanged { name: "Walk".into(), value: (1, 2) };
    /// assert_eq!(change.with_labels("guest", "host").to_string(), "variant Walk: 1 → 2");
    /// ```
    #[must_use]
    pub fn with_labels<'a>(&'a self, left: &'a str, right: &'a str) -> OneLine<'a> {
        OneLine {
            change: Change::Item(self),
            left,
            right,
        }
    }
}

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
            let unit = if *a == 1 { "byte" } else { "bytes" };
            write!(parts.next(f)?, "{left} {a} {unit}, {right} {b}")?;
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
            ItemChange::FieldRemoved(_) => write!(f, "{name}: only in {left}"),
            ItemChange::FieldAdded(_) => write!(f, "{name}: only in {right}"),
            ItemChange::VariantRemoved(_) => write!(f, "variant {name}: only in {left}"),
            ItemChange::VariantAdded(_) => write!(f, "variant {name}: only in {right}"),
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
