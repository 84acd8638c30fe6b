//! How two sets of layouts differ, and whether the difference may be.

use std::borrow::Cow;
use std::cmp::Ordering;

use shared_abi_model::{Difference, Differences, FieldDifference, Kind, Layout, Order};

use crate::layouts::Layouts;
use crate::one_line::OneLine;

/// Of layouts with more fields or variants than this, these are sorted before they are looked for by name.
const MANY: usize = 16;

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
    /// [grown](Layout::grows_into).
    Extend,
}

impl Level {
    /// Whether a type may be another one than before, which grew or did not.
    #[must_use]
    pub fn allows_change(self, grows: bool) -> bool {
        self == Self::Extend && grows
    }
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
        size: Option<(usize, usize)>,
        /// Alignment in bytes, where it differs.
        align: Option<(usize, usize)>,
        /// Whether it is extensible, where that differs.
        extensible: Option<(bool, bool)>,
        /// The fields that differ, then the variants: of each, first those of the left side in its order.
        items: Vec<ItemChange>,
        /// Whether the left one [grows into](Layout::grows_into) the right one.
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
/// use shared_abi_layouts::ItemChange;
///
/// let change = ItemChange::VariantChanged { name: "Walk".into(), value: (1, 2) };
/// assert_eq!(change.with_labels("guest", "host").to_string(), "variant Walk: 1 → 2");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemChange {
    /// Only the left type has the field.
    FieldRemoved {
        /// The field's name; of a variant's field, behind the variant's.
        name: String,
    },
    /// Both have it, and it isn't the same.
    FieldChanged(FieldChange),
    /// Only the right type has the field.
    FieldAdded {
        /// The field's name; of a variant's field, behind the variant's.
        name: String,
    },
    /// Only the left enum has the variant.
    VariantRemoved {
        /// The variant's name.
        name: String,
    },
    /// Both have it, with two values.
    VariantChanged {
        /// The variant's name.
        name: String,
        /// The value of its tag.
        value: (i128, i128),
    },
    /// Only the right enum has the variant.
    VariantAdded {
        /// The variant's name.
        name: String,
    },
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
    pub size: Option<(usize, usize)>,
    /// Offset in bytes, where it differs.
    pub offset: Option<(usize, usize)>,
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
pub fn compare(left: &Layouts<'_>, right: &Layouts<'_>) -> Vec<TypeChange> {
    let changes = pairs(left, right).filter_map(|pair| match pair {
        (Some(left), Some(right)) => TypeChange::between(&left, &right),
        (Some(left), None) => Some(TypeChange::only_left(left.name)),
        (None, Some(right)) => Some(TypeChange::only_right(right.name)),
        (None, None) => None,
    });
    changes.collect()
}

/// The types of two sets side by side, sorted by name.
///
/// ```
/// use shared_abi_layouts::{Layouts, pairs};
///
/// let left = Layouts::parse("struct A, size 0, align 1\n\nstruct B, size 0, align 1\n")?;
/// let right = Layouts::parse("struct B, size 4, align 1\n\nstruct C, size 0, align 1\n")?;
/// let sizes: Vec<_> = pairs(&left, &right).map(|(l, r)| (l.map(|l| l.size), r.map(|r| r.size))).collect();
/// assert_eq!(sizes, [(Some(0), None), (Some(0), Some(4)), (None, Some(0))]);
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
pub fn pairs<'a>(
    left: &'a Layouts<'_>,
    right: &'a Layouts<'_>,
) -> impl Iterator<Item = (Option<Layout<'a>>, Option<Layout<'a>>)> {
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    std::iter::from_fn(move || {
        let order = match (lefts.peek(), rights.peek()) {
            (Some(left), Some(right)) => left.name.cmp(right.name),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        Some((
            lefts.next_if(|_| order.is_le()),
            rights.next_if(|_| order.is_ge()),
        ))
    })
}

/// How two layouts differ, in time in proportion to their length.
///
/// ```
/// use shared_abi_layouts::{Layouts, differences};
///
/// let layouts = Layouts::parse("struct A, size 4, align 4\nstruct B, size 4, align 2\n")?;
/// let (a, b) = (layouts.get("A").unwrap(), layouts.get("B").unwrap());
/// assert_eq!(differences(&a, &b).len(), 1);
/// assert!(differences(&a, &a).is_empty());
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[must_use]
pub fn differences(left: &Layout<'_>, right: &Layout<'_>) -> Vec<Difference> {
    let (left_order, right_order) = (Sorted::of(left), Sorted::of(right));
    Differences::with_orders(left, left_order.order(), right, right_order.order()).collect()
}

/// The fields that both layouts have: the index of each in `left` and in `right`.
pub(crate) fn common_fields(left: &Layout<'_>, right: &Layout<'_>) -> Vec<(usize, usize)> {
    let sorted = Sorted::of(right);
    (0..left.fields.len())
        .filter_map(|index| Some((index, left.field_in_sorted(index, right, sorted.order())?)))
        .collect()
}

/// The order of a layout's names, if they are many.
struct Sorted {
    fields: Vec<usize>,
    variants: Vec<usize>,
}

impl Sorted {
    fn of(layout: &Layout<'_>) -> Self {
        let indices = |len: usize| (0..if len > MANY { len } else { 0 }).collect::<Vec<_>>();
        let (mut fields, mut variants) = (indices(layout.fields.len()), indices(layout.variants.len()));
        fields.sort_unstable_by(|a, b| layout.compare_fields(*a, layout, *b));
        variants.sort_unstable_by_key(|index| layout.variants[*index].name);
        Self { fields, variants }
    }

    fn order(&self) -> Order<'_> {
        Order {
            fields: &self.fields,
            variants: &self.variants,
        }
    }
}

