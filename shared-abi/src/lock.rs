//! The lock: what a type's layout was when it was agreed on, and the assertions that it still is.
//!
//! The derive reads `shared-abi.lock` and hands over its numbers; what counts as a difference is decided here.

use crate::layout::{Field, Kind, Layout};
use crate::text::{Text, same};

/// A type's entry in the lock.
pub struct Locked {
    /// What kind of type it was.
    pub kind: Kind,
    /// Size in bytes.
    pub size: usize,
    /// Alignment in bytes.
    pub align: usize,
    /// Whether it could gain fields at its end.
    pub extensible: bool,
    /// Its fields.
    pub fields: &'static [LockedField],
    /// Its variants' names and tags.
    pub variants: &'static [(&'static str, i128)],
    /// Whether the lock has a record of this build's features.
    pub is_recorded: bool,
    /// Whether `cargo shared-abi` can be run where the build is.
    pub is_command_installed: bool,
}

/// A field of a [`Locked`].
pub struct LockedField {
    /// Its name.
    pub name: &'static str,
    /// The type that stood in memory.
    pub abi: &'static str,
    /// Offset in bytes.
    pub offset: usize,
    /// Size in bytes.
    pub size: usize,
    /// Whether an older guest could lack it.
    pub added: bool,
}

impl Locked {
    const fn field(&self, name: &str) -> Option<&LockedField> {
        let mut i = 0;
        while i < self.fields.len() {
            if same(self.fields[i].name, name) {
                return Some(&self.fields[i]);
            }
            i += 1;
        }
        None
    }

    /// The field that has another name now: the locked one of `field`'s offset and type, if its name is gone.
    const fn renamed(&self, layout: &Layout, field: &Field) -> Option<&LockedField> {
        let mut i = 0;
        while i < self.fields.len() {
            let before = &self.fields[i];
            if before.offset == field.offset
                && same(before.abi, field.abi)
                && index_of(layout, before.name).is_none()
            {
                return Some(before);
            }
            i += 1;
        }
        None
    }
}

