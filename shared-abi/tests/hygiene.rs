//! What the derive writes means the same whatever names are in scope: of primitives, of the prelude, of its own.

#![allow(unused_macros, dead_code, reason = "what is here to be in the way isn't used")]

use shared_abi::{
    AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Prefix, Ptr, PtrMut, RelPtr, Slice, Str,
    layout_of,
};

/// One of each kind of type, in the way of each other's expansions.
#[allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]
#[allow(clippy::wrong_self_convention, clippy::upper_case_acronyms)]
mod shadowed {
    macro_rules! types {
        ($($name:ident)*) => { $(pub struct $name;)* };
    }
    macro_rules! traits {
        ($($name:ident)*) => { $(pub trait $name {})* };
    }
    macro_rules! constants {
        ($($name:ident)*) => { $(pub const $name: ::core::primitive::i64 = -1;)* };
    }
    macro_rules! macros {
        (@ $d:tt $($name:ident)*) => {
            $(
                #[allow(unused_macros)]
                macro_rules! $name { ($d($d t:tt)*) => { ::core::compile_error!("the wrong macro") }; }
            )*
        };
    }

    types! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool char str }
    types! { Box String Vec Option Result Self_ PhantomData MaybeUninit NonNull }
    types! { Layout Kind View ViewMut SliceView SliceViewMut SlicePlace Access AccessError Field Variant Extensible Prefix }
    types! { LinearMemory LinearMemoryMut Edge Reachable Locked Site Slot Invalid HeadView CheckedSlice }
    types! { Call Claim Argument Returned }
    types! { Select Form Parts IntoParts Payload Tagged Target Abi Head F0 F1 Out Ref Mut SliceRef SliceMut Size By Leads }
    types! { Checks Node Named Origin Own Twin Here FixedSize Accessed AccessedMut Followed FollowedMut Padding }
    traits! { Copy Clone Send Sync Sized Drop Fn FnMut FnOnce Into From AsRef AsMut Default Iterator Deref DerefMut }
    traits! { Debug SharedAbi AbiType Choose Shareable CopyAt TwinOf Fields Vetted FormBy Derived Describes DescribesHead FromView InMemory Any ToOwned ToString PartialEq }
    constants! { Some None Ok Err drop size_of align_of }
    constants! { layout bytes view value tag slot at this abi f memory offset site place payload len from into }
    constants! { field_0 field_1 value_0 value_1 payload_0 LEN TAG LAYOUT NAME }
    constants! { FORM REWRITTEN KNOWN CHECKS EDGE ORIGIN FACTS STRUCT YES __SHARED_ABI_NODE }
    macros! { @ $ include_bytes include_str panic assert assert_eq offset_of addr_of matches unreachable vec format }
    macros! { @ $ compile_error concat stringify module_path file line column }
    pub mod core {}
    pub mod diagnostic {}
    pub mod std {}
    pub mod alloc {}
    pub mod shared_abi {}
    pub mod mem {}

    /// Every method that an expansion calls, of every type.
    pub trait Methods: ::core::marker::Sized {
        fn access(self) {}
        fn field(self) {}
        fn parts(self) {}
        fn get(self) {}
        fn map(self) {}
        fn name(self) {}
        fn as_ptr(self) {}
        fn as_slice(self) {}
        fn plain(self) {}
        fn place(self) {}
        fn memory(self) {}
        fn into_memory(self) {}
        fn own_offset(self) {}
        fn added(self) {}
        fn validate(self) {}
        fn into_abi(self) {}
        fn from_abi(self) {}
        fn claim(self) {}
        fn receive(self) {}
        fn into_raw(self) {}
    }
    impl<T> Methods for T {}

    /// A length, a pair of discriminants and a pin that only the user's own constants give.
    pub const __LENGTH: ::core::primitive::usize = 3;
    pub const FIRST: ::core::primitive::u16 = 0x0102;
    pub const SECOND: ::core::primitive::i8 = -3;

    #[derive(::shared_abi::SharedAbi, ::core::clone::Clone, ::core::marker::Copy)]
    #[repr(C)]
    #[shared_abi(size = 40, align = 8, deny_padding)]
    pub struct Plain {
        pub array: [::core::primitive::u16; __LENGTH],
        #[shared_abi(offset = 6)]
        pub flag: ::core::primitive::bool,
        pub byte: ::core::primitive::u8,
        pub letter: ::core::primitive::char,
        pub layout: ::core::primitive::u32,
        pub value: ::core::primitive::u64,
        pub bytes: ::core::primitive::f64,
        pub view: ::core::primitive::i32,
        pub of: ::core::marker::PhantomData<String>,
        pub r#type: ::core::primitive::f32,
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C)]
    pub struct Generic<F0, T> {
        pub tag: ::shared_abi::PtrMut<F0>,
        pub slot: ::shared_abi::Slice<T>,
        pub of: ::core::marker::PhantomData<T>,
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C)]
    pub struct NativeGeneric<Parts> {
        pub abi: *mut Parts,
        pub memory: ::core::primitive::u32,
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C, packed)]
    pub struct Packed {
        pub offset: ::core::primitive::u8,
        pub at: ::shared_abi::Ptr<Plain>,
        pub site: ::core::primitive::bool,
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(transparent)]
    pub struct Wrapper(pub ::core::primitive::bool);

    #[derive(::shared_abi::SharedAbi, ::core::clone::Clone, ::core::marker::Copy)]
    #[repr(C)]
    pub union Either {
        pub value: ::core::primitive::u32,
        pub bytes: [::core::primitive::u8; 4],
    }

    #[derive(
        ::shared_abi::SharedAbi,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::cmp::PartialEq,
        ::core::fmt::Debug,
    )]
    #[repr(u16)]
    pub enum Fieldless {
        First = FIRST,
        Next,
        Last = 0xffff,
    }

    #[derive(
        ::shared_abi::SharedAbi,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::cmp::PartialEq,
        ::core::fmt::Debug,
    )]
    #[repr(i8)]
    pub enum Calls {
        Empty() = SECOND,
        Braces {},
    }

    #[derive(::shared_abi::SharedAbi, ::core::clone::Clone, ::core::marker::Copy)]
    #[repr(C, i8)]
    pub enum Data {
        None = SECOND,
        Some(::core::primitive::u32, ::core::primitive::bool),
        Ok {
            value: ::shared_abi::Str,
            tag: Fieldless,
        } = Self::THIRD + __LENGTH as ::core::primitive::i8,
    }

    /// Each has the name of something that a trait has too.
    #[derive(::shared_abi::SharedAbi)]
    #[repr(u8)]
    pub enum Associated {
        Abi,
        Ref,
        Mut,
        Access,
        AccessMut,
        SliceRef,
        SliceMut,
        First,
        Second,
        Received,
        Raw,
        Parts,
        LAYOUT,
        FORM,
    }

    /// The same with data.
    #[derive(::shared_abi::SharedAbi)]
    #[repr(C, u8)]
    pub enum AssociatedData {
        Abi(Link),
        Ref(::core::primitive::u8),
        Mut,
        Access,
        AccessMut,
        SliceRef,
        SliceMut,
        Parts,
        LAYOUT,
        FORM { Abi: ::core::primitive::u8 },
    }

    impl Data {
        const THIRD: ::core::primitive::i8 = 4;
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C, u32)]
    pub enum NativeData {
        One(*const Plain) = 1 << 8,
        Two { into: Link, from: ::core::primitive::u8 },
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C)]
    pub struct Native {
        pub this: *mut Native,
        pub len: *const [Plain],
        pub place: *const ::core::primitive::str,
        pub call:
            ::core::option::Option<unsafe extern "C" fn(::core::primitive::u8) -> ::core::primitive::u8>,
        pub number: ::core::primitive::i32,
    }

    pub type Link = *mut ByType;

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C)]
    pub struct ByType {
        pub value: Link,
        pub payload: [NativeData; 2],
        pub abi: ::core::primitive::bool,
    }

    #[derive(::shared_abi::SharedAbi, ::core::clone::Clone, ::core::marker::Copy)]
    #[repr(C, align(16))]
    pub struct Nested {
        pub view: Plain,
        pub data: Data,
        pub either: Either,
        pub back: ::shared_abi::RelPtr<Nested>,
    }

    #[derive(::shared_abi::SharedAbi)]
    #[repr(C)]
    #[shared_abi(extensible)]
    pub struct Growing {
        pub memory: ::core::primitive::u32,
        pub link: *const Nested,
        #[shared_abi(added)]
        pub offset: Fieldless,
    }

    ::shared_abi::manifest!(Nested, Growing, ByType);
    ::shared_abi::export_allocator!();
}

