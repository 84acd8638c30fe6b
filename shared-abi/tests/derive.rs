//! The derive, as a user's crate sees it: each row of the type table, with the bytes that it becomes.

#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

use std::marker::PhantomData;
use std::ptr::NonNull;

use shared_abi::{
    AbiType, AlignedBytes, FnPtr, Handle, Kind, LinearMemory, LinearMemoryMut, Ptr, Ptr32, PtrMut, RelPtr,
    SharedAbi, Slice, Slice32, SliceMut, Str, layout_of,
};

/// Holds the layout of `T` against numbers, and `T::Abi` against its own layout.
fn has<T: SharedAbi>(size: usize, align: usize, fields: &[(&str, usize, usize)]) {
    let layout = layout_of::<T>();
    assert_eq!((layout.size, layout.align), (size, align), "{layout}");
    let found: Vec<_> = layout
        .fields
        .iter()
        .map(|field| (field.name, field.offset, field.size))
        .collect();
    assert_eq!(found, fields, "{layout}");
    assert_eq!((size_of::<T::Abi>(), align_of::<T::Abi>()), (size, align));
}

/// Every type whose bytes are the same anyway.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Scalars {
    a: u8,
    b: i16,
    c: u32,
    d: i64,
    e: f32,
    f: f64,
    g: bool,
    h: char,
    i: i8,
    j: u16,
    k: i32,
    l: u64,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(transparent)]
struct Meters(f64);

#[derive(SharedAbi, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
#[allow(dead_code, reason = "it exists for its layout")]
enum Level {
    Low = 3,
    Middle,
    High = 200,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(i16)]
#[allow(dead_code, reason = "it exists for its layout")]
enum Signed {
    Minus = -2,
    Zero = 0,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
union Bits {
    int: u32,
    float: f32,
}

/// Arrays, nested structs, enums and unions.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Composed {
    bytes: [u8; 3],
    meters: [Meters; 2],
    level: Level,
    signed: Signed,
    bits: Bits,
    grid: [[u16; 2]; 3],
    marker: PhantomData<String>,
}

#[test]
fn types_that_stay_as_they_are() {
    has::<Scalars>(
        56,
        8,
        &[
            ("a", 0, 1),
            ("b", 2, 2),
            ("c", 4, 4),
            ("d", 8, 8),
            ("e", 16, 4),
            ("f", 24, 8),
            ("g", 32, 1),
            ("h", 36, 4),
            ("i", 40, 1),
            ("j", 42, 2),
            ("k", 44, 4),
            ("l", 48, 8),
        ],
    );
    has::<Composed>(
        48,
        8,
        &[
            ("bytes", 0, 3),
            ("meters", 8, 16),
            ("level", 24, 1),
            ("signed", 26, 2),
            ("bits", 28, 4),
            ("grid", 32, 12),
            ("marker", 44, 0),
        ],
    );
    has::<Meters>(8, 8, &[("0", 0, 8)]);
    has::<Bits>(4, 4, &[("int", 0, 4), ("float", 0, 4)]);
    assert_eq!((layout_of::<Level>().size, layout_of::<Signed>().size), (1, 2));
    assert_eq!(
        (
            layout_of::<[Scalars; 3]>().size,
            layout_of::<[Scalars; 3]>().align
        ),
        (168, 8)
    );
    // Each is its own ABI type.
    let scalars: fn(Scalars) -> ScalarsAbi = |same| same;
    let composed: fn(Composed) -> ComposedAbi = |same| same;
    let _ = (scalars, composed);
}

/// A native pointer to its own type.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    /// First.
    pub data: i32,
    /// Second.
    pub number: i32,
    /// Third.
    pub next: *mut Node,
}

type AliasOfPointer = *mut Left;
type AliasOfNumber = u32;

