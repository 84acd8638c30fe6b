//! How two layouts differ, and whether one has only grown.
//!
//! There is one comparison: the lock's assertions ask it in `const`, a host at load, and the tools for their reports.

use core::cmp::Ordering;

use crate::layout::{Field, Kind, Layout};
use crate::text::same;

/// One way in which a left layout and a right one differ. What it is of is named by its index on either side.
///
/// Whoever tells of differences tells of each: a match on this has no `_`, so that a new kind is an error wherever it has no
/// words yet. The same holds for [`FieldDifference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// They are of different kinds.
    Kind,
    /// Their sizes differ.
    Size,
    /// Their alignments differ.
    Align,
    /// One may gain fields and the other may not.
    Extensible,
    /// Only the left one has the field.
    FieldRemoved {
        /// Its index on the left.
        left: usize,
    },
    /// Both have the field, and it isn't the same.
    FieldChanged {
        /// Its index on the left.
        left: usize,
        /// Its index on the right.
        right: usize,
    },
    /// Only the right one has the field.
    FieldAdded {
        /// Its index on the right.
        right: usize,
    },
    /// Only the left one has the variant.
    VariantRemoved {
        /// Its index on the left.
        left: usize,
    },
    /// Both have the variant, with two values.
    VariantChanged {
        /// Its index on the left.
        left: usize,
        /// Its index on the right.
        right: usize,
    },
    /// Only the right one has the variant.
    VariantAdded {
        /// Its index on the right.
        right: usize,
    },
}

/// What differs of a field that both layouts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// The type, as far as both know it.
    pub ty: bool,
    /// The size.
    pub size: bool,
    /// The offset.
    pub offset: bool,
    /// Whether it is marked as added.
    pub added: bool,
}

impl Field<'_> {
    /// How `other`, a field of the same name, differs from this one; `None` if it doesn't.
    ///
    /// The alignment of a field's type doesn't count: it shows in the offsets, or in the type's own layout.
    #[must_use]
    pub const fn difference(&self, other: &Field<'_>) -> Option<FieldDifference> {
        let difference = FieldDifference {
            ty: !self.ty.agrees_with(other.ty),
            size: self.size != other.size,
            offset: self.offset != other.offset,
            added: self.added != other.added,
        };
        let differs = difference.ty || difference.size || difference.offset || difference.added;
        if differs { Some(difference) } else { None }
    }
}

/// How two layouts differ: an iterator, which is `const` by [`next`](Self::next).
///
/// The names of the two types are not compared. Their fields and variants are, by name; each has one of its own. The
/// order of a union's fields or of an enum's variants means nothing.
///
/// First the types' own differences, then the left fields in their order, the fields that only the right one has, and
/// the variants likewise.
///
/// ```
/// use shared_abi_model::{Difference, Differences, Field, Kind, Layout, Type};
///
/// const X: Field<'static> = Field::new("x", Type::new("i32"), 4, 4);
/// const Y: Field<'static> = Field::new("y", Type::new("i32"), 4, 4).at(4).added();
/// const OLDER: Layout<'static> = Layout::leaf("Point", Kind::Struct, 4, 4).with_fields(&[X]).extensible();
/// const NEWER: Layout<'static> = Layout::leaf("Point", Kind::Struct, 8, 4).with_fields(&[X, Y]).extensible();
///
/// const FIRST: Option<Difference> = Differences::new(&OLDER, &NEWER).next();
/// assert_eq!(FIRST, Some(Difference::Size));
/// assert_eq!(Differences::new(&OLDER, &NEWER).last(), Some(Difference::FieldAdded { right: 1 }));
/// const GREW: bool = OLDER.grows_into(&NEWER);
/// // Growth has a direction: the fields may not go away again.
/// assert!(GREW && !NEWER.grows_into(&OLDER));
/// ```
#[derive(Clone, Debug)]
pub struct Differences<'a> {
    left: &'a Layout<'a>,
    right: &'a Layout<'a>,
    left_order: Order<'a>,
    right_order: Order<'a>,
    step: Step,
}

