//! Padding: the bytes of a type that no field has.

use shared_abi_layouts::{FieldLayout, TypeLayout};

/// A gap between two fields, or behind the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    /// Offset in bytes from the start of the type.
    pub(crate) offset: u64,
    /// Size in bytes.
    pub(crate) size: u64,
}

/// The holes of a type, in the order of their offsets. A byte is in one if no field has it: in a union and an enum,
/// where fields overlap, none of any variant.
pub(crate) fn holes(layout: &TypeLayout) -> Vec<Hole> {
    holes_between(&layout.fields.iter().collect::<Vec<_>>(), 0, layout.size)
}

/// The holes that these fields leave between two offsets.
pub(crate) fn holes_between(fields: &[&FieldLayout], start: u64, end: u64) -> Vec<Hole> {
    // Bounded by the type's size, as the notation makes sure.
    let mut taken: Vec<_> = fields.iter().map(|f| (f.offset, f.offset + f.size)).collect();
    taken.sort_unstable();
    taken.push((end, end));
    let mut holes = Vec::new();
    let mut at = start;
    for (offset, end) in taken {
        if offset > at {
            let size = offset - at;
            holes.push(Hole { offset: at, size });
        }
        at = at.max(end);
    }
    holes
}

/// How many bytes the holes have.
pub(crate) fn total(holes: &[Hole]) -> u64 {
    holes.iter().map(|hole| hole.size).sum()
}

#[cfg(test)]
mod tests {
    use shared_abi_layouts::Layouts;

    use super::*;

    fn of(text: &str) -> Vec<(u64, u64)> {
        let layouts = Layouts::parse(text).unwrap();
        let layout = layouts.iter().next().unwrap();
        holes(layout)
            .iter()
            .map(|hole| (hole.offset, hole.size))
            .collect()
    }

    #[test]
    fn holes_are_between_fields_and_at_the_end() {
        let text = "struct A, size 24, align 8\n    a: u8, offset 0, size 1\n    \
                    b: u64, offset 8, size 8\n    c: u8, offset 16, size 1\n";
        assert_eq!(of(text), [(1, 7), (17, 7)]);
        assert_eq!(of("struct A, size 8, align 8\n"), [(0, 8)]);
        assert_eq!(of("struct A, size 0, align 1\n"), []);
    }

    #[test]
    fn what_any_field_of_a_union_has_is_no_hole() {
        let text =
            "union A, size 16, align 8\n    a: [u8; 9], offset 0, size 9\n    b: u64, offset 0, size 8\n";
        assert_eq!(of(text), [(9, 7)]);
    }

    #[test]
    fn what_overlaps_is_counted_once_in_any_order() {
        let text = "enum A, size 24, align 8\n    tag: u64, offset 0, size 8\n    \
                    A.b: u32, offset 20, size 4\n    B.a: u64, offset 8, size 8\n    B.b: u8, offset 9, size 1\n    \
                    A = 0\n    B = 1\n";
        assert_eq!(of(text), [(16, 4)]);
    }

    #[test]
    fn what_any_variant_has_is_no_hole() {
        let text = "enum A, size 24, align 8\n    tag: u32, offset 0, size 4\n    \
                    A.a: u64, offset 8, size 8\n    B.a: u8, offset 8, size 1\n    B.b: u8, offset 20, size 1\n    \
                    A = 0\n    B = 1\n";
        assert_eq!(of(text), [(4, 4), (16, 4), (21, 3)]);
    }
}
