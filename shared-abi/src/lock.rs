//! The lock: what a type's layout was when it was agreed on, and the assertions that it still is.
//!
//! The derive reads `shared-abi.lock` and hands over its numbers; how two layouts differ, the model says.

use shared_abi_model::{Difference, Differences, FieldDifference, Text, same};

use crate::layout::{Field, Kind, Layout};

/// A type's entry in the lock.
pub struct Locked {
    /// The layout that the type had.
    pub layout: Layout,
    /// Whether the lock has a record of this build's features.
    pub is_recorded: bool,
    /// Whether `cargo shared-abi` can be run where the build is.
    pub is_command_installed: bool,
}

/// How far a field has moved since it was locked; 0 for one that the lock doesn't have.
const fn displacement(layout: &Layout, locked: &Layout, index: usize) -> usize {
    match layout.field_in(index, locked) {
        Some(before) => layout.fields[index]
            .offset
            .wrapping_sub(locked.fields[before].offset),
        None => 0,
    }
}

/// The displacement of the nearest field before `index` that the lock has too.
const fn displacement_before(layout: &Layout, locked: &Layout, index: usize) -> usize {
    let mut i = index;
    while i > 0 {
        i -= 1;
        if layout.field_in(i, locked).is_some() {
            return displacement(layout, locked, i);
        }
    }
    0
}