/// The indices of a layout's fields and variants, sorted by their names, so that each is found in less time than by
/// looking at all of them. Where there are few it isn't needed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order<'a> {
    /// Of all fields, sorted by [`Layout::compare_fields`]; or none.
    pub fields: &'a [usize],
    /// Of all variants, sorted by their names, byte by byte; or none.
    pub variants: &'a [usize],
}

impl Order<'_> {
    /// Not sorted.
    pub const NONE: Self = Self {
        fields: &[],
        variants: &[],
    };
}

/// What is looked at next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Kind,
    Size,
    Align,
    Extensible,
    LeftField(usize),
    RightField(usize),
    LeftVariant(usize),
    RightVariant(usize),
}

impl<'a> Differences<'a> {
    /// How `right` differs from `left`.
    #[must_use]
    pub const fn new(left: &'a Layout<'a>, right: &'a Layout<'a>) -> Self {
        Self::with_orders(left, Order::NONE, right, Order::NONE)
    }

    /// The same, with the order of either's names, for layouts that are huge.
    #[must_use]
    pub const fn with_orders(
        left: &'a Layout<'a>,
        left_order: Order<'a>,
        right: &'a Layout<'a>,
        right_order: Order<'a>,
    ) -> Self {
        Self {
            left,
            right,
            left_order,
            right_order,
            step: Step::Kind,
        }
    }

