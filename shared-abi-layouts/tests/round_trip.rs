//! What is printed is read back as the same layouts.
#![cfg(not(miri))]

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use shared_abi_layouts::{Layouts, Lock, TypeChange, compare};
use shared_abi_model::{Field, Kind, Layout, Type, Variant};

/// A few megabytes in all.
fn kept<T: ?Sized>(value: Box<T>) -> &'static T {
    Box::leak(value)
}

fn text(text: String) -> &'static str {
    kept(text.into_boxed_str())
}

fn item() -> impl Strategy<Value = String> {
    // No dots: no writer of this version writes any, and version 1 told the fields of variants by them.
    "[A-Za-z_äЖ中][A-Za-z0-9_é]{0,6}"
}

fn ty() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9]{0,6}".prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), any::<u64>()).prop_map(|(ty, n)| format!("[{ty}; {n}]")),
            (item(), vec(inner.clone(), 1..4))
                .prop_map(|(name, args)| format!("{name}<{}>", args.join(", "))),
            (vec(inner.clone(), 0..3), inner).prop_map(|(args, result)| {
                format!("FnPtr<extern \"C\" fn({}) -> {result}>", args.join(", "))
            }),
        ]
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Struct), Just(Kind::Union), Just(Kind::Enum)]
}

fn number() -> impl Strategy<Value = usize> {
    prop_oneof![0..64usize, any::<usize>().prop_map(|n| n >> 5)]
}

prop_compose! {
    fn layout()(
        name in ty(),
        kind in kind(),
        extensible in any::<bool>(),
        align in 0..64u32,
        names in btree_set(item(), 0..6).prop_map(Vec::from_iter).prop_shuffle(),
    )(
        places in vec((ty(), number(), number(), 0..20u32), names.len()),
        since in 0..=names.len(),
        variants in btree_set(item(), 0..4),
        values in vec((any::<i128>(), 0..3usize), 4),
        slack in number(),
        name in Just(name), kind in Just(kind), extensible in Just(extensible), align in Just(align),
        names in Just(names),
    ) -> Layout<'static> {
        let extensible = extensible && kind == Kind::Struct;
        let (mut start, mut end) = (0, 0);
        let fields: Vec<_> = names.into_iter().zip(places).enumerate().map(|(i, (name, (ty, gap, size, align)))| {
            let offset = start + gap;
            end = end.max(offset + size);
            if kind == Kind::Struct {
                start = end;
            }
            let field = Field::new(text(name), Type::new(text(ty)), size, 1 << align).at(offset);
            if extensible && i >= since { field.added() } else { field }
        }).collect();
        // The last fields are those of the variants.
        let variants = variants.into_iter().zip(values).filter(|_| kind == Kind::Enum);
        let wanted: Vec<_> = variants.map(|(name, (value, own))| (text(name), value, own)).collect();
        let mut first = fields.len() - wanted.iter().map(|(.., own)| own).sum::<usize>().min(fields.len());
        let variants: Vec<_> = wanted.into_iter().map(|(name, value, own)| {
            let own = own.min(fields.len() - first);
            first += own;
            Variant::new(name, value).with_fields(first - own, own)
        }).collect();
        let layout = Layout::leaf(text(name), kind, end + slack, 1 << align);
        let layout = if extensible { layout.extensible() } else { layout };
        layout.with_fields(kept(fields.into())).with_variants(kept(variants.into()))
    }
}

fn layouts() -> impl Strategy<Value = Layouts<'static>> {
    vec(layout(), 0..5).prop_map(|types| {
        let mut layouts = Layouts::new();
        for layout in types {
            let _ = layouts.insert(layout);
        }
        layouts
    })
}

/// Of a package with features, or of one without.
fn lock() -> impl Strategy<Value = Lock<'static>> {
    let configuration = || btree_set(prop_oneof![Just("a"), Just("b"), Just("c-1")], 0..4);
    let with_features = btree_map(configuration(), layouts(), 1..5).prop_map(|recorded| Lock {
        krate: "demo_types".into(),
        features: ["a", "b", "c-1"].into_iter().collect(),
        configurations: recorded
            .into_iter()
            .map(|(on, layouts)| (on.into_iter().collect(), layouts))
            .collect(),
    });
    let without = layouts().prop_map(|layouts| Lock::without_features("demo_types", layouts));
    prop_oneof![with_features, without]
}

proptest! {
    #[test]
    fn printed_layouts_are_read_back(layouts in layouts()) {
        let text = layouts.to_string();
        prop_assert_eq!(Layouts::parse(&text), Ok(layouts));
    }

    #[test]
    fn a_printed_lock_is_read_back(lock in lock(), windows in any::<bool>()) {
        let text = lock.to_string().replace('\n', if windows { "\r\n" } else { "\n" });
        prop_assert_eq!(Lock::parse(&text), Ok(lock));
    }

    #[test]
    fn equal_layouts_have_no_changes_and_others_have(left in layouts(), right in layouts()) {
        prop_assert_eq!(compare(&left, &left), []);
        let same = left.iter().map(|layout| layout.to_string()).eq(right.iter().map(|layout| layout.to_string()));
        prop_assert_eq!(compare(&left, &right).is_empty(), same);
    }

    #[test]
    fn a_change_seen_from_the_other_side_has_its_labels_swapped(left in layout(), mut right in layout()) {
        right.name = left.name;
        let there = TypeChange::between(&left, &right);
        let back = TypeChange::between(&right, &left);
        prop_assert_eq!(there.is_some(), back.is_some());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(struct|enum|union|    | = |: |, |size |offset |align |fn |[0-9]|\n|\\PC){0,40}") {
        let _ = Layouts::parse(&text);
        let _ = Lock::parse(&text);
    }
}