/// Which field of `new` may be the one at `index` of `old`, which `new` lacks, under another name: one that `old` lacks, of
/// the same offset and type, in the variant of the same name.
const fn renamed(old: &Layout, index: usize, new: &Layout) -> Option<usize> {
    let field = &old.fields[index];
    let mut i = 0;
    while i < new.fields.len() {
        let other = &new.fields[i];
        if other.offset == field.offset
            && other.ty.agrees_with(field.ty)
            && same(variant(old, index), variant(new, i))
            && new.field_in(i, old).is_none()
        {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// The name of a field's variant; empty if it has none.
const fn variant(layout: &Layout, index: usize) -> &'static str {
    match layout.variant_of(index) {
        Some(variant) => layout.variants[variant].name,
        None => "",
    }
}

/// `Type.field: ` or `Type.Variant.field: `.
const fn of_field(name: &str, layout: &Layout, index: usize) -> Text {
    let text = Text::new().text(name).text(".");
    let variant = variant(layout, index);
    let text = if variant.is_empty() {
        text
    } else {
        text.text(variant).text(".")
    };
    text.text(layout.fields[index].name).text(": ")
}

/// What has become of a field, or `None` if nothing has that isn't said of a field before it.
const fn field_difference(layout: &Layout, locked: &Layout, index: usize) -> Option<Text> {
    let field = &layout.fields[index];
    let text = of_field(layout.name, layout, index);
    let Some(before) = layout.field_in(index, locked) else {
        let text = match renamed(layout, index, locked) {
            Some(before) => text.text("locked as ").quoted(locked.fields[before].name),
            None => text.text("not in the lock, now at offset ").number(field.offset),
        };
        return Some(text);
    };
    let before: &Field = &locked.fields[before];
    let Some(FieldDifference {
        ty,
        size,
        offset,
        added,
    }) = before.difference(field)
    else {
        return None;
    };
    let moved = offset && displacement(layout, locked, index) != displacement_before(layout, locked, index);
    if ty {
        let text = text.text("locked as ").text(before.ty.as_str());
        let text = if moved {
            text.text(" at offset ").number(before.offset)
        } else {
            text
        };
        let text = text.text(", now ").text(field.ty.as_str());
        return Some(if moved {
            text.text(" at ").number(field.offset)
        } else {
            text
        });
    }
    if moved {
        let text = text.text("locked at offset ").number(before.offset);
        return Some(text.text(", now ").number(field.offset));
    }
    if size {
        let text = text.text("locked with ").bytes(before.size);
        return Some(text.text(", now ").number(field.size));
    }
    if !added {
        return None;
    }
    Some(text.text(if before.added {
        "locked as added, now every guest has to have it"
    } else {
        "locked as one that every guest has, now added"
    }))
}

/// What has become of a type, apart from the fields that it still has, each of which has an assertion of its own.
const fn type_difference(layout: &Layout, locked: &Layout) -> Option<Text> {
    let of = Text::new().text(layout.name);
    let (mut field, mut variant, mut own) = (None, None, None);
    let mut is_said_of_a_field = false;
    // Of the variants that there are, the first one is named.
    let mut first_variant = usize::MAX;
    let mut differences = Differences::new(locked, layout);
    while let Some(difference) = differences.next() {
        match difference {
            Difference::Kind => {
                let text = of.text(": locked as ").text(locked.kind.name());
                return Some(text.text(", now ").text(layout.kind.name()));
            }
            // No field of the user's is an enum's tag.
            Difference::FieldChanged { left: _, right: 0 } if matches!(layout.kind, Kind::Enum) => {
                return field_difference(layout, locked, 0);
            }
            Difference::FieldChanged { .. } | Difference::FieldAdded { .. } => is_said_of_a_field = true,
            Difference::FieldRemoved { left } => {
                if field.is_none() && renamed(locked, left, layout).is_none() {
                    let text = of_field(layout.name, locked, left).text("locked at offset ");
                    field = Some(text.number(locked.fields[left].offset).text(", now removed"));
                }
            }
            Difference::VariantRemoved { left } => {
                if variant.is_none() {
                    let before = &locked.variants[left];
                    let text = of.text(".").text(before.name).text(": locked as ");
                    variant = Some(text.integer(before.value).text(", now removed"));
                }
            }
            Difference::VariantChanged { left, right } => {
                if right < first_variant {
                    first_variant = right;
                    let (before, now) = (&locked.variants[left], &layout.variants[right]);
                    let text = of.text(".").text(now.name).text(": locked as ");
                    variant = Some(text.integer(before.value).text(", now ").integer(now.value));
                }
            }
            Difference::VariantAdded { right } => {
                if right < first_variant {
                    first_variant = right;
                    let now = &layout.variants[right];
                    let text = of.text(".").text(now.name).text(": not in the lock, now ");
                    variant = Some(text.integer(now.value));
                }
            }
            // A larger alignment makes a type larger, too.
            Difference::Align => {
                let text = of.text(": locked with alignment ").number(locked.align);
                own = Some(text.text(", now ").number(layout.align));
            }
            Difference::Size => {
                let text = of.text(": locked with ").bytes(locked.size);
                own = Some(text.text(", now ").number(layout.size));
            }
            Difference::Extensible => {
                if own.is_none() {
                    own = Some(of.text(if locked.extensible {
                        ": locked as extensible, now of a fixed size"
                    } else {
                        ": locked with a fixed size, now extensible"
                    }));
                }
            }
        }
    }
    if field.is_some() {
        field
    } else if variant.is_some() {
        variant
    } else if is_said_of_a_field {
        None // the type's own follow from the fields
    } else {
        own
    }
}

/// Whether a field before `end` has been said to differ.
const fn is_said_before(layout: &Layout, locked: &Layout, end: usize) -> bool {
    // No field of the user's is an enum's tag.
    let mut i = if matches!(layout.kind, Kind::Enum) { 1 } else { 0 };
    while i < end {
        if field_difference(layout, locked, i).is_some() {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
const fn fail(text: Text, locked: &Locked, is_first: bool) {
    let text = text.text("; if the change is intended, run cargo shared-abi lock");
    let text = if locked.is_recorded {
        text
    } else {
        text.text(" with the --features of this build")
    };
    // One of many errors is enough to learn where the command comes from.
    let text = if is_first && !locked.is_command_installed {
        text.text(" (cargo install shared-abi-cli brings it)")
    } else {
        text
    };
    panic!("{}", text.as_str());
}

/// Asserts that a field is what the lock says.
///
/// A field that has moved as far as the one before it was moved by whatever moved that one.
///
/// # Panics
/// With both, where it is not.
#[track_caller]
pub const fn assert_locked_field(layout: &Layout, locked: &Locked, index: usize) {
    if let Some(text) = field_difference(layout, &locked.layout, index) {
        fail(text, locked, !is_said_before(layout, &locked.layout, index));
    }
}

/// Asserts that the rest of a type is what the lock says.
///
/// # Panics
/// With both, where it is not.
#[track_caller]
pub const fn assert_locked(layout: &Layout, locked: &Locked) {
    if let Some(text) = type_difference(layout, &locked.layout) {
        fail(
            text,
            locked,
            !is_said_before(layout, &locked.layout, layout.fields.len()),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};
    use std::vec::Vec;

    use super::*;
    use crate::layout::{Type, Variant};

    const fn field(name: &'static str, ty: &'static str, offset: usize, size: usize) -> Field {
        Field::new(name, Type::new(ty), size, size).at(offset)
    }

    const ID: Field = field("id", "u32", 0, 4);
    const KIND: Field = field("kind", "Kind", 4, 4);
    const TIME: Field = field("time", "u64", 8, 8);
    const BATCH: Layout = Layout::leaf("Batch", Kind::Struct, 16, 8).with_fields(&[ID, KIND, TIME]);

    /// What is said of each field, and then of the type.
    fn said(layout: &Layout, locked: &Layout) -> Vec<String> {
        let fields = (0..layout.fields.len()).map(|index| field_difference(layout, locked, index));
        let all = fields.chain([type_difference(layout, locked)]);
        all.flatten().map(|text| text.as_str().to_string()).collect()
    }

    #[test]
    fn nothing_of_what_is_the_same() {
        assert!(said(&BATCH, &BATCH).is_empty());
    }

    #[test]
    fn a_field() {
        let with = |fields: &'static [Field]| said(&BATCH, &BATCH.with_fields(fields));
        assert_eq!(
            with(const { &[ID, field("kind", "Kind", 4, 2), TIME] }),
            ["Batch.kind: locked with 2 bytes, now 4"]
        );
        assert_eq!(
            with(const { &[ID, field("state", "Kind", 4, 4), TIME] }),
            ["Batch.kind: locked as `state`"]
        );
        assert_eq!(
            with(const { &[ID, field("state", "Kind", 6, 2), TIME] }),
            [
                "Batch.kind: not in the lock, now at offset 4",
                "Batch.state: locked at offset 6, now removed"
            ]
        );
        // Of two that moved together the first is named.
        assert_eq!(
            with(const { &[ID, field("kind", "Kind", 8, 4), field("time", "u64", 12, 8)] }),
            ["Batch.kind: locked at offset 8, now 4"]
        );
        assert_eq!(
            with(const { &[ID, KIND, TIME.added()] }),
            ["Batch.time: locked as added, now every guest has to have it"]
        );
        let layout = BATCH.with_fields(const { &[ID, KIND, TIME.added()] });
        assert_eq!(
            said(&layout, &BATCH),
            ["Batch.time: locked as one that every guest has, now added"]
        );
    }

    #[test]
    fn what_an_old_lock_does_not_say_may_be_anything() {
        const NOW: Layout =
            Layout::leaf("Calls", Kind::Struct, 8, 8).with_fields(&[field("f", "FnPtr<fn(u32)>", 0, 8)]);
        let before = |ty| NOW.with_fields(ty);
        assert!(said(&NOW, &before(const { &[field("f", "FnPtr", 0, 8)] })).is_empty());
        assert_eq!(
            said(&NOW, &before(const { &[field("f", "FnPtr<fn(u64)>", 0, 8)] })),
            ["Calls.f: locked as FnPtr<fn(u64)>, now FnPtr<fn(u32)>"]
        );
    }

    #[test]
    fn a_type() {
        let of = |kind, size, align| Layout::leaf("Batch", kind, size, align).with_fields(BATCH.fields);
        for (locked, text) in [
            (of(Kind::Union, 16, 8), "Batch: locked as union, now struct"),
            (of(Kind::Struct, 24, 8), "Batch: locked with 24 bytes, now 16"),
            (of(Kind::Struct, 16, 4), "Batch: locked with alignment 4, now 8"),
            (
                BATCH.extensible(),
                "Batch: locked as extensible, now of a fixed size",
            ),
        ] {
            assert_eq!(said(&BATCH, &locked), [text]);
        }
        assert_eq!(
            said(&BATCH.extensible(), &BATCH),
            ["Batch: locked with a fixed size, now extensible"]
        );
    }

    #[test]
    fn an_enum() {
        const TAG: &[Field] = &[field("tag", "i32", 0, 4)];
        const A: Variant = Variant::new("A", -1);
        const B: Variant = Variant::new("B", 1);
        const NOW: Layout = Layout::leaf("Kind", Kind::Enum, 4, 4)
            .with_fields(TAG)
            .with_variants(&[A, B]);
        let with = |tag: &'static [Field], variants: &'static [Variant]| {
            let locked = NOW.with_fields(tag).with_variants(variants);
            type_difference(&NOW, &locked).map(|text| text.as_str().to_string())
        };
        assert_eq!(with(TAG, const { &[A, B] }), None);
        assert_eq!(with(TAG, const { &[B, A] }), None);
        assert_eq!(
            with(const { &[field("tag", "u32", 0, 4)] }, const { &[A, B] }).unwrap(),
            "Kind.tag: locked as u32, now i32"
        );
        assert_eq!(
            with(TAG, const { &[A] }).unwrap(),
            "Kind.B: not in the lock, now 1"
        );
        assert_eq!(
            with(TAG, const { &[Variant::new("A", 0), B] }).unwrap(),
            "Kind.A: locked as 0, now -1"
        );
        assert_eq!(
            with(TAG, const { &[A, B, Variant::new("C", 2)] }).unwrap(),
            "Kind.C: locked as 2, now removed"
        );
    }

    #[test]
    fn a_field_of_a_variant() {
        const TAG: Field = field("tag", "u32", 0, 4);
        const fn shape(fields: &'static [Field], variants: &'static [Variant]) -> Layout {
            Layout::leaf("Shape", Kind::Enum, 16, 8)
                .with_fields(fields)
                .with_variants(variants)
        }
        const BOTH: &[Variant] = &[
            Variant::new("Tile", 0).with_fields(1, 1),
            Variant::new("Disc", 1).with_fields(2, 1),
        ];
        const NOW: Layout = shape(&[TAG, field("x", "u32", 8, 4), field("x", "f64", 8, 8)], BOTH);
        const WIDE: Layout = shape(&[TAG, field("x", "u32", 8, 4), field("x", "u64", 8, 8)], BOTH);
        assert!(said(&NOW, &NOW).is_empty());
        assert_eq!(said(&NOW, &WIDE), ["Shape.Disc.x: locked as u64, now f64"]);
        // The field of the same name, offset and type in another variant is another one.
        const NAMED: Layout = shape(&[TAG, field("y", "u32", 8, 4), field("x", "f64", 8, 8)], BOTH);
        assert_eq!(said(&NOW, &NAMED), ["Shape.Tile.x: locked as `y`"]);
        const ONE: Layout = shape(
            &[TAG, field("x", "u32", 8, 4)],
            &[
                Variant::new("Tile", 0).with_fields(1, 1),
                Variant::new("Disc", 1).with_fields(2, 0),
            ],
        );
        assert_eq!(
            said(&NOW, &ONE),
            ["Shape.Disc.x: not in the lock, now at offset 8"]
        );
        assert_eq!(
            said(&ONE, &NOW),
            ["Shape.Disc.x: locked at offset 8, now removed"]
        );
    }
}
