//! An order of a struct's fields that leaves less padding.

use std::cmp::Reverse;

use shared_abi_model::{Kind, Layout};

/// The fields in another order, and what that gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reordered<'a> {
    /// The fields' names.
    pub(crate) fields: Vec<&'a str>,
    /// The struct's size in bytes, with its fields in this order.
    pub(crate) size: usize,
}

/// The order by descending alignment, if it makes the struct smaller.
///
/// The order of an extensible struct's fields is their history, so there is none of that. Where the alignment of a
/// field isn't known, there is none either.
pub(crate) fn reordered<'a>(layout: &Layout<'a>) -> Option<Reordered<'a>> {
    if layout.kind != Kind::Struct || layout.extensible {
        return None;
    }
    let mut fields = Vec::with_capacity(layout.fields.len());
    for field in layout.fields {
        // What was written before version 2 may not say it.
        fields.push((field.align.is_power_of_two().then_some(field.align)?, field));
    }
    // Stable: of those with the same alignment, the order stays.
    fields.sort_by_key(|(align, _)| Reverse(*align));
    let mut end = 0_usize;
    for (align, field) in &fields {
        end = end.checked_next_multiple_of(*align)?.checked_add(field.size)?;
    }
    let size = end.checked_next_multiple_of(layout.align)?;
    (size < layout.size).then(|| Reordered {
        fields: fields.iter().map(|(_, field)| field.name).collect(),
        size,
    })
}

#[cfg(test)]
mod tests {
    use shared_abi_layouts::Layouts;

    use super::*;

    fn of(text: &str) -> Option<(String, usize)> {
        let layouts = Layouts::parse(text).unwrap();
        reordered(&layouts.get("A").unwrap()).map(|order| (order.fields.join(" "), order.size))
    }

    #[test]
    fn the_largest_alignment_comes_first_and_the_rest_stays() {
        let text = "struct A, size 32, align 8\n    a: u8, offset 0, size 1\n    b: u32, offset 4, size 4\n    \
                    c: u8, offset 8, size 1\n    d: u64, offset 16, size 8\n    e: B, offset 24, size 8\n\n\
                    struct B, size 8, align 4\n";
        assert_eq!(of(text), Some(("d b e a c".to_owned(), 24)));
    }

    #[test]
    fn an_order_that_saves_nothing_is_not_suggested() {
        let text = "struct A, size 8, align 4\n    a: u8, offset 0, size 1\n    b: u32, offset 4, size 4\n";
        assert_eq!(of(text), None);
    }

    #[test]
    fn nothing_is_suggested_for_a_struct_that_grows() {
        let fields =
            "    a: u8, offset 0, size 1\n    b: u64, offset 8, size 8\n    c: u8, offset 16, size 1\n";
        assert_eq!(
            of(&format!("struct A, size 24, align 8\n{fields}")),
            Some(("b a c".to_owned(), 16))
        );
        assert_eq!(
            of(&format!("struct A, size 24, align 8, extensible\n{fields}")),
            None
        );
        assert_eq!(of(&format!("union A, size 24, align 8\n{fields}")), None);
    }

    #[test]
    fn nothing_is_suggested_where_an_alignment_is_unknown() {
        let text = "struct A, size 24, align 8\n    a: u8, offset 0, size 1\n    b: B, offset 8, size 8\n    \
                    c: u8, offset 16, size 1\n";
        assert_eq!(of(text), None);
    }

    #[test]
    fn a_packed_struct_has_nothing_to_gain() {
        let text = "struct A, size 10, align 2\n    a: u8, offset 0, size 1\n    b: u64, offset 2, size 8\n";
        assert_eq!(of(text), None);
    }

    #[test]
    fn sizes_that_do_not_add_up_end_in_no_suggestion() {
        let most = usize::MAX;
        let text = format!(
            "struct A, size {most}, align 8\n    a: u8, offset 0, size 1\n    b: u64, offset 1, size {}\n",
            most - 1
        );
        assert_eq!(of(&text), None);
    }
}
