//! The derive's tokens are a claim: where the compiler sees another type than the derive did, the build stops.

#![forbid(unsafe_code)]

use tests::{HOST, Scratch, WASM, workspace};

/// What the derive sees, what the compiler sees, and what the error says.
const CHANGED: &[(&str, &str, &str)] = &[
    // Fields.
    (
        "struct X { a: u8, b: u8 }",
        "#[repr(C)] struct X { a: bool, b: u8 }",
        "expected `*const u8`, found `*const bool`",
    ),
    (
        "struct X(u32, u32);",
        "#[repr(C)] struct X(u32, char);",
        "expected `*const u32`, found `*const char`",
    ),
    (
        "struct X { a: u8, b: u8 }",
        "#[repr(C)] struct X { a: u8 }",
        "no field `b`",
    ),
    (
        "struct X { a: u8, b: u8 }",
        "#[repr(C)] struct X { a: u8, b: u8, c: bool }",
        "pattern requires `..`",
    ),
    (
        "struct X { a: u8, b: u32 }",
        "#[repr(C)] struct X { a: u8, gap: [bool; 3], b: u32 }",
        "pattern requires `..`",
    ),
    (
        "struct X { a: Alias, b: u8 }",
        "#[repr(C)] struct X { a: Alias, b: bool }",
        // The twin stands in memory; `X` is converted to it.
        "expected `u8`, found `bool`",
    ),
    (
        "struct X { a: Byte, b: u8 }",
        "#[repr(C)] struct X { a: Byte, b: bool }",
        "expected `*const u8`, found `*const bool`",
    ),
    (
        "struct X<T> { a: shared_abi::Ptr<T>, b: u8 }",
        "#[repr(C)] struct X<T> { a: shared_abi::Ptr<T>, b: bool }",
        "expected `*const u8`, found `*const bool`",
    ),
    (
        "#[repr(packed)] struct X { a: u8, b: u32 }",
        "#[repr(C, packed)] struct X { a: bool, b: u32 }",
        "expected `*const u8`, found `*const bool`",
    ),
    (
        "struct X { a: *mut u8, b: u8 }",
        "#[repr(C)] struct X { a: *mut u8, b: bool }",
        "expected `u8`, found `bool`",
    ),
    (
        "struct X { a: u32 }",
        "#[repr(C)] #[derive(Clone, Copy)] union X { a: u32, b: () }",
        "functional record update syntax requires a struct",
    ),
    // The representation of structs.
    (
        "struct X { a: u8, b: u32, c: u8 }",
        "struct X { a: u8, b: u32, c: u8 }",
        "on this target, but",
    ),
    (
        "struct X { a: u8, b: u32 }",
        "#[repr(C, packed)] struct X { a: u8, b: u32 }",
        "on this target, but",
    ),
    (
        "struct X { a: u8, b: u32 }",
        "#[repr(C, align(16))] struct X { a: u8, b: u32 }",
        "by this target's compiler",
    ),
    (
        "#[repr(align(16))] struct X { a: u8, b: u32 }",
        "#[repr(C)] struct X { a: u8, b: u32 }",
        "by this target's compiler",
    ),
    (
        "struct X { a: u8 }",
        "#[repr(C)] struct X { a: u8 } impl Drop for X { fn drop(&mut self) {} }",
        "implements `Drop`",
    ),
    // Enums without data.
    ("enum[u8] X { A, B }", "#[repr(u8)] enum X { A }", "no variant"),
    (
        "enum[u8] X { A }",
        "#[repr(u8)] enum X { A, B }",
        "`&X::B` not covered",
    ),
    (
        "enum[u8] X { A, B }",
        "#[repr(u16)] enum X { A, B }",
        "by this target's compiler",
    ),
    (
        "enum[u16] X { A, B }",
        "#[repr(u8)] enum X { A, B }",
        "by this target's compiler",
    ),
    ("enum[u8] X { A, B }", "#[repr(u8)] enum X { A, B(bool) }", ""),
    // Enums with data.
    (
        "enum[C, u8] X { A(u8), B }",
        "#[repr(C, u8)] enum X { A(bool), B }",
        "expected `*const u8`, found `&bool`",
    ),
    (
        "enum[C, u8] X { A(u8), B(u8) }",
        "#[repr(C, u8)] enum X { A(u8) }",
        "`B` not found",
    ),
    (
        "enum[C, u8] X { A(u8) }",
        "#[repr(C, u8)] enum X { A(u8), B }",
        "`&X::B` not covered",
    ),
    (
        "enum[C, u8] X { A(u8), B }",
        "#[repr(C, u8)] enum X { A(u8, bool), B }",
        "pattern",
    ),
    (
        "enum[C, u8] X { A(u8) = 1, B = 2 }",
        "#[repr(C, u8)] enum X { A(u8) = 2, B = 1 }",
        "has the tag 1 in the shared ABI, which is `X.B` on this target",
    ),
    (
        "enum[C, u8] X { A(u8), B }",
        "#[repr(C, u8)] enum X { A(u8) = 7, B }",
        "encountered",
    ),
    (
        "enum[C, u8] X { A(u16), B }",
        "#[repr(C, u16)] enum X { A(u16), B }",
        "encountered",
    ),
    (
        "enum[C, u16] X { A(u16), B }",
        "#[repr(C, u8)] enum X { A(u16), B }",
        "has another tag",
    ),
    (
        "enum[C, u8] X { A(u8, u32), B(u8) }",
        "#[repr(u8)] enum X { A(u8, u32), B(u8) }",
        "on this target, but",
    ),
    ("enum[C, u8] X { A(u8), B }", "enum X { A(u8), B }", ""),
    (
        "enum[C, u8] X { A(u8) = tests_macros::in_turn!(tag; 1, 2), B = 9 }",
        "",
        "encountered",
    ),
    // Unions.
    (
        "union X { a: u32, b: f32 }",
        "#[repr(C)] union X { a: u32, b: f32, c: u8 }",
        "below `#[derive(SharedAbi)]`",
    ),
    (
        "union X { a: u32, b: f32 }",
        "#[repr(C)] union X { a: u32, b: char }",
        "below `#[derive(SharedAbi)]`",
    ),
];

