//! How differences are told, to the letter, and each rule of growth.

use shared_abi_layouts::{Layouts, Level, TypeChange, compare};
use shared_abi_model::{Field, Kind, Layout, Type, Variant};

/// The first layout of a text that is kept.
fn one(text: &str) -> Layout<'static> {
    let layouts = Box::leak(Box::new(Layouts::parse(text.to_owned().leak()).unwrap()));
    layouts.iter().next().unwrap()
}

/// The differences of two texts, a line each.
fn lines(left: &str, right: &str) -> Vec<String> {
    compare(&Layouts::parse(left).unwrap(), &Layouts::parse(right).unwrap())
        .iter()
        .map(|change| change.with_labels("guest", "host").to_string())
        .collect()
}

#[track_caller]
fn line(left: &str, right: &str, expected: &str) {
    assert_eq!(lines(left, right), [expected]);
}

// ---- One line ---------------------------------------------------------------------------------

#[test]
fn a_type_is_told_in_one_line() {
    // A union, so that the fields may stand in this order.
    line(
        "union Batch, size 32, align 8
    samples: Slice<Sample>, offset 16, size 16
    activity: u8, offset 8, size 1\n",
        "union Batch, size 40, align 8
    seq: u64, offset 0, size 8
    samples: Slice<Sample>, offset 24, size 16
    activity: u32, offset 8, size 4\n",
        "Batch: guest 32 bytes, host 40; samples: offset 16 → 24; activity: u8 → u32; seq: only in host",
    );
    line(
        "struct Batch, size 40, align 8
    samples: Slice<Sample>, offset 16, size 16
    activity: u8, offset 32, size 1\n",
        "struct Batch, size 40, align 8
    samples: Slice<Sample>, offset 8, size 16
    activity: u32, offset 32, size 4\n",
        "Batch: samples: offset 16 → 8; activity: u8 → u32",
    );
}

#[test]
fn each_property_of_a_type_is_told() {
    let a = "struct A, size 4, align 4\n";
    line(a, "struct A, size 4, align 8\n", "A: align 4 → 8");
    line(a, "struct A, size 5, align 4\n", "A: guest 4 bytes, host 5");
    line("struct A, size 1, align 4\n", a, "A: guest 1 byte, host 4");
    line("enum A, size 4, align 4\n", a, "A: enum → struct");
    line(a, "union A, size 4, align 4\n", "A: struct → union");
    line(
        a,
        "struct A, size 4, align 4, extensible\n",
        "A: extensible: only in host",
    );
    line(
        "struct A, size 4, align 4, extensible\n",
        a,
        "A: extensible: only in guest",
    );
    line(
        "struct A, size 4, align 4, extensible\n",
        "enum A, size 8, align 8\n    B = 1\n",
        "A: struct → enum; guest 4 bytes, host 8; align 4 → 8; extensible: only in guest; variant B: only in host",
    );
}

#[test]
fn each_property_of_a_field_is_told() {
    let header = "struct A, size 16, align 4, extensible\n";
    let field = |text: &str| format!("{header}    {text}\n");
    let x = field("x: B, offset 0, size 4");
    line(&x, &field("x: B, offset 4, size 4"), "A: x: offset 0 → 4");
    line(&x, &field("x: C, offset 0, size 4"), "A: x: B → C");
    line(&x, &field("x: C, offset 0, size 8"), "A: x: B → C");
    line(&x, &field("x: B, offset 0, size 8"), "A: x: size 4 → 8");
    line(
        &x,
        &field("x: B, offset 0, size 4, added"),
        "A: x: marked added only in host",
    );
    line(
        &field("x: B, offset 0, size 4, added"),
        &x,
        "A: x: marked added only in guest",
    );
    line(
        &x,
        &field("x: B, offset 4, size 8, added"),
        "A: x: size 4 → 8, offset 0 → 4, marked added only in host",
    );
    line(&x, header, "A: x: only in guest");
    line(header, &x, "A: x: only in host");
    line(
        &x,
        &field("y: B, offset 0, size 4"),
        "A: x: only in guest; y: only in host",
    );
}

#[test]
fn each_property_of_a_variant_is_told() {
    let gait =
        |variants: &str| format!("enum Gait, size 4, align 4\n    tag: u32, offset 0, size 4\n{variants}");
    let walk = gait("    Walk = 1\n");
    line(&walk, &gait("    Walk = 2\n"), "Gait: variant Walk: 1 → 2");
    line(
        &walk,
        &gait("    Walk = 1\n    Run = 2\n"),
        "Gait: variant Run: only in host",
    );
    line(&walk, &gait(""), "Gait: variant Walk: only in guest");
}

