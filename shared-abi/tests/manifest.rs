//! What a manifest holds: the types that the named ones reach, and what is written of each.
#![forbid(unsafe_code)]
#![expect(dead_code, reason = "only the layouts are of use")]

use std::str;

use shared_abi::{
    FnPtr, Handle, Kind, Ptr, Ptr32, Reachable, RelPtr, SharedAbi, Slice, Slice32, Str, Types, layout_of,
};
use shared_abi_model::Layout;
use shared_abi_model::section::{MAGIC, VERSION, checksum, record, record_len};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    value: u64,
    next: *mut Node,
    other: Other,
}

/// It leads back to the one that holds it.
#[derive(SharedAbi)]
#[repr(C)]
struct Other {
    back: *const Node,
    kinds: [Kinds; 3],
    function: extern "C" fn(i32) -> i32,
    handle: Handle<std::string::String>,
    link: Ptr<Link<u8>>,
}

/// A generic list.
#[derive(SharedAbi)]
#[repr(C)]
struct Link<T> {
    next: Ptr<Link<T>>,
    items: Slice<T>,
}

#[derive(SharedAbi)]
#[repr(i8)]
enum Kinds {
    Low = -128,
    Next,
}

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Shape {
    Empty,
    Circle { radius: f64, of: Ptr32<Leaf> },
    Pair(RelPtr<Leaf>, Slice32<[Leaf; 2]>),
}

#[derive(SharedAbi)]
#[repr(C)]
struct Leaf {
    flag: bool,
    r#type: u8,
}

#[derive(SharedAbi)]
#[repr(C)]
union Number {
    whole: u64,
    real: f64,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Matrix<T, const N: usize> {
    rows: Ptr<[T; N]>,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Status {
    uptime: u64,
    #[shared_abi(added)]
    shape: *const Shape,
}

fn names<T: Types>() -> Vec<&'static str> {
    let types = Reachable::of::<T>();
    types.layouts().iter().map(|layout| layout.name).collect()
}

#[test]
fn everything_that_is_reached_is_included_once() {
    assert_eq!(names::<Node>(), ["Node", "Other", "Kinds", "Link<u8>"]);
    assert_eq!(
        names::<(Kinds, (Node, Kinds), *const [Node])>(),
        ["Kinds", "Node", "Other", "Link<u8>"]
    );
    assert_eq!(names::<Shape>(), ["Shape", "Leaf"]);
    assert_eq!(names::<Status>(), ["Status", "Shape", "Leaf"], "not its head");
    assert_eq!(
        names::<(u32, Str, FnPtr<extern "C" fn()>, [Ptr<u8>; 4])>(),
        [""; 0]
    );
    assert_eq!(names::<()>(), [""; 0]);
    // An argument is reached through a generic type, whatever it is itself.
    assert_eq!(
        names::<Link<Link<Leaf>>>(),
        ["Link<Link<Leaf>>", "Link<Leaf>", "Leaf"]
    );
    assert_eq!(names::<Matrix<Leaf, 3>>(), ["Matrix<Leaf, 3>", "Leaf"]);
}

#[test]
fn a_type_is_named_with_its_arguments() {
    assert_eq!(
        layout_of::<Matrix<[Link<u8>; 2], 3>>().name,
        "Matrix<[Link<u8>; 2], 3>"
    );
    assert_eq!(layout_of::<*const [u32; 4]>().name, "Ptr<[u32; 4]>");
    assert_eq!(layout_of::<*mut [Ptr32<u8>]>().name, "SliceMut<Ptr32<u8>>");
    assert_eq!(layout_of::<Node>().fields[1].ty, "PtrMut<Node>");
    assert_eq!(layout_of::<Other>().fields[3].ty, "Handle<String>");
}

#[test]
fn an_enum_has_its_variants() {
    let layout = layout_of::<Kinds>();
    let variants: Vec<_> = layout
        .variants
        .iter()
        .map(|variant| (variant.name, variant.value))
        .collect();
    assert_eq!(
        (layout.kind, variants),
        (Kind::Enum, vec![("Low", -128), ("Next", -127)])
    );
    assert!(layout_of::<Node>().variants.is_empty());
}

#[test]
fn a_record_is_a_header_and_text() {
    const TYPES: &Reachable = &Reachable::of::<(Shape, Number, Kinds, Status)>();
    const RECORD: [u8; record_len(TYPES.layouts())] = record(TYPES.layouts());
    let text = str::from_utf8(&RECORD).unwrap();
    let (header, body) = text.split_at(text.find('\n').unwrap() + 1);
    assert_eq!(
        body,
        "enum Shape, size 24, align 8
    tag: u32, offset 0, size 4, align 4
    Empty = 0
    Circle = 1
        radius: f64, offset 8, size 8, align 8
        of: Ptr32<Leaf>, offset 16, size 4, align 4
    Pair = 2
        0: RelPtr<Leaf>, offset 8, size 4, align 4
        1: Slice32<[Leaf; 2]>, offset 12, size 8, align 4
union Number, size 8, align 8
    whole: u64, offset 0, size 8, align 8
    real: f64, offset 0, size 8, align 8
enum Kinds, size 1, align 1
    tag: i8, offset 0, size 1, align 1
    Low = -128
    Next = -127
struct Status, size 16, align 8, extensible
    uptime: u64, offset 0, size 8, align 8
    shape: Ptr<Shape>, offset 8, size 8, align 8, added
struct Leaf, size 2, align 1
    flag: bool, offset 0, size 1, align 1
    type: u8, offset 1, size 1, align 1
"
    );
    let (len, crc) = (body.len(), checksum(body.as_bytes()));
    assert_eq!(header, format!("{MAGIC}{VERSION} {len:08x} {crc:08x}\n"));
}

#[test]
#[should_panic(expected = "the manifest is larger than 1 MiB")]
fn no_more_is_written_than_a_host_reads() {
    // Few of them, with long names: each line takes Miri its time.
    let name = "n".repeat(10_000);
    let _ = record_len(&[&Layout::leaf(&name, Kind::Struct, 0, 1); 110]);
}

/// Constants of the user's, of names that the expansions could have for their own.
mod names_of_the_users_own {
    use super::{Matrix, SharedAbi, layout_of};