/// The same on wasm32, where an enum without a `repr` has a discriminant as long as a `u32`.
const CHANGED_IN_THE_GUEST: &[(&str, &str, &str)] = &[(
    "enum[C, u32] X { A(u64), B(u64) }",
    "enum X { A(u64), B(u64) }",
    "uninit",
)];

/// What every macro may do.
const UNCHANGED: &[(&str, &str)] = &[
    (
        "struct X { a: u8, b: Alias }",
        "#[repr(C)] struct X { a: u8, b: Alias }",
    ),
    (
        "struct X { a: u8 }",
        "#[repr(C)] #[derive(Clone)] pub(crate) struct X { a: Byte }",
    ),
    (
        "enum[C, u8] X { A(u8), B }",
        "#[repr(C, u8)] enum X { B = 1, A(Byte) = 0 }",
    ),
    (
        "struct X { a: tests_macros::in_turn!(field; u8, u8), b: [u8; tests_macros::in_turn!(length; 4)] }",
        "",
    ),
    ("enum[u8] X { A = tests_macros::in_turn!(tag; 1, 2), B = 9 }", ""),
];

fn source(seen: &str, real: &str) -> String {
    // `enum[u8] X` stands for an enum with that `repr`, everything else is `repr(C)`.
    let (repr, item) = match seen.strip_prefix("enum[") {
        Some(rest) => {
            let (repr, rest) = rest.split_once(']').expect("a repr");
            (repr, format!("enum{rest}"))
        }
        None => ("C", seen.to_owned()),
    };
    let becomes = match real {
        "" => String::new(),
        real => format!("#[tests_macros::becomes({real})]\n"),
    };
    format!(
        "#![allow(dead_code)]\nuse shared_abi::SharedAbi;\ntype Byte = u8;\ntype Alias = *mut X;\n\
         #[derive(SharedAbi)]\n{becomes}#[repr({repr})]\n{item}\n"
    )
}

