//! What is printed is read back as the same layouts.
#![cfg(not(miri))]

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use shared_abi_layouts::{FieldLayout, Kind, Layouts, Lock, TypeLayout, VariantValue, compare};

fn item() -> impl Strategy<Value = String> {
    "[A-Za-z_äЖ中][A-Za-z0-9_é]{0,6}(\\.[a-z0-9]{1,3})?"
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

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0..64u64, any::<u64>().prop_map(|n| n >> 5)]
}

prop_compose! {
    fn layout()(
        name in ty(),
        kind in kind(),
        extensible in any::<bool>(),
        align in 0..64u32,
        names in btree_set(item(), 0..6).prop_map(Vec::from_iter).prop_shuffle(),
    )(
        places in vec((ty(), number(), number()), names.len()),
        since in 0..=names.len(),
        variants in btree_set(item(), 0..4),
        values in vec(any::<i128>(), 4),
        slack in number(),
        name in Just(name), kind in Just(kind), extensible in Just(extensible), align in Just(align),
        names in Just(names),
    ) -> TypeLayout {
        let extensible = extensible && kind == Kind::Struct;
        let (mut start, mut end) = (0, 0);
        let fields = names.iter().zip(places).enumerate().map(|(i, (name, (ty, gap, size)))| {
            let offset = start + gap;
            end = end.max(offset + size);
            if kind == Kind::Struct {
                start = end;
            }
            FieldLayout { name: name.clone(), ty, offset, size, added: extensible && i >= since }
        }).collect();
        let variants = variants.into_iter().zip(values).map(|(name, value)| VariantValue { name, value });
        TypeLayout {
            name, kind, size: end + slack, align: 1 << align, extensible, fields,
            variants: if kind == Kind::Enum { variants.collect() } else { Vec::new() },
        }
    }
}

fn layouts() -> impl Strategy<Value = Layouts> {
    vec(layout(), 0..5).prop_map(|types| {
        let mut layouts = Layouts::new();
        for layout in types {
            let _ = layouts.insert(layout);
        }
        layouts
    })
}

/// Of a package with features, or of one without.
fn lock() -> impl Strategy<Value = Lock> {
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
        prop_assert_eq!(Layouts::parse(&layouts.to_string()), Ok(layouts));
    }

    #[test]
    fn a_printed_lock_is_read_back(lock in lock(), windows in any::<bool>()) {
        let text = lock.to_string().replace('\n', if windows { "\r\n" } else { "\n" });
        prop_assert_eq!(Lock::parse(&text), Ok(lock));
    }

    #[test]
    fn equal_layouts_have_no_changes_and_others_have(left in layouts(), right in layouts()) {
        prop_assert_eq!(compare(&left, &left), []);
        prop_assert_eq!(compare(&left, &right).is_empty(), left == right);
    }

    #[test]
    fn a_change_seen_from_the_other_side_has_its_labels_swapped(left in layout(), mut right in layout()) {
        right.name.clone_from(&left.name);
        let there = left.changes(&right);
        let back = right.changes(&left);
        prop_assert_eq!(there.is_some(), back.is_some());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(struct|enum|union|    | = |: |, |size |offset |[0-9]|\n|\\PC){0,40}") {
        let _ = Layouts::parse(&text);
        let _ = Lock::parse(&text);
    }
}