/// Recursive with [`Right`], through aliases, in an array and nested.
#[derive(SharedAbi)]
#[repr(C)]
struct Left {
    rights: [*const Right; 2],
    node: Node,
    count: AliasOfNumber,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Right {
    left: AliasOfPointer,
    small: u8,
}

/// Each kind of native pointer.
#[derive(SharedAbi)]
#[repr(C)]
struct Native {
    one: *const Node,
    one_mut: *mut u8,
    option: Option<NonNull<Left>>,
    many: *const [Node],
    many_mut: *mut [u16],
    text: *const str,
    function: extern "C" fn(i32) -> i32,
    optional: Option<unsafe extern "C" fn(f64, *mut Node)>,
    pointer_to_pointer: *const *mut Node,
}

/// The twin's fields have these types.
#[allow(clippy::type_complexity, reason = "it is the table's right column")]
fn types_of_the_twin(twin: &NativeAbi) -> bool {
    let _: (&Ptr<NodeAbi>, &PtrMut<u8>, &PtrMut<LeftAbi>) = (&twin.one, &twin.one_mut, &twin.option);
    let _: (&Slice<NodeAbi>, &SliceMut<u16>, &Str) = (&twin.many, &twin.many_mut, &twin.text);
    let _: &FnPtr<extern "C" fn(i32) -> i32> = &twin.function;
    let _: &FnPtr<unsafe extern "C" fn(f64, *mut Node)> = &twin.optional;
    let _: &Ptr<PtrMut<NodeAbi>> = &twin.pointer_to_pointer;
    twin.one.is_null()
}

#[test]
fn native_pointers_become_slots() {
    has::<Node>(16, 8, &[("data", 0, 4), ("number", 4, 4), ("next", 8, 8)]);
    has::<Left>(40, 8, &[("rights", 0, 16), ("node", 16, 16), ("count", 32, 4)]);
    has::<Right>(16, 8, &[("left", 0, 8), ("small", 8, 1)]);
    has::<Native>(
        96,
        8,
        &[
            ("one", 0, 8),
            ("one_mut", 8, 8),
            ("option", 16, 8),
            ("many", 24, 16),
            ("many_mut", 40, 16),
            ("text", 56, 16),
            ("function", 72, 8),
            ("optional", 80, 8),
            ("pointer_to_pointer", 88, 8),
        ],
    );
    assert_eq!(layout_of::<Native>(), layout_of::<NativeAbi>());
    assert_eq!(layout_of::<Native>().name, "Native");
    let bytes = AlignedBytes::<128>::ZERO;
    assert!(types_of_the_twin(
        &LinearMemory::new(&bytes).get(Ptr::<NativeAbi>::new(16)).unwrap()
    ));
}

struct File;

/// Each kind of slot, written directly: no twin.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Slots {
    bare: Ptr32<Slots>,
    bare_many: Slice32<u16>,
    relative: RelPtr<Slots>,
    one: PtrMut<Slots>,
    many: SliceMut<Slots>,
    handle: Handle<File>,
    function: FnPtr<extern "C" fn()>,
    text: Str,
}

#[test]
fn slots_stay_as_they_are() {
    has::<Slots>(
        72,
        8,
        &[
            ("bare", 0, 4),
            ("bare_many", 4, 8),
            ("relative", 12, 4),
            ("one", 16, 8),
            ("many", 24, 16),
            ("handle", 40, 8),
            ("function", 48, 8),
            ("text", 56, 16),
        ],
    );
    let same: fn(Slots) -> SlotsAbi = |same| same;
    let _ = same;
    for (layout, size, align) in [
        (layout_of::<Ptr<u8>>(), 8, 8),
        (layout_of::<PtrMut<u8>>(), 8, 8),
        (layout_of::<Slice<u8>>(), 16, 8),
        (layout_of::<SliceMut<u8>>(), 16, 8),
        (layout_of::<Str>(), 16, 8),
        (layout_of::<FnPtr<extern "C" fn()>>(), 8, 8),
        (layout_of::<Handle<File>>(), 8, 8),
        (layout_of::<Ptr32<u8>>(), 4, 4),
        (layout_of::<Slice32<u8>>(), 8, 4),
        (layout_of::<RelPtr<u8>>(), 4, 4),
    ] {
        assert_eq!(
            (layout.size, layout.align, layout.kind),
            (size, align, Kind::Pointer),
            "{layout}"
        );
    }
}