#[test]
fn types_are_told_in_the_order_of_their_names() {
    let text = |names: &[&str], size| {
        let line = |name| format!("struct {name}, size {size}, align 4\n");
        names.iter().map(line).collect::<String>()
    };
    assert_eq!(
        lines(&text(&["A", "C", "E", "G"], 4), &text(&["B", "C", "F", "G"], 8)),
        [
            "A: only in guest",
            "B: only in host",
            "C: guest 4 bytes, host 8",
            "E: only in guest",
            "F: only in host",
            "G: guest 4 bytes, host 8",
        ]
    );
    assert!(compare(&Layouts::new(), &Layouts::new()).is_empty());
}

#[test]
fn order_means_nothing_where_it_moves_nothing() {
    let union = |a, b| {
        format!("union A, size 4, align 4\n    {a}: u32, offset 0, size 4\n    {b}: u32, offset 0, size 4\n")
    };
    assert!(lines(&union("x", "y"), &union("y", "x")).is_empty());
    let variants = |a: &str, b: &str| format!("enum A, size 4, align 4\n    {a}\n    {b}\n");
    assert!(lines(&variants("B = 1", "C = 2"), &variants("C = 2", "B = 1")).is_empty());
}

#[test]
fn the_data_holds_what_the_line_leaves_out() {
    let left = one("struct A, size 16, align 8\n    x: u32, offset 0, size 4\n    y: u8, offset 4, size 1\n");
    let right = one("struct A, size 16, align 8\n    x: u64, offset 8, size 8\n");
    let change = TypeChange::between(&left, &right).unwrap();
    let TypeChange::Changed {
        name,
        size,
        align,
        kind,
        extensible,
        items,
        grows,
        ..
    } = &change
    else {
        panic!("{change:?}")
    };
    assert_eq!((name.as_str(), change.name()), ("A", "A"));
    assert_eq!(
        (size, align, kind, extensible, grows),
        (&None, &None, &None, &None, &false)
    );
    let shown: Vec<_> = items
        .iter()
        .map(|item| item.with_labels("l", "r").to_string())
        .collect();
    assert_eq!(shown, ["x: u32 → u64, offset 0 → 8", "y: only in l"]);
    assert_eq!(items[0].name(), "x");
    let shared_abi_layouts::ItemChange::FieldChanged(field) = &items[0] else {
        panic!()
    };
    assert_eq!(
        (field.size, field.offset, field.added),
        (Some((4, 8)), Some((0, 8)), None)
    );
}

#[test]
fn names_that_a_guest_chose_are_escaped_and_cut() {
    fn hostile<'a>(name: &'a str, fields: &'a [Field<'a>]) -> Layout<'a> {
        Layout::leaf(name, Kind::Enum, 4, 4).with_fields(fields)
    }
    fn field<'a>(name: &'a str, ty: &'a str) -> Field<'a> {
        Field::new(name, Type::new(ty), 4, 4)
    }
    let shown = |left: &Layout<'_>, right: &Layout<'_>| {
        let change = TypeChange::between(left, right).unwrap();
        change.with_labels("guest", "host").to_string()
    };
    let escape = "\u{1b}[2J\n\u{202e}";
    let lefts = [field(escape, "u8"), field("y", escape)];
    let variants = [Variant::new(escape, 1).with_fields(2, 0)];
    let rights = [field("y", "FnPtr<extern \"C\" fn()>")];
    let name = r"\u{1b}[2J\n\u{202e}";
    assert_eq!(
        shown(
            &hostile(escape, &lefts).with_variants(&variants),
            &hostile(escape, &rights)
        ),
        format!(
            "{name}: {name}: only in guest; y: {name} → FnPtr<extern \"C\" fn()>; variant {name}: only in guest"
        )
    );

    let long = "x".repeat(1 << 14);
    let longer = format!("{long}y");
    let names: Vec<_> = (0..100).map(|i| format!("{i}{long}")).collect();
    let fields = |ty| names.iter().map(|name| field(name, ty)).collect::<Vec<_>>();
    let shown = shown(&hostile(&long, &fields(&long)), &hostile(&long, &fields(&longer)));
    assert!(shown.len() < 6_000, "{}", shown.len());
    assert!(shown.ends_with("…; and 80 more"));
}

