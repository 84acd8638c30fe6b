//! The door for generated code, tried: safe programs that reach for what an `unsafe impl` rests on don't compile.

#![forbid(unsafe_code)]

use tests::Scratch;

/// A crate of the same shape, with `ITEMS` in its door.
const LOOK_ALIKE: &str = "mod fake {
    pub use shared_abi::*;
    pub mod __private {
        pub use shared_abi::__private::*;
        ITEMS
    }
}";

/// A native function, under another name, which a guest could choose if the type were read from memory.
const NATIVE: &str = r#"
type Call = extern "C" fn();
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "crate::fake")]
struct Native { call: Call }
fn main() {
    let bytes = AlignedBytes::<64>::ZERO;
    (LinearMemory::new(&bytes).read(Ptr::<Native>::new(16)).unwrap().call)();
}"#;

/// Chooses what it shouldn't.
const SELECT: &str = "pub struct Select<const B: bool>;
    pub type Own = Select<true>;
    pub type Twin = Select<false>;
    pub trait Choose { type Out<A, B>; }
    impl<const B: bool> Choose for Select<B> { type Out<X, Y> = X; }
    impl<const B: bool> Select<B> {
        pub const fn form<T FORM
        pub const fn form_of_twin<T: TwinOf<A>, A>() -> Form<T, A> { shared_abi::__private::Own::form_of_twin() }
    }";