const fn index_of(layout: &Layout, name: &str) -> Option<usize> {
    let mut i = 0;
    while i < layout.fields.len() {
        if same(layout.fields[i].name, name) {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// How far a field has moved since it was locked; 0 for one that the lock doesn't have.
const fn displacement(layout: &Layout, locked: &Locked, index: usize) -> usize {
    let field = &layout.fields[index];
    match locked.field(field.name) {
        Some(before) => field.offset.wrapping_sub(before.offset),
        None => 0,
    }
}

/// The displacement of the nearest field before `index` that the lock has too.
const fn displacement_before(layout: &Layout, locked: &Locked, index: usize) -> usize {
    let mut i = index;
    while i > 0 {
        i -= 1;
        if locked.field(layout.fields[i].name).is_some() {
            return displacement(layout, locked, i);
        }
    }
    0
}

/// What has become of a field, or `None` if nothing has that isn't said of a field before it.
const fn field_difference(layout: &Layout, locked: &Locked, index: usize) -> Option<Text> {
    let field = &layout.fields[index];
    let text = Text::new()
        .text(layout.name)
        .text(".")
        .text(field.name)
        .text(": ");
    let Some(before) = locked.field(field.name) else {
        let text = match locked.renamed(layout, field) {
            Some(before) => text.text("locked as ").quoted(before.name),
            None => text.text("not in the lock, now at offset ").number(field.offset),
        };
        return Some(text);
    };
    let moved = before.offset != field.offset
        && displacement(layout, locked, index) != displacement_before(layout, locked, index);
    if !same(before.abi, field.abi) {
        let text = text.text("locked as ").text(before.abi);
        let text = if moved {
            text.text(" at offset ").number(before.offset)
        } else {
            text
        };
        let text = text.text(", now ").text(field.abi);
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
    if before.size != field.size {
        let text = bytes(text.text("locked with "), before.size);
        return Some(text.text(", now ").number(field.size));
    }
    match (before.added, field.added) {
        (true, false) => Some(text.text("locked as added, now every guest has to have it")),
        (false, true) => Some(text.text("locked as one that every guest has, now added")),
        _ => None,
    }
}

/// What has become of a type, apart from the fields that it still has.
const fn type_difference(layout: &Layout, locked: &Locked) -> Option<Text> {
    let of = Text::new().text(layout.name);
    if layout.kind as u8 != locked.kind as u8 {
        let text = of.text(": locked as ").text(keyword(locked.kind));
        return Some(text.text(", now ").text(keyword(layout.kind)));
    }
    // No field of the user's is an enum's tag.
    let is_enum = matches!(layout.kind, Kind::Enum);
    if is_enum && let Some(text) = field_difference(layout, locked, 0) {
        return Some(text);
    }
    let mut i = 0;
    let mut said = false;
    while i < layout.fields.len() {
        said |= field_difference(layout, locked, i).is_some();
        i += 1;
    }
    let mut i = 0;
    while i < locked.fields.len() {
        let before = &locked.fields[i];
        if index_of(layout, before.name).is_none() && !is_renamed(layout, locked, before) {
            let text = of.text(".").text(before.name).text(": locked at offset ");
            return Some(text.number(before.offset).text(", now removed"));
        }
        i += 1;
    }
    if let Some(text) = variant_difference(layout, locked) {
        return Some(text);
    }
    if said {
        return None; // the size follows from the fields
    }
    if layout.align != locked.align {
        let text = of.text(": locked with alignment ").number(locked.align);
        return Some(text.text(", now ").number(layout.align));
    }
    if layout.size != locked.size {
        let text = bytes(of.text(": locked with "), locked.size);
        return Some(text.text(", now ").number(layout.size));
    }
    match (locked.extensible, layout.extensible) {
        (true, false) => Some(of.text(": locked as extensible, now of a fixed size")),
        (false, true) => Some(of.text(": locked with a fixed size, now extensible")),
        _ => None,
    }
}

const fn is_renamed(layout: &Layout, locked: &Locked, before: &LockedField) -> bool {
    let mut i = 0;
    while i < layout.fields.len() {
        let field = &layout.fields[i];
        if locked.field(field.name).is_none()
            && let Some(renamed) = locked.renamed(layout, field)
            && same(renamed.name, before.name)
        {
            return true;
        }
        i += 1;
    }
    false
}

const fn variant_difference(layout: &Layout, locked: &Locked) -> Option<Text> {
    let of = Text::new().text(layout.name).text(".");
    let mut i = 0;
    while i < layout.variants.len() {
        let variant = &layout.variants[i];
        match tag(locked, variant.name) {
            None => {
                let text = of.text(variant.name).text(": not in the lock, now ");
                return Some(text.integer(variant.value));
            }
            Some(before) if before != variant.value => {
                let text = of.text(variant.name).text(": locked as ").integer(before);
                return Some(text.text(", now ").integer(variant.value));
            }
            Some(_) => {}
        }
        i += 1;
    }
    let mut i = 0;
    while i < locked.variants.len() {
        let (name, before) = locked.variants[i];
        if !has_variant(layout, name) {
            let text = of.text(name).text(": locked as ").integer(before);
            return Some(text.text(", now removed"));
        }
        i += 1;
    }
    None
}

const fn tag(locked: &Locked, name: &str) -> Option<i128> {
    let mut i = 0;
    while i < locked.variants.len() {
        if same(locked.variants[i].0, name) {
            return Some(locked.variants[i].1);
        }
        i += 1;
    }
    None
}

const fn has_variant(layout: &Layout, name: &str) -> bool {
    let mut i = 0;
    while i < layout.variants.len() {
        if same(layout.variants[i].name, name) {
            return true;
        }
        i += 1;
    }
    false
}

const fn bytes(text: Text, number: usize) -> Text {
    text.number(number)
        .text(if number == 1 { " byte" } else { " bytes" })
}

const fn keyword(kind: Kind) -> &'static str {
    match kind {
        Kind::Union => "union",
        Kind::Enum => "enum",
        _ => "struct",
    }
}

/// The layout under the name with which it is recorded.
#[must_use]
pub const fn named(layout: &Layout, name: &'static str) -> Layout {
    Layout { name, ..*layout }
}

/// Whether a field before `end` has been said to differ.
const fn is_said_before(layout: &Layout, locked: &Locked, end: usize) -> bool {
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
    if let Some(text) = field_difference(layout, locked, index) {
        fail(text, locked, !is_said_before(layout, locked, index));
    }
}

/// Asserts that the rest of a type is what the lock says.
///
/// # Panics
/// With both, where it is not.
#[track_caller]
pub const fn assert_locked(layout: &Layout, locked: &Locked) {
    if let Some(text) = type_difference(layout, locked) {
        fail(text, locked, !is_said_before(layout, locked, layout.fields.len()));
    }
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};
    use std::vec::Vec;

    use super::*;
    use crate::layout::Variant;

    const fn field(name: &'static str, abi: &'static str, offset: usize, size: usize) -> Field {
        Field {
            name,
            ty: abi,
            abi,
            offset,
            size,
            align: size,
            added: false,
        }
    }

    const fn was(name: &'static str, abi: &'static str, offset: usize, size: usize) -> LockedField {
        LockedField {
            name,
            abi,
            offset,
            size,
            added: false,
        }
    }

    const KNOWN: Layout = Layout {
        name: "Batch",
        kind: Kind::Struct,
        size: 16,
        align: 8,
        fields: &[
            field("id", "u32", 0, 4),
            field("kind", "Kind", 4, 4),
            field("time", "u64", 8, 8),
        ],
        variants: &[],
        extensible: false,
    };

    const LOCKED: Locked = Locked {
        kind: Kind::Struct,
        size: 16,
        align: 8,
        extensible: false,
        fields: &[
            was("id", "u32", 0, 4),
            was("kind", "Kind", 4, 4),
            was("time", "u64", 8, 8),
        ],
        variants: &[],
        is_recorded: true,
        is_command_installed: true,
    };

    /// What is said of each field, and then of the type.
    fn said(layout: &Layout, locked: &Locked) -> Vec<String> {
        let fields = (0..layout.fields.len()).map(|index| field_difference(layout, locked, index));
        let all = fields.chain([type_difference(layout, locked)]);
        all.flatten().map(|text| text.as_str().to_string()).collect()
    }

    #[test]
    fn nothing_of_what_is_the_same() {
        assert!(said(&KNOWN, &LOCKED).is_empty());
    }

    #[test]
    fn a_field() {
        let with = |fields: &'static [LockedField]| said(&KNOWN, &Locked { fields, ..LOCKED });
        const ID: LockedField = was("id", "u32", 0, 4);
        const TIME: LockedField = was("time", "u64", 8, 8);
        assert_eq!(
            with(const { &[ID, was("kind", "Kind", 4, 2), TIME] }),
            ["Batch.kind: locked with 2 bytes, now 4"]
        );
        assert_eq!(
            with(const { &[ID, was("state", "Kind", 4, 4), TIME] }),
            ["Batch.kind: locked as `state`"]
        );
        assert_eq!(
            with(const { &[ID, was("state", "Kind", 6, 2), TIME] }),
            [
                "Batch.kind: not in the lock, now at offset 4",
                "Batch.state: locked at offset 6, now removed"
            ]
        );
        // Of two that moved together the first is named.
        assert_eq!(
            with(const { &[ID, was("kind", "Kind", 8, 4), was("time", "u64", 12, 8)] }),
            ["Batch.kind: locked at offset 8, now 4"]
        );
        const ADDED: LockedField = LockedField { added: true, ..TIME };
        assert_eq!(
            with(const { &[ID, was("kind", "Kind", 4, 4), ADDED] }),
            ["Batch.time: locked as added, now every guest has to have it"]
        );
        const NOW_ADDED: Field = Field {
            added: true,
            ..KNOWN.fields[2]
        };
        let layout = Layout {
            fields: const { &[KNOWN.fields[0], KNOWN.fields[1], NOW_ADDED] },
            ..KNOWN
        };
        assert_eq!(
            said(&layout, &LOCKED),
            ["Batch.time: locked as one that every guest has, now added"]
        );
    }

    #[test]
    fn a_type() {
        for (locked, text) in [
            (
                Locked {
                    kind: Kind::Union,
                    ..LOCKED
                },
                "Batch: locked as union, now struct",
            ),
            (
                Locked { size: 24, ..LOCKED },
                "Batch: locked with 24 bytes, now 16",
            ),
            (
                Locked { align: 4, ..LOCKED },
                "Batch: locked with alignment 4, now 8",
            ),
            (
                Locked {
                    extensible: true,
                    ..LOCKED
                },
                "Batch: locked as extensible, now of a fixed size",
            ),
        ] {
            assert_eq!(said(&KNOWN, &locked), [text]);
        }
        let layout = Layout {
            extensible: true,
            ..KNOWN
        };
        assert_eq!(
            said(&layout, &LOCKED),
            ["Batch: locked with a fixed size, now extensible"]
        );
    }

    #[test]
    fn an_enum() {
        const NOW: Layout = Layout {
            name: "Kind",
            kind: Kind::Enum,
            size: 4,
            align: 4,
            fields: &[field("tag", "i32", 0, 4)],
            variants: &[Variant { name: "A", value: -1 }, Variant { name: "B", value: 1 }],
            extensible: false,
        };
        let with = |tag: &'static [LockedField], variants| {
            let locked = Locked {
                kind: Kind::Enum,
                size: 4,
                align: 4,
                extensible: false,
                fields: tag,
                variants,
                ..LOCKED
            };
            type_difference(&NOW, &locked).map(|text| text.as_str().to_string())
        };
        const TAG: &[LockedField] = &[was("tag", "i32", 0, 4)];
        assert_eq!(with(TAG, &[("B", 1), ("A", -1)]), None);
        assert_eq!(
            with(TAG, &[("A", -2), ("B", 1)]).as_deref(),
            Some("Kind.A: locked as -2, now -1")
        );
        assert_eq!(
            with(TAG, &[("A", -1)]).as_deref(),
            Some("Kind.B: not in the lock, now 1")
        );
        assert_eq!(
            with(TAG, &[("A", -1), ("B", 1), ("C", 2)]).as_deref(),
            Some("Kind.C: locked as 2, now removed")
        );
        assert_eq!(
            with(const { &[was("tag", "u32", 0, 4)] }, &[("A", -1), ("B", 1)]).as_deref(),
            Some("Kind.tag: locked as u32, now i32")
        );
    }
}