use shadowed::{
    ByTypeAbi, Calls, Data, DataView, Either, Fieldless, Generic, Growing, GrowingAbi, Native, NativeAbi,
    NativeDataAbi, NativeDataView, NativeGeneric, NativeGenericAbi, Nested, Packed, Plain, Wrapper,
};

const PLAIN: Plain = Plain {
    array: [1, 2, 3],
    flag: true,
    byte: 4,
    letter: 'ß',
    layout: 5,
    value: 6,
    bytes: 7.5,
    view: 8,
    of: std::marker::PhantomData,
    r#type: 9.5,
};

fn invalid<T: std::fmt::Debug>(result: Result<T, AccessError>) -> bool {
    matches!(result, Err(AccessError::InvalidValue { .. }))
}

#[test]
fn structs() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write(Ptr::new(16), PLAIN).unwrap();
    let plain = memory.shared().read(Ptr::<Plain>::new(16)).unwrap();
    assert_eq!((plain.array, plain.flag, plain.letter), ([1, 2, 3], true, 'ß'));
    memory.get_mut(Ptr::<Plain>::new(16)).unwrap().value += 1;
    memory.write(Ptr::new(64), Wrapper(true)).unwrap();
    let packed = Packed {
        offset: 1,
        at: Ptr::new(16),
        site: true,
    };
    memory.write(Ptr::new(65), packed).unwrap();
    let packed = memory.shared().get(Ptr::<Packed>::new(65)).unwrap();
    assert_eq!(packed.at().unwrap().unwrap().value, 7);
    memory.write(Ptr::<u8>::new(22), 2).unwrap();
    memory.write(Ptr::<u8>::new(64), 2).unwrap();
    memory.write(Ptr::<u8>::new(74), 2).unwrap();
    let memory = memory.shared();
    assert!(invalid(memory.get(Ptr::<Plain>::new(16))));
    assert!(invalid(memory.get(Ptr::<Wrapper>::new(64))));
    assert!(invalid(memory.get(Ptr::<Packed>::new(65))));
    assert_eq!(layout_of::<Packed>().size, 10);
}

