//! Bytes that are no value: every `bool`, `char` and enum tag, wherever they stand.

use shared_abi::{
    AbiType, Access, AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice,
    SliceMut,
};

#[derive(SharedAbi, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Kind {
    A = 3,
    B,
    C = 200,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(i8)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Signed8 {
    Low = -128,
    Minus = -1,
    Zero,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(u16)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Wide16 {
    A = 0x0100,
    B = 0xFFFF,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(i32)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Signed32 {
    A = i32::MIN,
    B = -2,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(u64)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Wide64 {
    A = 1 << 40,
    B = u64::MAX,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Flags {
    n: u32,
    flag: bool,
    kind: Kind,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Outer {
    n: u64,
    flags: [Flags; 2],
    letter: char,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, u16)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Shape {
    Flag(bool),
    Letter { number: u32, letter: char },
    Held(Flags),
    Empty = 9,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, packed)]
struct Packed {
    n: u8,
    letter: char,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(transparent)]
struct Yes(bool);

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
union Either {
    flag: bool,
    kind: Kind,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Link {
    next: PtrMut<Link>,
    flags: Ptr<Flags>,
    all: Slice<Flags>,
    flag: bool,
}

const AT: u32 = 32;
/// Miri is slow, and the numbers are the same there: it takes a sample.
const STEP: usize = if cfg!(miri) { 41 } else { 1 };

/// What an invalid value is: where, in which field, of which type, and the number found.
type Found = (u64, Option<&'static str>, &'static str, u64);

fn found<T>(result: Access<T>) -> Option<Found> {
    match result {
        Ok(_) => None,
        Err(AccessError::InvalidValue {
            at,
            field,
            expected,
            found,
            ..
        }) => Some((at, field, expected, found)),
        Err(error) => panic!("{error}"),
    }
}

/// Follows a pointer to `image` in every way, and returns what all of them found.
fn follow<T: AbiType>(image: &[u8]) -> Option<Found> {
    assert_eq!(image.len(), size_of::<T>());
    let mut bytes = AlignedBytes::<256>::ZERO;
    bytes[AT as usize..][..image.len()].copy_from_slice(image);
    let before = bytes.clone();
    let memory = LinearMemory::new(&bytes);
    let result = found(memory.get(Ptr::<T>::new(AT)));
    assert_eq!(found(memory.read(Ptr::<T>::new(AT))), result);
    assert_eq!(found(memory.slice(Slice::<T>::new(AT, 1))), result);
    assert_eq!(
        found(memory.list(Ptr::<T>::new(AT), 1, |_| Ptr::NULL).next().unwrap()),
        result
    );
    let mut memory = LinearMemoryMut::new(&mut bytes);
    assert_eq!(found(memory.get_mut(PtrMut::<T>::new(AT)).map(drop)), result);
    assert_eq!(
        found(memory.slice_mut(SliceMut::<T>::new(AT, 1)).map(drop)),
        result
    );
    if result.is_some() {
        assert_eq!(before.0, bytes.0, "an invalid value was touched");
    }
    result
}

#[test]
fn every_bool() {
    for byte in (0..=u8::MAX).step_by(STEP) {
        let expected = (byte > 1).then_some((0, None, "bool", byte.into()));
        assert_eq!(follow::<bool>(&[byte]), expected);
        let in_struct = expected.map(|_| (0, Some("0"), "bool", byte.into()));
        assert_eq!(follow::<Yes>(&[byte]), in_struct);
    }
}

#[test]
fn every_char() {
    let step = if cfg!(miri) { 4099 } else { 1 };
    let surrogates = (0xD7F0..=0xE010).step_by(step);
    let past = (0x10_FFF0..0x11_0010)
        .chain((0x11..=0xFFFF).map(|high| high << 16))
        .step_by(step);
    let edges = [0, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0x10_FFFF, 0x11_0000, u32::MAX];
    for n in surrogates.chain(past).chain(edges) {
        let invalid = (0xD800..=0xDFFF).contains(&n) || n > 0x10_FFFF;
        let expected = invalid.then_some((0, None, "char", n.into()));
        assert_eq!(follow::<char>(&n.to_le_bytes()), expected, "{n:#x}");
    }
    let mut packed = vec![0xFF];
    packed.extend(0xD800_u32.to_le_bytes());
    assert_eq!(
        follow::<Packed>(&packed),
        Some((1, Some("letter"), "char", 0xD800))
    );
}

#[test]
fn every_tag() {
    for byte in (0..=u8::MAX).step_by(STEP) {
        let valid = matches!(byte, 3 | 4 | 200);
        let expected = (!valid).then_some((0, None, "Kind", byte.into()));
        assert_eq!(follow::<Kind>(&[byte]), expected);
        let valid = matches!(byte, 0x80 | 0xFF | 0);
        assert_eq!(follow::<Signed8>(&[byte]).is_none(), valid, "{byte}");
    }
    for tag in (0..=u16::MAX)
        .step_by(if cfg!(miri) { 4099 } else { 1 })
        .chain([0x100, 0xFF])
    {
        let valid = matches!(tag, 0x0100 | 0xFFFF);
        let expected = (!valid).then_some((0, None, "Wide16", tag.into()));
        assert_eq!(follow::<Wide16>(&tag.to_le_bytes()), expected);
    }
    for (tag, valid) in [
        (i32::MIN, true),
        (-2, true),
        (-1, false),
        (0, false),
        (i32::MAX, false),
        (254, false),
    ] {
        assert_eq!(follow::<Signed32>(&tag.to_le_bytes()).is_none(), valid);
    }
    for (tag, valid) in [
        (1 << 40, true),
        (u64::MAX, true),
        (0, false),
        (1, false),
        (u64::MAX >> 1, false),
    ] {
        assert_eq!(follow::<Wide64>(&tag.to_le_bytes()).is_none(), valid);
    }
}

fn flags(flag: u8, kind: u8) -> [u8; 8] {
    // The padding is whatever it is.
    [1, 0, 0, 0, flag, kind, 0xFF, 0xFF]
}

#[test]
fn nested() {
    assert_eq!(follow::<Flags>(&flags(1, 4)), None);
    assert_eq!(follow::<Flags>(&flags(2, 4)), Some((4, Some("flag"), "bool", 2)));
    assert_eq!(follow::<Flags>(&flags(0, 5)), Some((5, Some("kind"), "Kind", 5)));
    let outer = |first: [u8; 8], second: [u8; 8], letter: u32| {
        [&[0; 8], &first[..], &second, &letter.to_le_bytes(), &[0xFF; 4]].concat()
    };
    let (sound, bad) = (flags(1, 3), flags(1, 201));
    assert_eq!(follow::<Outer>(&outer(sound, sound, 0x41)), None);
    assert_eq!(
        follow::<Outer>(&outer(bad, sound, 0x41)),
        Some((13, Some("flags"), "Kind", 201))
    );
    assert_eq!(
        follow::<Outer>(&outer(sound, bad, 0x41)),
        Some((21, Some("flags"), "Kind", 201))
    );
    assert_eq!(
        follow::<Outer>(&outer(sound, sound, 0xD800)),
        Some((24, Some("letter"), "char", 0xD800))
    );
}

#[test]
fn arrays_and_slices() {
    for bad in 0..5_usize {
        let mut image = [1; 5];
        assert_eq!(follow::<[bool; 5]>(&image), None);
        image[bad] = 7;
        assert_eq!(follow::<[bool; 5]>(&image), Some((bad as u64, None, "bool", 7)));
    }
    let mut bytes = AlignedBytes::<128>::ZERO;
    for index in 0..8_usize {
        bytes[32..96].copy_from_slice(&flags(1, 3).repeat(8));
        let slice = SliceMut::<Flags>::new(32, 8);
        assert_eq!(LinearMemory::new(&bytes).slice(slice).unwrap().len(), 8);
        bytes[32 + 8 * index + 4] = 9;
        let expected = Some((8 * index as u64 + 4, Some("flag"), "bool", 9));
        assert_eq!(found(LinearMemory::new(&bytes).slice(slice)), expected);
        assert_eq!(
            found(LinearMemoryMut::new(&mut bytes).slice_mut(slice).map(drop)),
            expected
        );
    }
}

#[test]
fn enums_with_data() {
    // Tag at 0, payload at 4.
    let shape = |tag: u16, payload: [u8; 8]| [&tag.to_le_bytes(), &[0xFF, 0xFF], &payload[..]].concat();
    assert_eq!(size_of::<Shape>(), 12);
    assert_eq!(follow::<Shape>(&shape(0, [1, 9, 9, 9, 9, 9, 9, 9])), None);
    assert_eq!(
        follow::<Shape>(&shape(0, [2, 0, 0, 0, 0, 0, 0, 0])),
        Some((4, None, "bool", 2))
    );
    let letter = |n: u32| [[0xFF; 4], n.to_le_bytes()].concat().try_into().unwrap();
    assert_eq!(follow::<Shape>(&shape(1, letter(0x10_FFFF))), None);
    let found = follow::<Shape>(&shape(1, letter(0x11_0000))).unwrap();
    assert_eq!((found.0, found.2, found.3), (8, "char", 0x11_0000));
    assert_eq!(follow::<Shape>(&shape(2, flags(1, 200))), None);
    let found = follow::<Shape>(&shape(2, flags(1, 199))).unwrap();
    assert_eq!((found.0, found.2, found.3), (9, "Kind", 199));
    assert_eq!(follow::<Shape>(&shape(9, [0xFF; 8])), None);
    for tag in (0..=u16::MAX).step_by(if cfg!(miri) { 4099 } else { 1 }) {
        let valid = matches!(tag, 0..=2 | 9);
        let found = follow::<Shape>(&shape(tag, [1, 0, 0, 0, 1, 3, 0, 0]));
        assert_eq!(found, (!valid).then_some((0, None, "Shape", tag.into())), "{tag}");
    }
}

#[test]
fn unions_must_be_each_of_their_members() {
    assert_eq!(follow::<Either>(&[3]).map(|found| found.2), Some("bool"));
    assert_eq!(follow::<Either>(&[1]).map(|found| found.2), Some("Kind"));
}

/// The bytes behind a pointer are looked at when it is followed, and not before.
#[test]
fn behind_pointers() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let link = Link {
        next: PtrMut::new(112),
        flags: Ptr::new(96),
        all: Slice::new(96, 2),
        flag: true,
    };
    memory.write(Ptr::<Link>::new(AT), link).unwrap();
    memory.write(Ptr::<[u8; 8]>::new(96), flags(2, 3)).unwrap();
    memory.write(Ptr::<[u8; 8]>::new(104), flags(1, 3)).unwrap();
    memory.write(Ptr::<u8>::new(112 + 32), 2).unwrap();
    let shared = memory.shared();
    let link = shared.get(Ptr::<Link>::new(AT)).unwrap();
    let error = link.flags().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Link.flags -> 0x60: byte 4 (`flag`) is 0x2, which is no `bool`"
    );
    assert_eq!(error.target().field, Some(("Link", "flags")));
    assert_eq!(found(link.all()), Some((4, Some("flag"), "bool", 2)));
    let error = link.next().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Link.next -> 0x70: byte 32 (`flag`) is 0x2, which is no `bool`"
    );
    assert!(memory.get_mut(Ptr::<Link>::new(AT)).unwrap().next().is_err());
    assert!(memory.get_mut(Ptr::<Link>::new(AT)).unwrap().flags().is_err());
    assert!(memory.get_mut(Ptr::<Link>::new(AT)).unwrap().all().is_err());
}

/// A host overwrites an invalid value without looking at it.
#[test]
fn writing_over_an_invalid_value() {
    let mut bytes = AlignedBytes::<64>([0xFF; 64]);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    assert!(memory.get_mut(Ptr::<Kind>::new(AT)).is_err());
    memory.write(Ptr::<Kind>::new(AT), Kind::B).unwrap();
    assert_eq!(*memory.get_mut(Ptr::<Kind>::new(AT)).unwrap(), Kind::B);
    memory.write_slice(Slice::new(40, 2), &[true, false]).unwrap();
    assert_eq!(
        memory.shared().slice(Slice::<bool>::new(40, 2)).unwrap(),
        [true, false]
    );
}

#[test]
fn an_error_reads_the_same_in_debug() {
    let error = LinearMemory::new(&[0; 4]).get(Ptr::<u64>::new(8)).unwrap_err();
    assert!(error.to_string().contains("past the 0x4 bytes"), "{error}");
    assert_eq!(format!("{error:?}"), error.to_string());
}