/// The name of a field; of a variant's, behind the variant's: `Circle.radius`.
///
/// ```
/// use shared_abi_layouts::{Layouts, full_name};
///
/// let layouts = Layouts::parse(
///     "enum Shape, size 8, align 4\n    tag: u32, offset 0, size 4, align 4\n    Tile = 0\n        side: u32, offset 4, size 4, align 4\n",
/// )?;
/// let shape = layouts.get("Shape").unwrap();
/// assert_eq!((&*full_name(&shape, 0), &*full_name(&shape, 1)), ("tag", "Tile.side"));
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[must_use]
pub fn full_name<'a>(layout: &Layout<'a>, field: usize) -> Cow<'a, str> {
    let name = layout.fields[field].name;
    match layout.variant_of(field) {
        Some(variant) => Cow::Owned(format!("{}.{name}", layout.variants[variant].name)),
        None => Cow::Borrowed(name),
    }
}

impl TypeChange {
    /// That only the left side has a type of this name.
    #[must_use]
    pub fn only_left(name: &str) -> Self {
        Self::Removed {
            name: name.to_owned(),
        }
    }

    /// That only the right side has a type of this name.
    #[must_use]
    pub fn only_right(name: &str) -> Self {
        Self::Added {
            name: name.to_owned(),
        }
    }

    /// How `right` differs from `left`; `None` if it doesn't.
    ///
    /// ```
    /// use shared_abi_layouts::{Layouts, TypeChange};
    ///
    /// let layouts = Layouts::parse("struct A, size 4, align 4\nstruct B, size 4, align 2\n")?;
    /// let (a, b) = (layouts.get("A").unwrap(), layouts.get("B").unwrap());
    /// let change = TypeChange::between(&a, &b).unwrap();
    /// assert_eq!(change.with_labels("left", "right").to_string(), "A: align 4 → 2");
    /// assert_eq!(TypeChange::between(&a, &a), None);
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    #[must_use]
    pub fn between(left: &Layout<'_>, right: &Layout<'_>) -> Option<Self> {
        let differences = differences(left, right);
        if differences.is_empty() {
            return None;
        }
        let has = |difference| differences.contains(&difference);
        Some(Self::Changed {
            name: left.name.to_owned(),
            kind: has(Difference::Kind).then_some((left.kind, right.kind)),
            size: has(Difference::Size).then_some((left.size, right.size)),
            align: has(Difference::Align).then_some((left.align, right.align)),
            extensible: has(Difference::Extensible).then_some((left.extensible, right.extensible)),
            items: differences
                .iter()
                .filter_map(|difference| ItemChange::of(*difference, left, right))
                .collect(),
            grows: left.grows_by_all(&differences, right),
        })
    }
}

impl ItemChange {
    fn of(difference: Difference, left: &Layout<'_>, right: &Layout<'_>) -> Option<Self> {
        let field = |layout, index| full_name(layout, index).into_owned();
        let variant = |layout: &Layout<'_>, index: usize| layout.variants[index].name.to_owned();
        Some(match difference {
            Difference::FieldRemoved { left: i } => Self::FieldRemoved { name: field(left, i) },
            Difference::FieldAdded { right: i } => Self::FieldAdded {
                name: field(right, i),
            },
            Difference::VariantRemoved { left: i } => Self::VariantRemoved {
                name: variant(left, i),
            },
            Difference::VariantAdded { right: i } => Self::VariantAdded {
                name: variant(right, i),
            },
            Difference::VariantChanged { left: l, right: r } => Self::VariantChanged {
                name: variant(left, l),
                value: (left.variants[l].value, right.variants[r].value),
            },
            Difference::FieldChanged { left: l, right: r } => {
                let (a, b) = (&left.fields[l], &right.fields[r]);
                let FieldDifference {
                    ty,
                    size,
                    offset,
                    added,
                } = a.difference(b)?;
                let texts = || (a.ty.as_str().to_owned(), b.ty.as_str().to_owned());
                Self::FieldChanged(FieldChange {
                    name: field(left, l),
                    ty: ty.then(texts),
                    size: size.then_some((a.size, b.size)),
                    offset: offset.then_some((a.offset, b.offset)),
                    added: added.then_some((a.added, b.added)),
                })
            }
            // The type's own.
            Difference::Kind | Difference::Size | Difference::Align | Difference::Extensible => return None,
        })
    }
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
        match self {
            Self::Removed { .. } => false,
            Self::Changed { grows, .. } => level.allows_change(*grows),
            Self::Added { .. } => level == Level::Extend,
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
        OneLine::of_type(self, left, right)
    }
}

impl ItemChange {
    /// The name of the field or variant.
    ///
    /// ```
    /// # use shared_abi_layouts::ItemChange;
    /// let change = ItemChange::VariantChanged { name: "Run".into(), value: (1, 2) };
    /// assert_eq!(change.name(), "Run");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::FieldChanged(field) => &field.name,
            Self::FieldRemoved { name }
            | Self::FieldAdded { name }
            | Self::VariantRemoved { name }
            | Self::VariantAdded { name }
            | Self::VariantChanged { name, .. } => name,
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
        OneLine::of_item(self, left, right)
    }
}