/// What a handle is of can be any type of the host's: its name is that in the source, where one stands there.
#[derive(SharedAbi)]
#[repr(C)]
struct Handles<T> {
    file: Handle<crate::File>,
    several: [[Handle<r#File>; 2]; 3],
    leading: PtrMut<Handle<File>>,
    native: *mut [Handle<File>; 2],
    slice: *const [Handle<File>],
    of_parameter: Handle<T>,
    of_object: Handle<dyn Fn()>,
    of_generic: Handle<Vec<u8>>,
    of_array: Handle<[File]>,
    alias: Alias,
}

type Alias = Handle<File>;

#[test]
fn fields_say_what_a_handle_is_of() {
    let types = layout_of::<Handles<u8>>()
        .fields
        .iter()
        .map(|field| field.ty.as_str());
    assert_eq!(
        types.collect::<Vec<_>>(),
        [
            "Handle<File>",
            "[[Handle<File>; 2]; 3]",
            "PtrMut<Handle<File>>",
            "PtrMut<[Handle<File>; 2]>",
            "Slice<Handle<File>>",
            "Handle",
            "Handle",
            "Handle",
            "Handle",
            "Handle",
        ]
    );
}

#[derive(SharedAbi)]
#[repr(C)]
#[allow(non_camel_case_types)]
struct r#match {
    next: *mut Self,
    r#type: r#type,
}

#[derive(SharedAbi)]
#[repr(C, u8)]
#[allow(non_camel_case_types, dead_code)]
enum r#type {
    A,
    B { r#fn: u8 },
}

/// A slot of the parameter beside a native pointer.
#[derive(SharedAbi)]
#[repr(C)]
struct Mixed<T: 'static> {
    slot: Slice<T>,
    native: *const T,
}

#[test]
fn a_generic_type_may_have_slots_beside_native_pointers() {
    has::<Mixed<u16>>(24, 8, &[("slot", 0, 16), ("native", 16, 8)]);
}

#[test]
fn a_type_may_have_a_raw_name() {
    let layout = layout_of::<r#match>();
    assert_eq!(layout.name, "match");
    assert_eq!(layout.fields[1].ty, "type");
    let _: fn(r#match) -> matchAbi = SharedAbi::into_abi;
}

/// A struct, an enum and a union may call themselves `Self`, wherever a type can stand.
#[derive(SharedAbi)]
#[repr(C)]
struct Own {
    next: *mut Self,
    bytes: [u8; Self::LEN],
    compare: Option<extern "C" fn(*const Self) -> bool>,
}

impl Own {
    const LEN: usize = 4;
}

#[derive(SharedAbi)]
#[repr(C)]
struct OwnGeneric<T> {
    value: *const T,
    next: *const [Self],
    marker: PhantomData<Self>,
}

#[derive(SharedAbi)]
#[repr(C, u32)]
#[allow(dead_code)]
enum OwnEnum {
    Leaf(u32),
    Inner { left: Ptr<Self>, of: Handle<Self> },
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
union OwnUnion {
    number: u32,
    next: Ptr<Self>,
}

#[test]
fn a_type_may_call_itself_self() {
    fn types<T: SharedAbi>() -> Vec<&'static str> {
        let fields = layout_of::<T>().fields.iter();
        fields.map(|field| field.ty.as_str()).collect()
    }
    assert_eq!(
        types::<Own>(),
        ["PtrMut<Own>", "[u8; 4]", "FnPtr<fn(Ptr<Own>) -> bool>"]
    );
    assert_eq!(
        types::<OwnGeneric<u8>>(),
        ["Ptr<u8>", "Slice<OwnGeneric<u8>>", "PhantomData"]
    );
    assert_eq!(
        types::<OwnEnum>(),
        ["u32", "u32", "Ptr<OwnEnum>", "Handle<OwnEnum>"]
    );
    assert_eq!(types::<OwnUnion>(), ["u32", "Ptr<OwnUnion>"]);
}

/// A parameter behind a slot, and in a marker.
#[derive(SharedAbi)]
#[repr(C)]
struct List<T> {
    head: PtrMut<T>,
    len: u32,
    marker: PhantomData<T>,
}

/// A parameter behind a native pointer.
#[derive(SharedAbi)]
#[repr(C)]
struct NativeList<T> {
    head: *mut T,
    len: u32,
}

#[test]
fn parameters_behind_pointers() {
    has::<List<u8>>(16, 8, &[("head", 0, 8), ("len", 8, 4), ("marker", 12, 0)]);
    has::<NativeList<Node>>(16, 8, &[("head", 0, 8), ("len", 8, 4)]);
    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let list = NativeListAbi::<Node> {
        head: PtrMut::new(64),
        len: 1,
    };
    memory.write(Ptr::<NativeListAbi<Node>>::new(16), list).unwrap();
    let node = NodeAbi {
        data: 5,
        number: 6,
        next: PtrMut::NULL,
    };
    memory.write(Ptr::<NodeAbi>::new(64), node).unwrap();
    let list = memory.shared().get(Ptr::<NativeListAbi<Node>>::new(16)).unwrap();
    assert_eq!((list.len, list.head().unwrap().unwrap().data), (1, 5));
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, align(32))]
struct Aligned {
    a: u8,
    b: u64,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, packed)]