    /// The next difference.
    #[allow(clippy::should_implement_trait)] // It is implemented, too; this one is `const`.
    pub const fn next(&mut self) -> Option<Difference> {
        let (left, right) = (self.left, self.right);
        loop {
            let found = match self.step {
                Step::Kind => {
                    self.step = Step::Size;
                    differs(left.kind as usize, right.kind as usize, Difference::Kind)
                }
                Step::Size => {
                    self.step = Step::Align;
                    differs(left.size, right.size, Difference::Size)
                }
                Step::Align => {
                    self.step = Step::Extensible;
                    differs(left.align, right.align, Difference::Align)
                }
                Step::Extensible => {
                    self.step = Step::LeftField(0);
                    differs(
                        left.extensible as usize,
                        right.extensible as usize,
                        Difference::Extensible,
                    )
                }
                Step::LeftField(index) if index < left.fields.len() => {
                    self.step = Step::LeftField(index + 1);
                    match left.field_in_sorted(index, right, self.right_order) {
                        None => Some(Difference::FieldRemoved { left: index }),
                        Some(found) if left.fields[index].difference(&right.fields[found]).is_some() => {
                            Some(Difference::FieldChanged {
                                left: index,
                                right: found,
                            })
                        }
                        Some(_) => None,
                    }
                }
                Step::LeftField(_) => {
                    self.step = Step::RightField(0);
                    None
                }
                Step::RightField(index) if index < right.fields.len() => {
                    self.step = Step::RightField(index + 1);
                    match right.field_in_sorted(index, left, self.left_order) {
                        None => Some(Difference::FieldAdded { right: index }),
                        Some(_) => None,
                    }
                }
                Step::RightField(_) => {
                    self.step = Step::LeftVariant(0);
                    None
                }
                Step::LeftVariant(index) if index < left.variants.len() => {
                    self.step = Step::LeftVariant(index + 1);
                    match variant(left, index, right, self.right_order) {
                        None => Some(Difference::VariantRemoved { left: index }),
                        Some(found) if left.variants[index].value != right.variants[found].value => {
                            Some(Difference::VariantChanged {
                                left: index,
                                right: found,
                            })
                        }
                        Some(_) => None,
                    }
                }
                Step::LeftVariant(_) => {
                    self.step = Step::RightVariant(0);
                    None
                }
                Step::RightVariant(index) if index < right.variants.len() => {
                    self.step = Step::RightVariant(index + 1);
                    match variant(right, index, left, self.left_order) {
                        None => Some(Difference::VariantAdded { right: index }),
                        Some(_) => None,
                    }
                }
                Step::RightVariant(_) => return None,
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

const fn differs(left: usize, right: usize, difference: Difference) -> Option<Difference> {
    if left == right { None } else { Some(difference) }
}

/// The variant of `of` that has the name of the one at `index` in `layout`.
const fn variant(layout: &Layout<'_>, index: usize, of: &Layout<'_>, order: Order<'_>) -> Option<usize> {
    let order = order.variants;
    let name = layout.variants[index].name;
    // Mostly it stands where it stood.
    if index < of.variants.len() && same(of.variants[index].name, name) {
        return Some(index);
    }
    if order.is_empty() {
        return of.variant_named(name);
    }
    let (mut start, mut end) = (0, order.len());
    while start < end {
        let middle = start + (end - start) / 2;
        match compare_texts(name, of.variants[order[middle]].name) {
            Ordering::Equal => return Some(order[middle]),
            Ordering::Less => end = middle,
            Ordering::Greater => start = middle + 1,
        }
    }
    None
}

impl Iterator for Differences<'_> {
    type Item = Difference;

    fn next(&mut self) -> Option<Difference> {
        Differences::next(self)
    }
}

impl<'a> Layout<'a> {
    /// The index in `other` of the field that is called as the one at `index` here, in the variant of the same name.
    #[must_use]
    pub const fn field_in(&self, index: usize, other: &Layout<'_>) -> Option<usize> {
        self.field_in_sorted(index, other, Order::NONE)
    }

    /// The same, with the order of the other's names, for layouts that are huge.
    #[must_use]
    pub const fn field_in_sorted(&self, index: usize, other: &Layout<'_>, order: Order<'_>) -> Option<usize> {
        let order = order.fields;
        // Mostly it stands where it stood.
        if index < other.fields.len() && self.compare_fields(index, other, index).is_eq() {
            return Some(index);
        }
        if order.is_empty() {
            let mut i = 0;
            while i < other.fields.len() {
                if self.compare_fields(index, other, i).is_eq() {
                    return Some(i);
                }
                i += 1;
            }
            return None;
        }
        let (mut start, mut end) = (0, order.len());
        while start < end {
            let middle = start + (end - start) / 2;
            match self.compare_fields(index, other, order[middle]) {
                Ordering::Equal => return Some(order[middle]),
                Ordering::Less => end = middle,
                Ordering::Greater => start = middle + 1,
            }
        }
        None
    }

    /// The order of two fields by their own names and, where these are the same, by those of their variants.
    #[must_use]
    pub const fn compare_fields(&self, index: usize, other: &Layout<'_>, of_other: usize) -> Ordering {
        let by_name = compare_texts(self.fields[index].name, other.fields[of_other].name);
        if by_name.is_ne() || (self.variants.is_empty() && other.variants.is_empty()) {
            return by_name;
        }
        compare_texts(self.variant_name(index), other.variant_name(of_other))
    }

    /// The name of the variant that the field at this index belongs to; empty if it belongs to none.
    const fn variant_name(&self, index: usize) -> &'a str {
        match self.variant_of(index) {
            Some(variant) => self.variants[variant].name,
            None => "",
        }
    }

    /// Whether `newer` is this type with fields added at its end, so that who knows one can read the other.
    ///
    /// Both are extensible structs of one name; `newer` has all of this one's fields where they were, and each
    /// further one is marked as added. Size and alignment may differ.
    #[must_use]
    pub const fn grows_into(&self, newer: &Layout<'_>) -> bool {
        if !self.may_grow_into(newer) {
            return false;
        }
        let mut differences = Differences::new(self, newer);
        while let Some(difference) = differences.next() {
            if !self.grows_by(difference, newer) {
                return false;
            }
        }
        true
    }

    /// Whether all of these, the [`Differences`] of this type and `newer`, are of fields added at its end.
    #[must_use]
    pub const fn grows_by_all(&self, differences: &[Difference], newer: &Layout<'_>) -> bool {
        if !self.may_grow_into(newer) {
            return false;
        }
        let mut i = 0;
        while i < differences.len() {
            if !self.grows_by(differences[i], newer) {
                return false;
            }
            i += 1;
        }
        true
    }

    /// Whether both are extensible structs of one name.
    const fn may_grow_into(&self, newer: &Layout<'_>) -> bool {
        self.extensible
            && newer.extensible
            && matches!((self.kind, newer.kind), (Kind::Struct, Kind::Struct))
            && same(self.name, newer.name)
    }

    /// Whether the types may differ so where `newer` has fields added at its end.
    const fn grows_by(&self, difference: Difference, newer: &Layout<'_>) -> bool {
        match difference {
            Difference::Size | Difference::Align => true,
            Difference::FieldAdded { right } => right >= self.fields.len() && newer.fields[right].added,
            // Not the mark: what was added for one side may have been there from the start for the other.
            Difference::FieldChanged { left, right } => {
                match self.fields[left].difference(&newer.fields[right]) {
                    Some(FieldDifference {
                        ty,
                        size,
                        offset,
                        added: _,
                    }) => !ty && !size && !offset,
                    None => true,
                }
            }
            Difference::Kind
            | Difference::Extensible
            | Difference::FieldRemoved { .. }
            | Difference::VariantRemoved { .. }
            | Difference::VariantChanged { .. }
            | Difference::VariantAdded { .. } => false,
        }
    }
}

const fn compare_texts(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] < b[i] {
            return Ordering::Less;
        }
        if a[i] > b[i] {
            return Ordering::Greater;
        }
        i += 1;
    }
    if a.len() < b.len() {
        Ordering::Less
    } else if a.len() > b.len() {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::vec::Vec;

    use super::*;
    use crate::{Type, Variant};

    fn field(name: &'static str, ty: &'static str, offset: usize, size: usize) -> Field<'static> {
        Field::new(name, Type::new(ty), size, size).at(offset)
    }