#[test]
fn generic_structs() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write(Ptr::new(16), PLAIN).unwrap();
    let generic = Generic::<Plain, bool> {
        tag: PtrMut::new(16),
        slot: Slice::new(22, 2),
        of: std::marker::PhantomData,
    };
    memory.write(Ptr::new(64), generic).unwrap();
    let native = NativeGenericAbi::<Plain> {
        abi: PtrMut::new(16),
        memory: 3,
    };
    memory.write(Ptr::new(96), native).unwrap();
    let memory = memory.shared();
    let generic = memory.get(Ptr::<Generic<Plain, bool>>::new(64)).unwrap();
    assert_eq!(generic.tag().unwrap().unwrap().value, 6);
    assert!(invalid(generic.slot())); // `byte` is 4
    let native = memory.get(Ptr::<NativeGenericAbi<Plain>>::new(96)).unwrap();
    assert_eq!((native.abi().unwrap().unwrap().value, native.memory), (6, 3));
    assert_eq!(layout_of::<NativeGeneric<Plain>>().name, "NativeGeneric<Plain>");
}

#[test]
fn unions() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write(Ptr::new(16), Either { value: 0x0102_0304 }).unwrap();
    memory.get_mut(Ptr::<Either>::new(16)).unwrap().bytes = [1, 2, 3, 4];
    assert_eq!(bytes[16..20], [1, 2, 3, 4]);
}

#[test]
fn enums() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let tags: Vec<_> = [
        layout_of::<Fieldless>(),
        layout_of::<Calls>(),
        layout_of::<Data>(),
    ]
    .iter()
    .flat_map(|layout| layout.variants.iter().map(|variant| variant.value))
    .collect();
    assert_eq!(tags, [0x0102, 0x0103, 0xffff, -3, -2, -3, -2, 7]);
    for (tag, expected) in [
        (0x0102, Some(Fieldless::First)),
        (0x0103, Some(Fieldless::Next)),
        (0x0002, None),
    ] {
        memory.write(Ptr::<u16>::new(16), tag).unwrap();
        let found = memory.shared().read(Ptr::<Fieldless>::new(16));
        assert_eq!((found.ok(), tag), (expected, tag));
    }
    memory.write(Ptr::<i8>::new(18), -3).unwrap();
    assert_eq!(memory.shared().read(Ptr::<Calls>::new(18)), Ok(Calls::Empty()));
    memory.write(Ptr::<i8>::new(18), -1).unwrap();
    assert!(invalid(memory.shared().read(Ptr::<Calls>::new(18))));

    memory.write(Ptr::new(32), Data::Some(1, true)).unwrap();
    let some = memory.shared().get(Ptr::<Data>::new(32)).unwrap();
    assert!(matches!(some.view(), DataView::Some(1, true)));
    let ok = Data::Ok {
        value: Str::new(96, 2),
        tag: Fieldless::Last,
    };
    memory.write(Ptr::new(64), ok).unwrap();
    memory.write(Ptr::<[u8; 2]>::new(96), *b"hi").unwrap();
    let ok = memory.shared().get(Ptr::<Data>::new(64)).unwrap();
    match ok.view() {
        DataView::Ok { value, tag } => assert_eq!((value, *tag), (Ok("hi"), Fieldless::Last)),
        _ => panic!("another variant"),
    }
    memory.write(Ptr::<u8>::new(44), 2).unwrap(); // the `bool`
    assert!(invalid(memory.shared().get(Ptr::<Data>::new(32))));
    memory.write(Ptr::<i8>::new(64), 4).unwrap(); // no tag
    assert!(invalid(memory.shared().get(Ptr::<Data>::new(64))));
}