struct Packed {
    a: u8,
    b: u32,
    c: Ptr<u32>,
}

#[derive(SharedAbi)]
#[repr(C, packed(2))]
struct HalfPacked {
    a: u8,
    b: u32,
    next: *mut HalfPacked,
    level: Level,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Holds {
    small: u8,
    aligned: Aligned,
    packed: Packed,
}

#[test]
fn representations() {
    has::<Aligned>(32, 32, &[("a", 0, 1), ("b", 8, 8)]);
    has::<Packed>(13, 1, &[("a", 0, 1), ("b", 1, 4), ("c", 5, 8)]);
    has::<HalfPacked>(
        16,
        2,
        &[("a", 0, 1), ("b", 2, 4), ("next", 6, 8), ("level", 14, 1)],
    );
    has::<Holds>(
        96,
        32,
        &[("small", 0, 1), ("aligned", 32, 32), ("packed", 64, 13)],
    );
}

/// Fields that hold other values than the guest's would be no `Shape`.
#[derive(SharedAbi)]
#[repr(C, u32)]
#[allow(dead_code, reason = "it exists for its layout")]
enum Shape {
    Circle { radius: f64 },
    Named(*const str, Level),
    Link(*mut Node),
    Nothing,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, u8)]
#[allow(dead_code, reason = "it exists for its layout")]
enum Small {
    Pair(u8, u16) = 7,
    One(u8),
}

#[test]
fn enums_with_data() {
    has::<Shape>(
        32,
        8,
        &[
            ("tag", 0, 4),
            ("radius", 8, 8),
            ("0", 8, 16),
            ("1", 24, 1),
            ("0", 8, 8),
        ],
    );
    has::<Small>(6, 2, &[("tag", 0, 1), ("0", 2, 1), ("1", 4, 2), ("0", 2, 1)]);

    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write_slice(Slice::new(128, 2), b"hi").unwrap();
    let node = NodeAbi {
        data: 5,
        number: 6,
        next: PtrMut::NULL,
    };
    memory.write(Ptr::<NodeAbi>::new(144), node).unwrap();
    let at = Ptr::<ShapeAbi>::new(32);
    let mut describe = |shape: ShapeAbi| {
        memory.write(at, shape).unwrap();
        match memory.shared().get(at).unwrap().view() {
            ShapeView::Circle { radius } => format!("circle of {radius}"),
            ShapeView::Named(name, level) => format!("{} at {level:?}", name.unwrap(), level = *level),
            ShapeView::Link(node) => format!("link to {}", node.unwrap().map_or(0, |node| node.data)),
            ShapeView::Nothing => "nothing".to_owned(),
        }
    };
    assert_eq!(describe(ShapeAbi::Circle { radius: 1.5 }), "circle of 1.5");
    assert_eq!(
        describe(ShapeAbi::Named(Str::new(128, 2), Level::High)),
        "hi at High"
    );
    assert_eq!(describe(ShapeAbi::Link(PtrMut::new(144))), "link to 5");
    assert_eq!(describe(ShapeAbi::Link(PtrMut::NULL)), "link to 0");
    assert_eq!(describe(ShapeAbi::Nothing), "nothing");
    memory.write(Ptr::<Small>::new(64), Small::One(9)).unwrap();
    memory.write(Ptr::<Small>::new(72), Small::Pair(1, 2)).unwrap();
    assert_eq!(
        (bytes[64..70].to_vec(), bytes[72..78].to_vec()),
        (vec![8, 0, 9, 0, 0, 0], vec![7, 0, 1, 0, 2, 0])
    );
}

