//! The C algorithm: where fields go.
//!
//! It is computed in `const` from sizes that don't depend on the target; the derive's assertions then hold the
//! compiler's own layout against it.

use crate::layout::{Field, Kind, Layout};

const fn round_up(offset: usize, align: usize) -> usize {
    match offset.checked_next_multiple_of(align) {
        Some(rounded) => rounded,
        None => panic!("a type can't be larger than the address space"),
    }
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

impl<'a> Layout<'a> {
    /// Places fields one after the other, each at the next multiple of its alignment, or of `pack` where
    /// that is less, starting at `start`.
    ///
    /// # Panics
    /// If they take more than the address space.
    #[must_use]
    pub const fn place<const N: usize>(
        mut fields: [Field<'a>; N],
        start: usize,
        pack: usize,
    ) -> [Field<'a>; N] {
        let mut end = start;
        let mut i = 0;
        while i < N {
            fields[i].offset = round_up(end, min(fields[i].align, pack));
            end = match fields[i].offset.checked_add(fields[i].size) {
                Some(end) => end,
                None => panic!("a type can't be larger than the address space"),
            };
            i += 1;
        }
        fields
    }

    /// The layout of fields that have their places: a struct after [`place`](Self::place), a union with every offset 0.
    ///
    /// # Panics
    /// If it is larger than the address space.
    #[must_use]
    pub const fn enclose(
        name: &'a str,
        kind: Kind,
        fields: &'a [Field<'a>],
        pack: usize,
        align: usize,
    ) -> Self {
        let mut total_align = align;
        let mut end = 0;
        let mut i = 0;
        while i < fields.len() {
            total_align = max(total_align, min(fields[i].align, pack));
            end = max(end, fields[i].offset + fields[i].size);
            i += 1;
        }
        Self::leaf(name, kind, round_up(end, total_align), total_align).with_fields(fields)
    }

    /// Moves the fields of an enum's variants to behind its tag: every payload starts at the same offset.
    ///
    /// `fields[0]` is the tag; the others have been placed from 0, variant by variant.
    #[must_use]
    pub const fn behind_tag<const N: usize>(mut fields: [Field<'a>; N], align: usize) -> [Field<'a>; N] {
        let mut payload_align = align;
        let mut i = 1;
        while i < N {
            payload_align = max(payload_align, fields[i].align);
            i += 1;
        }
        let start = round_up(fields[0].size, payload_align);
        let mut i = 1;
        while i < N {
            fields[i].offset += start;
            i += 1;
        }
        fields
    }

    /// Joins the fields of an enum's tag and variants into one list.
    #[must_use]
    pub const fn join<const N: usize>(parts: &[&[Field<'a>]]) -> [Field<'a>; N] {
        let mut all = [Field::new("", crate::Type::new(""), 0, 1); N];
        let (mut n, mut i) = (0, 0);
        while i < parts.len() {
            let mut j = 0;
            while j < parts[i].len() {
                all[n] = parts[i][j];
                n += 1;
                j += 1;
            }
            i += 1;
        }
        all
    }
}