/// What is tried, the program, and a part of the error.
fn attacks() -> Vec<(&'static str, String, &'static str)> {
    let look_alike = |items: &str, program: &str| LOOK_ALIKE.replace("ITEMS", items) + program;
    let select = |form: &str| SELECT.replace("FORM", form);
    // In a crate whose `core` has another `compile_error!`.
    let swallowed = |error: &str, of_x: &str, x: &str| {
        format!(
            "#[macro_export] macro_rules! compile_error {{ ($($t:tt)*) => {{ {error} }}; }}\n\
             #[allow(unused_imports)] pub use std::*;\n\
             extern crate self as core;\n\
             #[derive(SharedAbi, Clone, Copy)] #[repr(C)]\n\
             struct X{of_x}\n\
             fn main() {{ LinearMemory::new(&[]).read(Ptr::<{x}>::new(16)).unwrap(); }}"
        )
    };
    let exported = |word: &str| {
        format!(
            "mod fake {{\n\
                 pub use shared_abi::{{Argument, Returned}};\n\
                 pub mod __private {{ pub use shared_abi::__private::*; }}\n\
             }}\n\
             shared_abi::__private::export! {{ {word} [crate::fake] fn f(a: u32) -> u32 {{ a }} }}\n\
             fn main() {{}}"
        )
    };
    let plain = |program: &str| format!("use shared_abi::__private::*;\n{program}\nfn main() {{}}");
    vec![
        (
            "a choice of the native type, as a twin",
            look_alike(&select(", A>() -> Form<T, A> { Form::twin() }"), NATIVE),
            "TwinOf<T>",
        ),
        (
            "a choice of the native type, as its own",
            look_alike(&select(">() -> Form<T, T> { Form::own() }"), NATIVE),
            "mismatched types",
        ),
        (
            "another `Layout`",
            "mod fake { pub use shared_abi::*; pub struct Layout; }".to_owned() + NATIVE,
            "Layout",
        ),
        (
            "other `Checks`",
            look_alike(
                "pub struct Checks;
                 impl Checks { pub const fn assert_size<T>(_: &shared_abi::Layout) {} }",
                NATIVE,
            ),
            "Checks",
        ),
        (
            "a field that says it is elsewhere",
            "mod fake { pub use shared_abi::*; pub mod Field {\n\
             pub const fn added(field: shared_abi::Field) -> shared_abi::Field { field.at(0) } } }\n\
             #[derive(Clone, Copy, SharedAbi)] #[repr(C)] #[shared_abi(crate = \"crate::fake\", extensible)]\n\
             struct X { a: u32, #[shared_abi(added)] b: u32 }\n\
             const _: () = assert!(shared_abi::layout_of::<X>().fields[1].offset == 0, \"its place is known\");\n\
             fn main() {}"
                .to_owned(),
            "its place is known",
        ),
        (
            "errors that say nothing",
            swallowed("", "<T: 'static> { text: &'static str, of: Ptr<T> }", "X<u8>"),
            "expected expression",
        ),
        (
            "errors that are a value",
            swallowed("panic!()", "<T: 'static> { text: &'static str, of: Ptr<T> }", "X<u8>"),
            "evaluation panicked",
        ),
        (
            "errors of a field that say nothing",
            swallowed("", " { text: &'static str }", "X"),
            "mismatched types",
        ),
        (
            "an export by way of another path",
            exported(""),
            "expected `unsafe`",
        ),
        (
            "an export by way of another path, with the word",
            exported("unsafe"),
            "usage of an `unsafe` block",
        ),
        (
            "an export of a type that is asked for several times",
            "macro_rules! word { () => { u32 }; }\n\
             shared_abi::export! { fn f(a: word!(), b: &word!()) -> word!() { a + b } }\n\
             fn main() {}"
                .to_owned(),
            "a macro can mean another type each time",
        ),
        (
            "a size that is called fixed",
            "mod fake {\n\
                 pub use shared_abi::*;\n\
                 pub trait Size { const IS_FIXED: bool; }\n\
                 impl<T> Size for T { const IS_FIXED: bool = true; }\n\
                 pub mod __private { pub use shared_abi::__private::*; pub use super::Size; }\n\
             }\n\
             #[derive(Clone, Copy, SharedAbi)] #[repr(C)] #[shared_abi(extensible)] struct Grows { a: u32 }\n\
             #[derive(Clone, Copy, SharedAbi)] #[repr(C)] #[shared_abi(crate = \"crate::fake\")]\n\
             struct X { grows: Grows, b: u32 }\n\
             fn main() {}"
                .to_owned(),
            "whose size differs from guest to guest",
        ),
        (
            "a description of a native type",
            plain("struct Native(*mut u8);\nimpl Derived for Native { type By = u8; }\nimpl Describes<u8> for Native {}"),
            "requires an `unsafe impl` declaration",
        ),
        (
            "an impl that makes any type the twin",
            plain("struct Own;\nimpl TwinOf<Own> for u64 {}"),
            "requires an `unsafe impl` declaration",
        ),
        (
            "a choice of a type that isn't among those to choose from",
            plain("struct Own;\nimpl Choose for Own { type Out<A, B> = [u8; 4]; }"),
            "requires an `unsafe impl` declaration",
        ),
        (
            "a form of a type that isn't its twin",
            plain("const FORM: Form<u32, bool> = Form::own();"),
            "mismatched types",
        ),
        (
            "a slice that was written to since it was checked",
            plain(
                "fn plain<'m>(place: shared_abi::SliceViewMut<'m, [bool; 2]>) -> &'m mut [[bool; 2]] {\n\
                 FromView::from_view(place)\n}",
            ),
            "FromView<SliceViewMut<'_, [bool; 2]>>",
        ),
        (
            "an offset between two values",
            plain(
                "fn far(a: &u8, b: &u8) {\n\
                 Checks::assert_offset::<u8, u8>(shared_abi::layout_of::<u8>(), 0, a, b);\n}",
            ),
            "call to unsafe function",
        ),
        (
            "an unsafe function in place of an exported one that isn't there",
            plain(
                "use std::hint::unreachable_unchecked as boom;\n\
                 shared_abi::export! { #[cfg_attr(all(), cfg(any()))] fn boom() {} }",
            ),
            "call to unsafe function",
        ),
        (
            "a call without the claims of its arguments",
            plain("fn claimed() -> Call { Call::enter(&[]) }"),
            "call to unsafe function",
        ),
        (
            "a struct that says it is a union, so that its padding isn't zeroed",
            "mod fake { pub use shared_abi::*; pub mod Kind {\n\
             pub const Struct: shared_abi::Kind = shared_abi::Kind::Union; } }\n\
             #[derive(Clone, Copy, SharedAbi)] #[repr(C)] #[shared_abi(crate = \"crate::fake\")] struct X { a: u8, b: u32 }\n\
             const _: () = assert!(shared_abi::layout_of::<X>().padding() == 0, \"the padding is known\");\n\
             fn main() {}"
                .to_owned(),
            "the padding is known",
        ),
        (
            "bytes that aren't initialized",
            plain(
                "fn tag() -> [u8; 1] { Checks::copied_tag(&[core::mem::MaybeUninit::uninit()]) }",
            ),
            "call to unsafe function",
        ),
    ]
}

