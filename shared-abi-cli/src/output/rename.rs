//! Types that were renamed: one that is gone, and a new one that is the same but for its name.

use std::collections::HashMap;

use shared_abi_model::{Layout, Type};

/// Of the types that are gone, which new type each may be now. No two are the same one.
pub(crate) fn renames<'a>(gone: &[Layout<'a>], new: &[Layout<'a>]) -> Vec<(&'a str, &'a str)> {
    let mut by_content: HashMap<String, Vec<&str>> = HashMap::new();
    for layout in new.iter().rev() {
        by_content
            .entry(without_name(layout))
            .or_default()
            .push(layout.name);
    }
    let mut renames = Vec::new();
    for layout in gone {
        // Types without any content are all the same, which says nothing.
        if layout.fields.is_empty() && layout.variants.is_empty() {
            continue;
        }
        let names = by_content.get_mut(&without_name(layout));
        if let Some(name) = names.and_then(Vec::pop) {
            renames.push((layout.name, name));
        }
    }
    renames
}

/// The layout's text with its name taken out, also out of its fields' types: a list's node points to a node.
fn without_name(layout: &Layout<'_>) -> String {
    let ty = |field: &shared_abi_model::Field<'_>| replace_word(field.ty.as_str(), layout.name, "Self");
    let types: Vec<_> = layout.fields.iter().map(ty).collect();
    let fields: Vec<_> = layout
        .fields
        .iter()
        .zip(&types)
        .map(|(field, ty)| {
            let mut field = *field;
            field.ty = Type::new(ty);
            field
        })
        .collect();
    layout.named("").with_fields(&fields).notation().to_string()
}

/// Replaces `word` where it stands by itself, not inside of a longer name.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut replaced = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(word) {
        let end = at + word.len();
        let alone = !text[..at].ends_with(is_part) && !text[end..].starts_with(is_part);
        if alone {
            replaced.push_str(&text[done..at]);
            replaced.push_str(by);
            done = end;
        }
    }
    replaced.push_str(&text[done..]);
    replaced
}

#[cfg(test)]
mod tests {
    use shared_abi_layouts::Layouts;

    use super::*;

    fn of(gone: &str, new: &str) -> Vec<(String, String)> {
        let (gone, new) = (Layouts::parse(gone).unwrap(), Layouts::parse(new).unwrap());
        let (gone, new): (Vec<_>, Vec<_>) = (gone.iter().collect(), new.iter().collect());
        let owned = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
        renames(&gone, &new).into_iter().map(owned).collect()
    }

    fn node(name: &str, next: &str) -> String {
        format!("struct {name}, size 8, align 8\n    next: Ptr<{next}>, offset 0, size 8\n")
    }

    #[test]
    fn a_type_that_names_itself_is_seen_through() {
        let renamed = [("Node".to_owned(), "Knot".to_owned())];
        assert_eq!(of(&node("Node", "Node"), &node("Knot", "Knot")), renamed);
        assert!(of(&node("Node", "Node"), &node("Knot", "Node")).is_empty());
        assert!(of(&node("Node", "Nodes"), &node("Knot", "Knots")).is_empty());
    }

    #[test]
    fn a_new_type_was_one_type_only() {
        let gone = node("A", "u8") + &node("B", "u8");
        assert_eq!(of(&gone, &node("C", "u8")), [("A".to_owned(), "C".to_owned())]);
        let new = node("C", "u8") + &node("D", "u8");
        assert_eq!(of(&gone, &new).len(), 2);
    }

    #[test]
    fn types_with_nothing_in_them_are_not_matched() {
        assert!(of("struct A, size 0, align 1\n", "struct B, size 0, align 1\n").is_empty());
    }
}