/// Pinned in every way.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
#[shared_abi(size = 16, align = 8, deny_padding)]
struct Pinned {
    a: u32,
    b: u32,
    #[shared_abi(offset = 8)]
    c: u64,
}

/// Its twin has another name.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(name = "RenamedTwin")]
struct Renamed {
    one: *const u32,
}

#[test]
fn options() {
    has::<Pinned>(16, 8, &[("a", 0, 4), ("b", 4, 4), ("c", 8, 8)]);
    let twin = RenamedTwin { one: Ptr::new(8) };
    assert_eq!((twin.one.offset(), RenamedTwin::LAYOUT.size), (8, 8));
}

macro_rules! point {
    ($name:ident, $ty:ty) => {
        #[derive(SharedAbi, Clone, Copy)]
        #[repr(C)]
        struct $name {
            x: $ty,
            y: $ty,
        }
    };
}

point!(PointOfNumbers, f32);
point!(PointOfPointers, *const u8);

macro_rules! others {
    ($list:ident, $shape:ident, $union:ident, $($variant:ident = $tag:literal),*) => {
        #[derive(SharedAbi)]
        #[repr(C)]
        #[shared_abi(size = 16, align = 8)]
        struct $list<T> {
            #[shared_abi(offset = 0)]
            head: *mut T,
            len: u32,
        }

        #[derive(SharedAbi, Clone, Copy)]
        #[repr(C, u8)]
        #[allow(dead_code, reason = "it exists for its layout")]
        enum $shape {
            $($variant { point: PointOfPointersAbi, flag: bool } = $tag),*
        }

        #[derive(SharedAbi, Clone, Copy)]
        #[repr(C)]
        union $union {
            numbers: PointOfNumbers,
            bits: u64,
        }
    };
}

others!(ListInMacro, ShapeInMacro, UnionInMacro, A = 3, B = 9);

#[test]
fn inside_of_a_macro() {
    has::<PointOfNumbers>(8, 4, &[("x", 0, 4), ("y", 4, 4)]);
    has::<PointOfPointers>(16, 8, &[("x", 0, 8), ("y", 8, 8)]);
    has::<ListInMacro<u8>>(16, 8, &[("head", 0, 8), ("len", 8, 4)]);
    has::<UnionInMacro>(8, 8, &[("numbers", 0, 8), ("bits", 0, 8)]);
    has::<ShapeInMacro>(
        32,
        8,
        &[
            ("tag", 0, 1),
            ("point", 8, 16),
            ("flag", 24, 1),
            ("point", 8, 16),
            ("flag", 24, 1),
        ],
    );
    assert!(<ShapeInMacro as shared_abi::InMemory>::validate(&[4; 32]).is_err());
}

/// The twin is `Copy`, whether the type itself is or not.
#[test]
fn twins_are_copied() {
    let node = NodeAbi {
        data: 1,
        number: 2,
        next: PtrMut::NULL,
    };
    let same = node;
    assert_eq!((node.data, same.number), (1, 2));
}

#[test]
fn layouts_print_like_pahole() {
    assert_eq!(
        layout_of::<Node>().to_string(),
        "\
struct Node {
    data:   i32,          /* 0 4 */
    number: i32,          /* 4 4 */
    next:   PtrMut<Node>, /* 8 8 */
} /* size 16, align 8, no padding */"
    );
    assert_eq!(
        layout_of::<Right>().to_string(),
        "\
struct Right {
    left:  PtrMut<Left>, /* 0 8 */
    small: u8,           /* 8 1 */
    /* 7 bytes of padding */
} /* size 16, align 8, padding 7 bytes */"
    );
    assert_eq!(
        layout_of::<Small>().to_string(),
        "\
enum Small {
    tag:   u8,  /* 0 1 */
    /* 1 byte of padding */
    Pair = 7 {
        0: u8,  /* 2 1 */
        /* 1 byte of padding */
        1: u16, /* 4 2 */
    },
    One = 8 {
        0: u8,  /* 2 1 */
    },
} /* size 6, align 2, padding 2 bytes in 2 holes */"
    );
    assert_eq!(
        layout_of::<Bits>().to_string(),
        "\
union Bits {
    int:   u32, /* 0 4 */
    float: f32, /* 0 4 */
} /* size 4, align 4, no padding */"
    );
    assert_eq!(
        layout_of::<Level>().to_string(),
        "\
enum Level {
    tag: u8, /* 0 1 */
    Low = 3,
    Middle = 4,
    High = 200,
} /* size 1, align 1, no padding */"
    );
    assert_eq!(layout_of::<u64>().to_string(), "u64 /* size 8, align 8 */");
}