    const NODE: usize = 2;
    const LOCKED: usize = 3;
    const FOUND: usize = 4;
    const LAYOUTS: usize = 5;

    #[derive(SharedAbi)]
    #[repr(C)]
    struct Own {
        node: [u8; NODE],
        locked: [u8; LOCKED],
    }

    shared_abi::manifest!(Own, Matrix<u8, FOUND>, Matrix<u8, LAYOUTS>);

    #[test]
    fn stay_theirs() {
        assert_eq!(layout_of::<Own>().size, 5);
    }
}

/// Types of one name, each pair with what leads to them and reads the same.
mod two_of_one_name {
    use super::{Kinds, Link, Matrix, Ptr, Reachable, SharedAbi, Types, names};

    macro_rules! modules {
        ($($module:ident: $($field:ident)+;)+) => {$(
            mod $module {
                use super::*;

                #[derive(SharedAbi)]
                #[repr(C)]
                pub struct Item {
                    $($field: u32,)+
                }

                #[derive(SharedAbi)]
                #[repr(C)]
                pub struct List {
                    first: Ptr<Item>,
                }

                /// In a circle.
                #[derive(SharedAbi)]
                #[repr(C)]
                pub struct Ring {
                    next: Ptr<Ring>,
                    lists: Ptr<[List; 2]>,
                }

                /// It leads to its argument by name only.
                #[derive(SharedAbi)]
                #[repr(C)]
                pub(super) struct Chain<T> {
                    next: Ptr<Chain<T>>,
                    links: Ptr<Link<T>>,
                }
            }
        )+};
    }

    modules! {
        files: id;
        users: flags age;
        // The same as the first.
        copies: id;
    }

    macro_rules! functions {
        ($($item:item)+) => {
            $($item)+
        };
    }

    // Two functions of one module, of one call of a macro.
    functions! {
        fn first() -> impl Types {
            #[derive(SharedAbi)]
            #[repr(C)]
            struct Item { id: u32 }

            #[derive(SharedAbi)]
            #[repr(C)]
            struct List { first: Ptr<Item> }

            List { first: Ptr::NULL }
        }

        fn second() -> impl Types {
            #[derive(SharedAbi)]
            #[repr(C)]
            struct Item { flags: u32, age: u32 }

            #[derive(SharedAbi)]
            #[repr(C)]
            struct List { first: Ptr<Item> }

            List { first: Ptr::NULL }
        }
    }

    #[track_caller]
    fn assert_refused_of<T: Types, U: Types>(_: T, _: U, said: &str) {
        assert_refused::<(T, U)>(said);
    }

    #[track_caller]
    fn assert_refused<T: Types>(said: &str) {
        let error = std::panic::catch_unwind(|| Reachable::of::<T>().layouts().len()).unwrap_err();
        let error = error.downcast::<std::string::String>().unwrap();
        assert!(error.contains(said), "{error}");
    }

    const TWO: &str =
        "two different types are named `Item`; a manifest knows types by their names: rename one";

    #[test]
    fn are_refused_however_they_are_reached() {
        assert_refused::<(files::Item, users::Item)>(TWO);
        assert_refused::<(files::List, users::List)>(TWO);
        assert_refused::<(users::List, files::List)>(TWO);
        assert_refused::<(files::Ring, users::Ring)>(TWO);
        assert_refused::<(Ptr<[files::List; 3]>, Kinds, users::Ring)>(TWO);
        // The same generic type twice, of two arguments.
        assert_refused::<(Link<files::Item>, Link<users::Item>)>(TWO);
        assert_refused::<(Link<files::List>, Link<users::List>)>(TWO);
        assert_refused::<(Matrix<Link<files::Ring>, 2>, Matrix<Link<users::Ring>, 2>)>(TWO);
        assert_refused_of(first(), second(), TWO);
    }

    /// What a generic type leads to by name only isn't there because another type of that name is.
    #[test]
    fn are_not_taken_for_each_other_by_name_only() {
        assert_eq!(names::<(files::Chain<u8>, Link<u8>)>(), ["Chain<u8>", "Link<u8>"]);
        assert_refused::<(files::Chain<files::Item>, Link<users::Item>)>(
            "`Chain<Item>.links` leads to `Link<Item>`, which the manifest lacks; name it too",
        );
        assert_refused::<(files::Chain<files::Item>, Link<users::Item>, Link<files::Item>)>(TWO);
    }

    #[test]
    fn are_one_entry_if_they_are_alike() {
        assert_eq!(names::<(files::Item, copies::Item)>(), ["Item"]);
        assert_eq!(names::<(files::Ring, copies::Ring)>(), ["Ring", "List", "Item"]);
        assert_eq!(
            names::<(Link<files::List>, Link<copies::List>)>(),
            ["Link<List>", "List", "Item"]
        );
    }
}