/// Types with a field whose type a macro says.
const SAID_BY_A_MACRO: &[&str] = &[
    "#[repr(C)] struct X { a: MACRO }",
    "#[repr(C, packed)] struct X { a: MACRO }",
    "#[repr(C)] struct X { a: MACRO, b: *mut X }",
    "#[repr(transparent)] struct X(MACRO);",
    "#[repr(C)] union X { a: MACRO }",
    "#[repr(C, u8)] enum X { A(MACRO) }",
];

fn scratch(name: &str) -> Scratch {
    let scratch = Scratch::new(name, "shared-abi");
    let macros = workspace().join("tests/macros");
    scratch.extend_manifest(&format!("tests-macros = {{ path = {macros:?} }}\n"));
    scratch
}

#[test]
fn what_the_compiler_sees_is_what_the_derive_saw() {
    let scratch = scratch("proof");
    let mut report = String::new();
    for (seen, real) in UNCHANGED {
        scratch.write("src/lib.rs", &source(seen, real));
        let build = scratch.cargo(&["check"]);
        if !build.success {
            report += &format!("\n=== {seen} -> {real}:\n{}", build.stderr);
        }
    }
    let cases = [(HOST, CHANGED), (WASM, CHANGED_IN_THE_GUEST)];
    for (target, (seen, real, message)) in cases
        .iter()
        .flat_map(|(target, cases)| cases.iter().map(move |case| (target, case)))
    {
        scratch.write("src/lib.rs", &source(seen, real));
        let build = scratch.cargo(&["check", "--target", target]);
        if build.success {
            report += &format!("\n=== {seen} -> {real}: it compiled");
        } else if !build.stderr.contains(message) || build.stderr.contains("panicked at") {
            report += &format!(
                "\n=== {seen} -> {real}: not because `{message}`\n{}",
                build.stderr
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// A macro that says `u8` at first and then `bool`. What is validated is what the field is, or nothing compiles.
#[test]
fn a_type_is_what_its_macro_said_the_first_time() {
    let scratch = scratch("proof-macro");
    let (mut stopped, mut built) = (0, 0);
    for item in SAID_BY_A_MACRO {
        for turns in 0..5 {
            let call = format!("tests_macros::in_turn!(field; {}bool)", "u8, ".repeat(turns));
            let item = item.replace("MACRO", &call);
            let access = match item.contains("enum") {
                true => "match *x { X::A(a) => a }",
                false if item.contains("union") => "unsafe { x.a }",
                false if item.contains("X(") => "x.0",
                false => "x.a",
            };
            scratch.write(
                "src/lib.rs",
                &format!(
                    "#![allow(dead_code)]\nuse shared_abi::{{InMemory, SharedAbi}};\n\
                     #[derive(SharedAbi)]\n{item}\n\
                     trait Number {{ const IS: bool; }}\n\
                     impl Number for u8 {{ const IS: bool = true; }}\n\
                     impl Number for bool {{ const IS: bool = false; }}\n\
                     const fn is_number<T: Number>(_: fn(&X) -> T) -> bool {{ T::IS }}\n\
                     const IS_NUMBER: bool = is_number(|x| {access});\n\
                     const ANY_BITS: bool = <<X as SharedAbi>::Abi as InMemory>::FACTS.any_bits;\n\
                     const _: () = assert!(ANY_BITS == (IS_NUMBER && {}));\n",
                    !item.contains("enum")
                ),
            );
            let build = scratch.cargo(&["check"]);
            assert!(!build.stderr.contains("panicked at"), "{item}\n{}", build.stderr);
            if build.success {
                built += 1;
            } else {
                assert!(
                    build.stderr.contains("mismatched types"),
                    "{item}\n{}",
                    build.stderr
                );
                stopped += 1;
            }
        }
    }
    assert!(stopped > 0 && built > 0, "{stopped} stopped, {built} built");
}