#[test]
fn twenty_items_are_listed() {
    let text = |count: usize| {
        let variants = (0..count).map(|i| format!("    V{i} = {i}\n"));
        format!("enum A, size 4, align 4\n{}", variants.collect::<String>())
    };
    let shown = &lines(&text(0), &text(20))[0];
    assert!(shown.ends_with("; variant V19: only in host"));
    let shown = &lines(&text(0), &text(21))[0];
    assert!(shown.ends_with("; variant V19: only in host; and 1 more"));
}

// ---- Growth -----------------------------------------------------------------------------------

const OLDER: &str = "struct A, size 8, align 4, extensible\n    x: u32, offset 0, size 4\n";
const NEWER: &str = "struct A, size 8, align 4, extensible
    x: u32, offset 0, size 4
    y: u32, offset 4, size 4, added\n";

/// Whether `older` grows into `newer`, by itself and as a change.
#[track_caller]
fn grows(older: &str, newer: &str) -> bool {
    let grows = one(older).grows_into(&one(newer));
    if let Some(change) = TypeChange::between(&one(older), &one(newer)) {
        assert_eq!(change.is_allowed(Level::Extend), grows);
        assert!(!change.is_allowed(Level::Layout));
    }
    grows
}

#[test]
fn fields_marked_as_added_may_be_added() {
    assert!(grows(OLDER, NEWER));
    assert!(grows(OLDER, OLDER));
    assert!(grows(
        "struct A, size 0, align 1, extensible\n",
        NEWER.replace("size 4\n", "size 4, added\n").as_str()
    ));
}

#[test]
fn fields_may_not_be_removed() {
    assert!(!grows(NEWER, OLDER));
}

#[test]
fn fields_without_the_mark_may_not_be_added() {
    assert!(!grows(OLDER, &NEWER.replace(", added", "")));
}

#[test]
fn both_must_be_extensible() {
    let closed = "struct A, size 8, align 4\n    x: u32, offset 0, size 4\n";
    assert!(!grows(closed, NEWER));
    assert!(!grows(NEWER, closed));
    assert!(!grows(OLDER, closed));
    assert!(!grows(closed, OLDER));
    assert!(!grows(closed, closed));
}

#[test]
fn only_structs_grow() {
    let both = |kind| {
        let mut layout = one(OLDER);
        layout.kind = kind;
        (layout, layout)
    };
    for kind in [Kind::Enum, Kind::Union] {
        let (older, newer) = both(kind);
        assert!(!older.grows_into(&newer));
        assert!(!older.grows_into(&one(OLDER)));
        assert!(!one(OLDER).grows_into(&newer));
    }
}

#[test]
fn a_type_of_another_name_is_another_type() {
    assert!(!grows(OLDER, &OLDER.replace('A', "B")));
}

#[test]
fn what_was_there_stays_as_it_was() {
    for (was, is) in [
        ("x: ", "z: "),
        ("x: u32", "x: i32"),
        ("offset 0", "offset 1"),
        ("offset 0, size 4", "offset 0, size 3"),
    ] {
        let newer = NEWER
            .replace(was, is)
            .replace("offset 4", "offset 5")
            .replace("size 8", "size 9");
        assert_ne!(newer.matches(is).count(), 0);
        assert!(!grows(OLDER, &newer), "{is}");
    }
}

#[test]
fn a_field_may_not_be_added_in_front() {
    let newer = "struct A, size 8, align 4, extensible
    y: u32, offset 0, size 4
    x: u32, offset 4, size 4\n";
    assert!(!grows(OLDER, newer));
}

#[test]
fn the_mark_of_a_known_field_does_not_matter() {
    let marked = OLDER.replace("size 4\n", "size 4, added\n");
    assert!(grows(OLDER, &marked));
    assert!(grows(&marked, OLDER));
    assert!(grows(&NEWER.replace(", added", ""), NEWER));
}

#[test]
fn size_and_alignment_may_differ() {
    assert!(grows(
        OLDER,
        &NEWER.replace("size 8, align 4", "size 64, align 16")
    ));
    assert!(grows(
        &OLDER.replace("size 8, align 4", "size 64, align 16"),
        NEWER
    ));
}

#[test]
fn types_may_be_added_and_not_removed() {
    let types = Layouts::parse(OLDER).unwrap();
    let added = &compare(&Layouts::new(), &types)[0];
    assert!(added.is_allowed(Level::Extend) && !added.is_allowed(Level::Layout));
    let removed = &compare(&types, &Layouts::new())[0];
    assert!(!removed.is_allowed(Level::Extend) && !removed.is_allowed(Level::Layout));
}