#[test]
fn lists_are_walked_and_changed() {
    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let node = |data, next| NodeAbi {
        data,
        number: 1,
        next: PtrMut::new(next),
    };
    memory.write(Ptr::<NodeAbi>::new(16), node(1, 32)).unwrap();
    memory.write(Ptr::<NodeAbi>::new(32), node(3, 0)).unwrap();
    memory.get_mut(Ptr::<NodeAbi>::new(32)).unwrap().data = 7;
    let head: NodeRef<'_> = memory.shared().get(Ptr::<NodeAbi>::new(16)).unwrap();
    let next = head.next().unwrap().unwrap();
    assert_eq!(
        (head.data + head.number, next.data, next.next().unwrap().is_none()),
        (2, 7, true)
    );
    let head: NodeMut<'_> = memory.get_mut(Ptr::<NodeAbi>::new(16)).unwrap();
    head.next().unwrap().unwrap().number = 9;
    assert_eq!(bytes[36], 9);
}

macro_rules! every_repr {
    ($($name:ident $repr:ident $size:literal;)*) => {
        $(
            #[derive(SharedAbi, Clone, Copy, Debug, PartialEq)]
            #[repr($repr)]
            enum $name {
                Least = $repr::MIN,
                Next,
                Most = $repr::MAX,
            }
        )*

        #[test]
        fn enums_of_every_integer() {
            $(
                has::<$name>($size, $size, &[("tag", 0, $size)]);
                for (value, tag) in [($name::Least, $repr::MIN), ($name::Next, $repr::MIN + 1), ($name::Most, $repr::MAX)] {
                    let mut bytes = AlignedBytes::<32>::ZERO;
                    LinearMemoryMut::new(&mut bytes).write(Ptr::<$name>::new(16), value).unwrap();
                    assert_eq!(bytes[16..16 + $size], tag.to_le_bytes());
                    assert_eq!(LinearMemory::new(&bytes).read(Ptr::<$name>::new(16)), Ok(value));
                    bytes[16..16 + $size].copy_from_slice(&($repr::MIN + 2).to_le_bytes());
                    assert!(LinearMemory::new(&bytes).get(Ptr::<$name>::new(16)).is_err());
                }
            )*
        }
    };
}

every_repr! {
    OfU8 u8 1;
    OfI8 i8 1;
    OfU16 u16 2;
    OfI16 i16 2;
    OfU32 u32 4;
    OfI32 i32 4;
    OfU64 u64 8;
    OfI64 i64 8;
}

/// A parameter of a generic struct may be a constant, with a default, as long as the layout doesn't depend on it.
#[derive(SharedAbi)]
#[repr(C)]
struct Matrix<T, const N: usize = 4> {
    rows: Ptr<[T; N]>,
    count: u32,
    marker: PhantomData<[u8; N]>,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Tagged<const N: usize> {
    value: u32,
    marker: PhantomData<[u8; N]>,
}

#[test]
fn constants_as_parameters() {
    has::<Matrix<u16>>(16, 8, &[("rows", 0, 8), ("count", 8, 4), ("marker", 12, 0)]);
    has::<Tagged<3>>(4, 4, &[("value", 0, 4), ("marker", 4, 0)]);
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[16], bytes[34]) = (32, 5);
    let matrix: MatrixRef<'_, u16, 2> = LinearMemory::new(&bytes)
        .get(Ptr::<Matrix<u16, 2>>::new(16))
        .unwrap();
    assert_eq!(*matrix.rows().unwrap().unwrap(), [0, 5]);
    let tagged: TaggedRef<'_, 3> = LinearMemory::new(&bytes)
        .get(Ptr::<TaggedAbi<3>>::new(16))
        .unwrap();
    assert_eq!(tagged.value, 32);
}