#[test]
fn twins() {
    let mut bytes = AlignedBytes::<512>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write(Ptr::new(16), PLAIN).unwrap();
    let native = NativeAbi {
        this: PtrMut::new(64),
        len: Slice::new(16, 1),
        place: Str::NULL,
        call: shared_abi::FnPtr::NULL,
        number: -1,
    };
    memory.write(Ptr::new(64), native).unwrap();
    let at = Ptr::<ByTypeAbi>::new(128);
    let by_type = ByTypeAbi {
        value: PtrMut::new(128),
        payload: [
            NativeDataAbi::One(Ptr::new(16)),
            NativeDataAbi::Two {
                into: PtrMut::NULL,
                from: 9,
            },
        ],
        abi: true,
    };
    memory.write(at, by_type).unwrap();
    {
        let memory = memory.shared();
        let native = memory.get(Ptr::<NativeAbi>::new(64)).unwrap();
        let again = native.this().unwrap().unwrap();
        assert_eq!((again.len().unwrap()[0].value, again.number), (6, -1));
        assert_eq!(layout_of::<Native>(), layout_of::<NativeAbi>());
        let by_type = memory.get(at).unwrap().value().unwrap().unwrap();
        let payload = by_type.payload();
        let one = payload.at(0).unwrap();
        assert!(matches!(one.view(), NativeDataView::One(Ok(Some(plain))) if plain.value == 6));
        assert!(matches!(
            payload.at(1).unwrap().view(),
            NativeDataView::Two {
                into: Ok(None),
                from: 9
            }
        ));
    }
    let flag = layout_of::<ByTypeAbi>().fields[2].offset as u32;
    memory.write(Ptr::<u8>::new(128 + flag), 2).unwrap();
    assert!(invalid(memory.shared().get(at)));
}

#[test]
fn nested_and_extensible() {
    let mut bytes = AlignedBytes::<512>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let nested = Nested {
        view: PLAIN,
        data: Data::None,
        either: Either { value: 1 },
        back: RelPtr::NULL,
    };
    memory.write(Ptr::new(32), nested).unwrap();
    memory
        .write(Ptr::<[u32; 5]>::new(256), [7, 0, 32, 0, 0x0102])
        .unwrap();
    let memory: LinearMemory<'_> = memory.shared();
    let growing = memory.get(Ptr::<GrowingAbi>::new(256)).unwrap();
    assert_eq!(growing.memory, 7);
    assert_eq!(growing.link().unwrap().unwrap().view.value, 6);
    assert_eq!(growing.offset(Prefix::WHOLE), Ok(Some(Fieldless::First)));
    assert_eq!(growing.offset(Prefix::new(16)), Ok(None));
    assert_eq!(layout_of::<Growing>().fields[2].offset, 16);
}

/// Types of the user's own that go by the names of numbers.
#[allow(non_camel_case_types)]
mod numbers {
    use shared_abi::SharedAbi;

    pub type i16 = ::core::primitive::bool;

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    pub struct u32 {
        pub flag: ::core::primitive::bool,
        pub next: shared_abi::Ptr<u64>,
    }

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    pub struct u64 {
        pub half: ::core::primitive::u16,
        pub rest: ::core::primitive::u8,
    }

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Holder {
        pub alias: i16,
        pub one: u32,
        pub many: [u64; 2],
    }
}

#[test]
fn a_name_decides_nothing() {
    use numbers::Holder;
    use shared_abi::Reachable;

    let layout = layout_of::<Holder>();
    let offsets: Vec<_> = layout.fields.iter().map(|field| field.offset).collect();
    assert_eq!((offsets, layout.size), (vec![0, 8, 24], 32));
    let found = Reachable::of::<Holder>();
    let names: Vec<_> = found.layouts().iter().map(|layout| layout.name).collect();
    assert_eq!(names, ["Holder", "u32", "u64"]);

    for (byte, is_valid) in [(0, false), (1, true), (8, false), (9, true), (24, true)] {
        let mut bytes = AlignedBytes::<64>::ZERO;
        bytes[16 + byte] = 2;
        let found = LinearMemory::new(&bytes).get(Ptr::<Holder>::new(16));
        assert_eq!(found.is_ok(), is_valid, "byte {byte}");
    }
    let mut bytes = AlignedBytes([0xff; 64]);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let half = numbers::u64 { half: 1, rest: 2 };
    let one = numbers::u32 {
        flag: true,
        next: Ptr::NULL,
    };
    let holder = Holder {
        alias: true,
        one,
        many: [half; 2],
    };
    memory.write(Ptr::new(16), holder).unwrap();
    assert_eq!(bytes[16..25], [1, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(bytes[40..48], [1, 0, 2, 0, 1, 0, 2, 0]); // no byte of the host's
}
