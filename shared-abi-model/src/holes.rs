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
    /// The offsets and ends of the fields that come next, in their order. A guest may write its fields in any order,
    /// tens of thousands, and to look at all of them for each hole would take it minutes.
    near: [(usize, usize); ROOM],
    next: usize,
    len: usize,
}

/// Of as many fields the nearer half is found at a time.
const ROOM: usize = 128;

impl<'a> Holes<'a> {
    /// The holes that these fields leave between two offsets.
    #[must_use]
    pub const fn between(fields: &'a [Field<'a>], start: usize, end: usize) -> Self {
        Self {
            fields,
            at: start,
            end,
            near: [(0, 0); ROOM],
            next: 0,
            len: 0,
        }
    }

    /// Finds the nearest fields that end behind `at`, at least half of `ROOM` if there are as many.
    fn look(&mut self) {
        while let [first, rest @ ..] = self.fields
            && first.end() <= self.at
        {
            self.fields = rest;
        }
        (self.next, self.len) = (0, 0);
        let mut limit = usize::MAX;
        for field in self.fields {
            if field.size == 0 || field.end() <= self.at || field.offset >= limit {
                continue;
            }
            if self.len == ROOM {
                // The farther half is found again.
                self.len = ROOM / 2;
                let (_, farther, _) = self.near.select_nth_unstable(self.len);
                limit = farther.0;
                if field.offset >= limit {
                    continue;
                }
            }
            self.near[self.len] = (field.offset, field.end());
            self.len += 1;
        }
        self.near[..self.len].sort_unstable();
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
        while self.at < self.end {
            if self.next == self.len {
                self.look();
            }
            let (start, end) = match self.near[..self.len].get(self.next) {
                Some((offset, end)) => ((*offset).min(self.end), *end),
                None => (self.end, self.end),
            };
            self.next += 1;
            let at = self.at;
            self.at = at.max(end);
            if start > at {
                return Some(Hole {
                    offset: at,
                    size: start - at,
                });
            }
        }
        None
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

    /// In all orders, with fields in several layers, and a few more and less than are found at a time.
    #[test]
    fn the_order_of_many_fields_means_nothing() {
        for count in [1, ROOM / 2, ROOM / 2 + 1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM + 7] {
            // 3 bytes of 5, some twice or at greater length.
            let mut fields: Vec<_> = (0..count).map(|i| (5 * i, 3)).collect();
            fields.extend((0..count).step_by(3).map(|i| (5 * i + 1, 2)));
            fields.extend((0..count).step_by(7).map(|i| (5 * i, 10)));
            fields.push((2, 0));
            let size = 5 * count + 20;
            let mut is_free: Vec<_> = (0..size).map(|_| true).collect();
            for (offset, len) in &fields {
                is_free[*offset..offset + len].fill(false);
            }
            let mut expected: Vec<(usize, usize)> = Vec::new();
            for at in (0..size).filter(|at| is_free[*at]) {
                match expected.last_mut() {
                    Some((offset, len)) if *offset + *len == at => *len += 1,
                    _ => expected.push((at, 1)),
                }
            }
            assert_eq!(of(size, Kind::Union, &fields), expected, "{count}");
            fields.reverse();
            assert_eq!(of(size, Kind::Union, &fields), expected, "{count}, in reverse");
            // In steps of a prime that is larger than their number.
            let scattered: Vec<_> = (0..fields.len())
                .map(|i| fields[i * 7919 % fields.len()])
                .collect();
            assert_eq!(of(size, Kind::Enum, &scattered), expected, "{count}, scattered");
        }
    }
}