/// What isn't known of an element isn't known of an array, unless it has none.
#[test]
fn arrays_are_what_their_elements_are() {
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    union Short {
        byte: u8,
        word: u32,
    }

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Gap {
        flag: bool,
        word: u32,
    }

    fn of<T: AbiType>() -> (bool, bool, bool) {
        (T::FACTS.any_bits, T::FACTS.padded, T::FACTS.opaque)
    }
    assert_eq!(of::<Short>(), of::<[Short; 1]>());
    assert_eq!(of::<Short>(), of::<[[Short; 2]; 3]>());
    assert_eq!(of::<Gap>(), of::<[Gap; 1]>());
    assert_eq!(of::<Gap>(), of::<[Gap; 2]>());
    assert_eq!(
        (of::<Short>(), of::<Gap>()),
        ((true, true, true), (false, true, false))
    );
    assert_eq!(of::<u32>(), of::<[u32; 2]>());
    // No bytes: each bit pattern is a value, and none of them is padding.
    assert_eq!(of::<[Short; 0]>(), (true, false, false));
    assert_eq!(of::<[Gap; 0]>(), (true, false, false));
}

/// A name that the derive has words for, should the type be the library's.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Duration {
    nanoseconds: u64,
}

#[test]
fn a_name_decides_nothing_but_the_words_of_an_error() {
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Cell<T> {
        at: Ptr<T>,
    }
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Timer {
        pause: Duration,
        cell: Cell<u32>,
        both: [Duration; 2],
        next: *mut Duration,
    }
    assert_eq!(layout_of::<Timer>().size, 40);
}

/// The user has these names already.
mod renamed {
    use super::*;

    #[derive(SharedAbi)]
    #[repr(C)]
    #[shared_abi(name = "Node64", ref_name = "NodeInMemory", mut_name = "NodeToWrite")]
    pub struct Node {
        pub value: u64,
        pub next: *mut Node,
    }

    pub struct NodeAbi;
    pub struct NodeRef;
    pub struct NodeMut<'a>(pub &'a u8);

    #[derive(SharedAbi)]
    #[repr(C, u32)]
    #[shared_abi(
        view_name = "ShapeSeen",
        ref_name = "ShapeInMemory",
        mut_name = "ShapeToWrite"
    )]
    pub enum Shape {
        Circle(f32),
        Line(Ptr<u32>),
    }

    pub struct ShapeRef;
    pub struct ShapeMut;
    pub struct ShapeView;

    #[derive(SharedAbi)]
    #[repr(C)]
    #[shared_abi(
        extensible,
        head_name = "StatusStart",
        ref_name = "StatusInMemory",
        mut_name = "NoStatus"
    )]
    pub struct Status {
        pub uptime: u64,
        #[shared_abi(added)]
        pub next: Ptr<Status>,
    }

    pub struct StatusRef;
    pub struct StatusMut;
    pub struct StatusHead;
    pub struct StatusHeadRef;
}

#[test]
fn every_generated_type_can_be_renamed() {
    use renamed::*;
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[16], bytes[24]) = (7, 16);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let node: NodeToWrite<'_> = memory.get_mut(Ptr::<Node64>::new(16)).unwrap();
    assert_eq!(node.value, 7);
    drop(node);
    let memory = memory.into_shared();
    let node: NodeInMemory<'_> = memory.get(Ptr::<Node64>::new(16)).unwrap();
    let next: Option<NodeInMemory<'_>> = node.next().unwrap();
    assert_eq!(next.unwrap().value, 7);
    let shape: ShapeInMemory<'_> = memory.get(Ptr::<Shape>::new(32)).unwrap();
    assert!(matches!(shape.view(), ShapeSeen::Circle(_)));
    let status: StatusInMemory<'_> = memory.get(Ptr::<Status>::new(16)).unwrap();
    let start: &StatusStart = &status;
    assert_eq!(start.uptime, 7);
    let _ = (Shape::Circle(0.0), Shape::Line(Ptr::NULL));
    let _ = (NodeAbi, NodeRef, NodeMut(&0).0, ShapeRef, ShapeMut, ShapeView);
    let _ = (StatusRef, StatusMut, StatusHead, StatusHeadRef);
}
