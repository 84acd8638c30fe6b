//! Padding: the bytes of a type that no field has.

use crate::layout::{Field, Layout};

/// A gap between two fields, or behind the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Offset in bytes from the start of the type.
    pub offset: usize,
    /// Size in bytes.
    pub size: usize,
}

/// The holes that fields leave, in the order of their offsets.
///
/// A byte is in one if no field has it: in a union and an enum, where fields overlap, none of any variant.
///
/// ```
/// # use shared_abi_model::{Field, Kind, Layout, Type};
/// let fields = [Field::new("kind", Type::new("u8"), 1, 1), Field::new("len", Type::new("u32"), 4, 4).at(4)];
/// let layout = Layout::enclose("Header", Kind::Struct, &fields, usize::MAX, 1);
/// let holes: Vec<_> = layout.holes().map(|hole| (hole.offset, hole.size)).collect();
/// assert_eq!(holes, [(1, 3)]);
/// ```
#[derive(Clone, Debug)]
pub struct Holes<'a> {
    fields: &'a [Field<'a>],
    /// Up to where it has been looked.
    at: usize,
    end: usize,
    /// Whether the fields are in the order of their offsets, so that what lies behind a byte needn't be looked at.
    in_order: bool,
}

impl<'a> Holes<'a> {
    /// The holes that these fields leave between two offsets.
    #[must_use]
    pub const fn between(fields: &'a [Field<'a>], start: usize, end: usize) -> Self {
        let mut in_order = true;
        let mut i = 1;
        while i < fields.len() {
            in_order &= fields[i - 1].offset <= fields[i].offset;
            i += 1;
        }
        Self {
            fields,
            at: start,
            end,
            in_order,
        }
    }
}

impl<'a> Layout<'a> {
    /// The bytes that no field has.
    #[must_use]
    pub const fn holes(&self) -> Holes<'a> {
        Holes::between(self.fields, 0, self.size)
    }
}

impl Iterator for Holes<'_> {
    type Item = Hole;

    fn next(&mut self) -> Option<Hole> {
        loop {
            if self.at >= self.end {
                return None;
            }
            while let [first, rest @ ..] = self.fields
                && first.end() <= self.at
            {
                self.fields = rest;
            }
            // The byte at `at` is a field's, or the hole ends where the next field starts.
            let (mut covered, mut next) = (self.at, self.end);
            for field in self.fields {
                if field.size == 0 {
                    continue;
                }
                if field.offset <= self.at {
                    covered = covered.max(field.end());
                } else {
                    next = next.min(field.offset);
                    if self.in_order {
                        break;
                    }
                }
            }
            if covered > self.at {
                self.at = covered;
                continue;
            }
            let hole = Hole {
                offset: self.at,
                size: next - self.at,
            };
            self.at = next;
            return Some(hole);
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::vec::Vec;

    use super::*;
    use crate::{Kind, Type};

    fn of(size: usize, kind: Kind, fields: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let fields: Vec<_> = fields
            .iter()
            .map(|(offset, size)| Field::new("a", Type::new("u8"), *size, 1).at(*offset))
            .collect();
        let layout = Layout::leaf("A", kind, size, 8).with_fields(&fields);
        layout.holes().map(|hole| (hole.offset, hole.size)).collect()
    }

    #[test]
    fn holes_are_between_fields_and_at_the_end() {
        assert_eq!(
            of(24, Kind::Struct, &[(0, 1), (8, 8), (16, 1)]),
            [(1, 7), (17, 7)]
        );
        assert_eq!(of(8, Kind::Struct, &[]), [(0, 8)]);
        assert_eq!(of(0, Kind::Struct, &[]), []);
        // A field without bytes fills nothing.
        assert_eq!(of(8, Kind::Struct, &[(0, 2), (4, 0), (6, 2)]), [(2, 4)]);
    }

    #[test]
    fn what_any_field_of_a_union_has_is_no_hole() {
        assert_eq!(of(16, Kind::Union, &[(0, 9), (0, 8)]), [(9, 7)]);
        assert_eq!(of(16, Kind::Union, &[(0, 8), (0, 9)]), [(9, 7)]);
    }

    #[test]
    fn what_any_variant_has_is_no_hole() {
        let fields = [(0, 4), (20, 4), (8, 8), (9, 1), (4, 1)];
        assert_eq!(of(24, Kind::Enum, &fields), [(5, 3), (16, 4)]);
        assert_eq!(of(24, Kind::Enum, &[(0, 8), (9, 8), (8, 1)]), [(17, 7)]);
    }
}