#[test]
fn no_safe_program_gets_through() {
    let scratch = Scratch::new("door", "shared-abi");
    let mut report = String::new();
    for (what, program, message) in attacks() {
        let head = "#![forbid(unsafe_code)]\n#![allow(dead_code, unused_imports)]\n\
                    use shared_abi::{AlignedBytes, LinearMemory, Ptr, SharedAbi};\n";
        scratch.write("src/main.rs", &format!("{head}{program}"));
        // Some errors appear only when the code is generated.
        let build = scratch.cargo(&["build"]);
        if build.success {
            report += &format!("\n=== {what}: it compiled");
        } else if !build.stderr.contains(message) {
            report += &format!("\n=== {what}: not because `{message}`\n{}", build.stderr);
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// A crate that can stand for `core`: its `u32` is an enum, and a number where one is asked for.
const FALSE_CORE: &str = r"pub use std::*;
pub mod primitive {
    pub use std::primitive::*;
    #[derive(shared_abi::SharedAbi, Clone, Copy, PartialEq, Eq)]
    #[repr(u32)]
    #[allow(non_camel_case_types)]
    pub enum u32 { Zero = 0, One = 1 }
    impl u32 { pub fn from_le_bytes(_: [std::primitive::u8; 4]) -> Self { Self::Zero } }
}
pub trait Number { const ZERO: Self; const ONE: Self; }
impl Number for std::primitive::u32 { const ZERO: Self = 0; const ONE: Self = 1; }
impl Number for primitive::u32 { const ZERO: Self = Self::Zero; const ONE: Self = Self::One; }
pub const fn zero<T: Number>() -> T { T::ZERO }
pub const fn one<T: Number>() -> T { T::ONE }
";

/// In this macro's edition `::a` is a module at the root of the crate that calls it.
const OLD_MACRO: &str = r##"#[macro_export]
macro_rules! hold {
    ($(#[$a:meta])* $name:ident) => { $(#[$a])* pub struct $name { pub first: u8, pub flag: bool, pub number: u32 } };
    (native $($t:tt)*) => {
        #[derive(SharedAbi)] #[repr(C, packed)] #[shared_abi(crate = "look")] $($t)*
    };
}
"##;

/// What `use look::…` means in the old edition, and what `look::…` means elsewhere.
const TWO_PATHS: &str = r#"mod look {
    pub mod __private {
        use ::shared_abi::{Field, InMemory, Layout, SharedAbi};
        pub struct Checks;
        impl Checks {
            pub const fn unplaced_scalar<T: InMemory>(name: &'static str, ty: &'static str) -> Field {
                ::shared_abi::__private::Checks::unplaced_scalar::<T>(name, ty)
            }
            pub const fn assert_offset<T, F>(_: &Layout, _: usize, _: *const T, _: *const F) {}
            pub const fn assert_size<T>(_: &Layout) {}
            pub const fn assert_plain<T>(_: &str) {}
            pub const fn assert_fixed<F: InMemory>(_: &Layout, _: usize) {}
            pub const fn assert_not_rewritten<F: SharedAbi>(_: &Layout, _: usize) {}
            pub fn is_form_of<T: SharedAbi>(_: T::Abi) {}
        }
    }
}
mod inner {
    use ::shared_abi as look;
    use ::shared_abi::SharedAbi;
    pub type Call = extern "C" fn();
    old_macro::hold! { native pub struct Native<T> { pub call: Call, pub of: ::shared_abi::Ptr<T> } }
}
fn main() {
    let memory = shared_abi::LinearMemory::new(&[]);
    let _ = memory.get(shared_abi::Ptr::<inner::Native<u8>>::new(16)).unwrap().call;
}
"#;

/// An attribute that puts its argument in the place of what it stands on.
const INSTEAD: &str = r"use proc_macro::TokenStream;
#[proc_macro_attribute]
pub fn instead(argument: TokenStream, _: TokenStream) -> TokenStream { argument }
";

/// Two expansions of one type: of the true `SharedAbi`, and of the true `Describes` with another `SharedAbi`.
const TWO_TRAITS: &str = r#"use shared_abi::{LinearMemory, Ptr};
pub mod of_form {
    pub use ::shared_abi::*;
    pub mod __private {
        pub use ::shared_abi::__private::*;
        pub trait Derived { type By: ?Sized; }
        pub unsafe trait Describes<A> {
            const KNOWN: &'static ::shared_abi::Layout;
            const CHECKS: Checks;
            const NAME: &'static str;
            const EDGE: Edge;
            type Fields; type Size; type Padding; type Ref<'m>; type Mut<'m>; type SliceRef<'m>; type SliceMut<'m>; type Leads;
        }
    }
}
pub mod of_description {
    pub use ::shared_abi::*;
    pub unsafe trait SharedAbi: Sized {
        type Abi;
        const FORM: ::shared_abi::__private::Form<Self, Self::Abi>;
    }
    unsafe impl SharedAbi for bool {
        type Abi = u8;
        const FORM: ::shared_abi::__private::Form<bool, u8> = panic!();
    }
}
type Alias = bool;
pub mod first {
    use super::Alias;
    #[derive(shared_abi::SharedAbi)] #[repr(C, packed)] #[shared_abi(crate = "crate::of_form")]
    pub struct G<const N: usize> { pub flag: Alias }
}
pub mod second {
    use super::Alias;
    #[derive(shared_abi::SharedAbi)] #[repr(C, packed)] #[shared_abi(crate = "crate::of_description")]
    #[hostile::instead(use super::first::G;)]
    pub struct G<const N: usize> { pub flag: Alias }
}
fn main() {
    let flag = LinearMemory::new(&[2; 64]).read(Ptr::<first::G<1>>::new(16)).unwrap().flag;
    println!("{flag}");
}
"#;

/// Its own checks, where a path of the old edition would lead.
const OWN_CHECKS: &str = r"mod shared_abi {
    pub mod __private {
        use ::shared_abi::{Field, InMemory, Layout, Type};
        pub struct Checks;
        impl Checks {
            pub const fn unplaced_scalar<T: InMemory>(name: &'static str, ty: &'static str) -> Field {
                let size = if T::KNOWN.size == 1 { 2 } else { T::KNOWN.size };
                Field::new(name, Type::new(ty), size, T::KNOWN.align)
            }
            pub const fn assert_offset<T, F>(_: &Layout, _: usize, _: *const T, _: *const F) {}
        }
    }
}
old_macro::hold! { #[derive(::shared_abi::SharedAbi, Clone, Copy)] #[repr(C)] Held }
const _: () = assert!(::shared_abi::layout_of::<Held>().fields[1].offset == 1);
fn main() {}
";

#[test]
fn no_other_crate_stands_for_a_true_one() {
    let scratch = Scratch::new("door-crates", "shared-abi");
    let package = |name: &str, edition: u32, more: &str, source: &str| {
        for folder in [name.to_owned(), format!("{name}/src")] {
            let _ = std::fs::create_dir(scratch.dir().join(folder));
        }
        let library = tests::shared_abi_dir();
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
             {more}[dependencies]\nshared-abi = {{ path = {library:?} }}\n"
        );
        scratch.write(&format!("{name}/Cargo.toml"), &manifest);
        scratch.write(&format!("{name}/src/lib.rs"), source);
    };
    package("false-core", 2024, "", FALSE_CORE);
    package("old-macro", 2015, "", OLD_MACRO);
    package("hostile", 2024, "[lib]\nproc-macro = true\n\n", INSTEAD);
    let manifest = std::fs::read_to_string(scratch.dir().join("Cargo.toml")).unwrap();
    let more = ["false-core", "old-macro", "hostile"].map(|name| format!("{name} = {{ path = {name:?} }}\n"));
    scratch.write("Cargo.toml", &(manifest + &more.concat()));

    let head = "#![forbid(unsafe_code)]\n#![allow(dead_code)]\n";
    for payload in ["u64", "bool"] {
        let program = format!(
            "{head}extern crate false_core as core;\nuse false_core::{{one, zero}};\n\
             #[derive(shared_abi::SharedAbi, Clone, Copy)]\n#[repr(C, u32)]\n\
             enum Event {{ A(u64) = zero(), B({payload}) = one() }}\nfn main() {{}}"
        );
        scratch.write("src/main.rs", &program);
        let build = scratch.cargo(&["build"]);
        assert!(
            !build.success && build.stderr.contains("TagInteger"),
            "{}",
            build.stderr
        );
    }
    for (program, message) in [(TWO_PATHS, "mismatched types"), (TWO_TRAITS, "SharedAbi")] {
        scratch.write("src/main.rs", program);
        let build = scratch.cargo(&["build"]);
        assert!(
            !build.success && build.stderr.contains(message),
            "{}",
            build.stderr
        );
    }
    // The library's own checks run, so it builds, and its fields are where they are.
    scratch.write("src/main.rs", &format!("{head}{OWN_CHECKS}"));
    let build = scratch.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
}