    /// With sorted indices and without.
    fn all(left: &Layout<'_>, right: &Layout<'_>) -> Vec<Difference> {
        let order = |layout: &Layout<'_>| {
            let mut order: Vec<_> = (0..layout.fields.len()).collect();
            order.sort_by(|a, b| layout.compare_fields(*a, layout, *b));
            order
        };
        let names = |layout: &Layout<'_>| {
            let mut order: Vec<_> = (0..layout.variants.len()).collect();
            order.sort_by_key(|index| layout.variants[*index].name);
            order
        };
        let (l, r, lv, rv) = (order(left), order(right), names(left), names(right));
        let of = |fields, variants| Order { fields, variants };
        let sorted = Differences::with_orders(left, of(&l, &lv), right, of(&r, &rv));
        let sorted: Vec<_> = sorted.collect();
        let plain: Vec<_> = Differences::new(left, right).collect();
        assert_eq!(sorted, plain);
        plain
    }

    #[test]
    fn every_kind_of_difference_in_its_order() {
        let lefts = [
            field("a", "u8", 0, 1),
            field("b", "u8", 1, 1),
            field("c", "u8", 2, 1),
        ];
        let rights = [
            field("c", "u8", 2, 1),
            field("b", "u16", 4, 2),
            field("d", "u8", 0, 1),
        ];
        let left_variants = [Variant::new("X", 0), Variant::new("Y", 1), Variant::new("Z", 2)];
        let right_variants = [Variant::new("W", 0), Variant::new("Z", 2), Variant::new("Y", 3)];
        let left = Layout::leaf("A", Kind::Enum, 4, 1)
            .with_fields(&lefts)
            .with_variants(&left_variants);
        let right = Layout::leaf("B", Kind::Struct, 8, 2).with_fields(&rights);
        let right = right.with_variants(&right_variants).extensible();
        assert_eq!(
            all(&left, &right),
            [
                Difference::Kind,
                Difference::Size,
                Difference::Align,
                Difference::Extensible,
                Difference::FieldRemoved { left: 0 },
                Difference::FieldChanged { left: 1, right: 1 },
                Difference::FieldAdded { right: 2 },
                Difference::VariantRemoved { left: 0 },
                Difference::VariantChanged { left: 1, right: 2 },
                Difference::VariantAdded { right: 0 },
            ]
        );
        assert!(all(&left, &left).is_empty() && all(&right, &right).is_empty());
    }

    #[test]
    fn each_part_of_a_field_counts_but_its_alignment() {
        let one = field("a", "u32", 4, 4);
        let differs = |other: Field<'_>| {
            let found = one.difference(&other)?;
            Some([found.ty, found.size, found.offset, found.added])
        };
        assert_eq!(differs(one), None);
        assert_eq!(
            differs(field("a", "i32", 4, 4)),
            Some([true, false, false, false])
        );
        assert_eq!(
            differs(field("a", "u32", 4, 8)),
            Some([false, true, false, false])
        );
        assert_eq!(
            differs(field("a", "u32", 8, 4)),
            Some([false, false, true, false])
        );
        assert_eq!(differs(one.added()), Some([false, false, false, true]));
        let mut packed = one;
        packed.align = 0;
        assert_eq!(differs(packed.written("Number")), None);
    }

    #[test]
    fn fields_of_variants_are_known_by_both_names() {
        let fields = [
            field("tag", "u8", 0, 1),
            field("x", "u8", 1, 1),
            field("x", "u16", 2, 2),
            field("y", "u8", 1, 1),
        ];
        let swapped = [fields[0], fields[2], fields[3], fields[1]];
        let variants = [
            Variant::new("A", 0).with_fields(1, 1),
            Variant::new("B", 1).with_fields(2, 2),
        ];
        let turned = [
            Variant::new("B", 1).with_fields(1, 2),
            Variant::new("A", 0).with_fields(3, 1),
        ];
        let left = Layout::leaf("E", Kind::Enum, 4, 2)
            .with_fields(&fields)
            .with_variants(&variants);
        let right = Layout::leaf("E", Kind::Enum, 4, 2)
            .with_fields(&swapped)
            .with_variants(&turned);
        assert!(all(&left, &right).is_empty());
        // Without their variants they are others.
        let names = [
            Variant::new("B", 1).with_fields(1, 1),
            Variant::new("A", 0).with_fields(2, 2),
        ];
        let other = left.with_variants(&names);
        assert_eq!(
            all(&left, &other)[..2],
            [
                Difference::FieldChanged { left: 1, right: 2 },
                Difference::FieldChanged { left: 2, right: 1 },
            ]
        );
        assert_eq!(left.variant_of(0), None);
        assert_eq!(
            (left.variant_of(1), left.variant_of(3), left.variant_of(4)),
            (Some(0), Some(1), None)
        );
        assert_eq!((right.variant_of(3), right.variant_of(2)), (Some(1), Some(0)));
    }

    #[test]
    #[should_panic(expected = "behind those of the one before it")]
    fn variants_stand_in_the_order_of_their_fields() {
        let variants = [
            Variant::new("B", 1).with_fields(2, 2),
            Variant::new("A", 0).with_fields(1, 1),
        ];
        let _ = Layout::leaf("E", Kind::Enum, 4, 2).with_variants(&variants);
    }

    #[test]
    fn growth_goes_one_way() {
        let fields = [field("x", "u32", 0, 4), field("y", "u32", 4, 4).added()];
        let old = Layout::leaf("P", Kind::Struct, 4, 4)
            .with_fields(&fields[..1])
            .extensible();
        let new = Layout::leaf("P", Kind::Struct, 8, 4)
            .with_fields(&fields)
            .extensible();
        assert!(old.grows_into(&new) && old.grows_into(&old) && !new.grows_into(&old));
        let mut closed = new;
        closed.extensible = false;
        assert!(!old.grows_into(&closed) && !closed.grows_into(&closed));
        assert!(!old.grows_into(&new.named("Q")));
        let mut union = new;
        union.kind = Kind::Union;
        assert!(!old.grows_into(&union) && !union.grows_into(&union));
        for other in [
            [field("z", "u32", 0, 4), fields[1]],
            [field("x", "i32", 0, 4), fields[1]],
            [field("x", "u32", 4, 4), fields[1]],
            [field("x", "u32", 0, 8), fields[1]],
            [fields[0], field("y", "u32", 4, 4)],
        ] {
            assert!(!old.grows_into(&new.with_fields(&other)));
        }
        // The mark of what both have doesn't count.
        let marked = [fields[0].added(), fields[1]];
        assert!(old.grows_into(&new.with_fields(&marked)));
    }
}
