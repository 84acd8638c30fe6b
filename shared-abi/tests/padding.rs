//! The host's padding bytes never reach the guest, whatever the way of writing.
//!
//! Each host value here was 0xA5 in every byte before its fields were set, and each test then compares all
//! of the guest's bytes. Miri sees the same leaks as reads of uninitialized memory.

use std::mem::MaybeUninit;
use std::ops::DerefMut;

use shared_abi::{
    AbiType, AlignedBytes, InMemory, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice, SliceMut,
    SliceViewMut,
};

const POISON: u8 = 0xA5;
/// What stands in linear memory around the values.
const AROUND: u8 = 0x77;

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Gaps {
    a: u8,
    b: u32,
    c: u16,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Nested {
    x: u8,
    inner: Gaps,
    y: u8,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Arrays {
    items: [Gaps; 2],
    tail: u8,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, packed(2))]
struct HalfPacked {
    a: u8,
    b: u32,
    c: u8,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, packed)]
struct PackedAround {
    kind: u8,
    inner: Gaps,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, align(16))]
struct Wide {
    a: u8,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(transparent)]
struct Wrapped(Gaps);

#[derive(SharedAbi, Clone, Copy)]
#[repr(C, u8)]
#[allow(dead_code, reason = "its values come from bytes")]
enum Shape {
    Circle { radius: f64 },
    Byte(u8),
    Pair(u8, u32),
    Held(Gaps),
    Empty,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Holder {
    shape: Shape,
    shapes: [Shape; 2],
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Owner {
    id: u8,
    child: PtrMut<Gaps>,
    inline: Gaps,
    children: SliceMut<Gaps>,
    array: [Gaps; 2],
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
union Full {
    int: u32,
    float: f32,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct BesideFull {
    a: u8,
    full: Full,
}

/// A value of `T` on the heap whose fields have these bytes, and every byte of whose padding is the poison.
///
/// It is used through the box only: moving it may or may not carry the padding along.
fn poisoned<T: AbiType>(fields: &[(usize, &[u8])]) -> Box<T> {
    let mut place = Box::new(MaybeUninit::<T>::uninit());
    let start = place.as_mut_ptr().cast::<u8>();
    // SAFETY: `start` points to `size_of::<T>()` bytes of the box's own.
    unsafe { start.write_bytes(POISON, size_of::<T>()) };
    let mut image = vec![POISON; size_of::<T>()];
    for (offset, bytes) in fields {
        image[*offset..offset + bytes.len()].copy_from_slice(bytes);
    }
    T::validate(&image).expect("the fields make a value");
    // SAFETY: both are `size_of::<T>()` bytes, and `validate` found them to be a value.
    unsafe {
        start.copy_from_nonoverlapping(image.as_ptr(), image.len());
        Box::from_raw(Box::into_raw(place).cast::<T>())
    }
}

/// The bytes that the guest must see: the fields', and zeros elsewhere.
fn image<T>(fields: &[(usize, &[u8])]) -> Vec<u8> {
    let mut image = vec![0; size_of::<T>()];
    for (offset, bytes) in fields {
        image[*offset..offset + bytes.len()].copy_from_slice(bytes);
    }
    image
}

const AT: u32 = 32;
const SIZE: usize = 256;

/// Runs `write` over a memory that holds zeros at `AT`, where a `T` is to stand, and compares every byte.
fn seen<T>(way: &str, expected: &[u8], write: impl FnOnce(&mut LinearMemoryMut<'_>)) {
    let mut bytes = AlignedBytes::<SIZE>([AROUND; SIZE]);
    let place = AT as usize..AT as usize + size_of::<T>();
    bytes[place.clone()].fill(0);
    write(&mut LinearMemoryMut::new(&mut bytes));
    let name = std::any::type_name::<T>();
    assert_eq!(&bytes[place.clone()], expected, "{name}: {way}");
    for (index, byte) in bytes.iter().enumerate() {
        assert!(
            place.contains(&index) || *byte == AROUND,
            "{name}: {way} wrote {byte:#x} to {index}, outside"
        );
    }
}

/// Every way of writing a whole value.
fn every_way<T>(fields: &[(usize, &[u8])])
where
    T: for<'m> AbiType<SliceMut<'m> = SliceViewMut<'m, T>> + Copy,
    for<'m> T::Mut<'m>: DerefMut<Target = T>,
{
    let (pointer, slice) = (PtrMut::<T>::new(AT), SliceMut::<T>::new(AT, 1));
    let value = || poisoned::<T>(fields);
    let expected = image::<T>(fields);
    seen::<T>("write", &expected, |m| {
        let value: &T = &value();
        m.write(pointer, value).unwrap();
    });
    seen::<T>("write by value", &expected, |m| {
        m.write(pointer, *value()).unwrap()
    });
    seen::<T>("write_slice", &expected, |m| {
        m.write_slice(slice, std::slice::from_ref(&*value())).unwrap();
    });
    seen::<T>("assignment", &expected, |m| {
        *m.get_mut(pointer).unwrap() = *value()
    });
    seen::<T>("swap", &expected, |m| {
        std::mem::swap(&mut *m.get_mut(pointer).unwrap(), &mut *value());
    });
    seen::<T>("replace", &expected, |m| {
        let _ = std::mem::replace(&mut *m.get_mut(pointer).unwrap(), *value());
    });
    seen::<T>("clone_from", &expected, |m| {
        m.get_mut(pointer).unwrap().clone_from(&*value());
    });
    // Unlike an assignment, this surely carries the padding along.
    seen::<T>("copy of bytes", &expected, |m| {
        let mut place = m.get_mut(pointer).unwrap();
        let to = (&raw mut *place).cast::<MaybeUninit<u8>>();
        // SAFETY: both are `size_of::<T>()` bytes, of a value of `T`, and don't overlap.
        unsafe { to.copy_from_nonoverlapping((&raw const *value()).cast(), size_of::<T>()) };
    });
    seen::<T>("SliceViewMut::get_mut", &expected, |m| {
        *m.slice_mut(slice).unwrap().get_mut(0).unwrap() = *value();
    });
    seen::<T>("SliceViewMut::copy_from_slice", &expected, |m| {
        let mut place = m.slice_mut(slice).unwrap();
        place.copy_from_slice(std::slice::from_ref(&*value())).unwrap();
    });
    // A guard that is forgotten writes nothing, rather than what it would have cleaned.
    seen::<T>("forgotten guard", &vec![0; size_of::<T>()], |m| {
        let mut place = m.get_mut(pointer).unwrap();
        *place = *value();
        std::mem::forget(place);
    });
    // Neither does the guard's unwinding.
    seen::<T>("unwinding", &expected, |m| {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut place = m.get_mut(pointer).unwrap();
            *place = *value();
            std::panic::resume_unwind(Box::new(()));
        }));
        assert!(result.is_err());
    });
}

const GAPS: &[(usize, &[u8])] = &[(0, &[1]), (4, &[2, 3, 4, 5]), (8, &[6, 7])];

/// The same fields, in a type where they start at `start`.
fn shifted<'a>(start: usize, fields: &[(usize, &'a [u8])]) -> Vec<(usize, &'a [u8])> {
    fields
        .iter()
        .map(|(offset, bytes)| (start + offset, *bytes))
        .collect()
}

#[test]
fn struct_with_gaps() {
    every_way::<Gaps>(GAPS);
}

#[test]
fn nested_struct() {
    let mut fields = shifted(4, GAPS);
    fields.extend_from_slice(&[(0, &[8]), (16, &[9])]);
    every_way::<Nested>(&fields);
}

#[test]
fn arrays_of_structs() {
    let mut fields = shifted(0, GAPS);
    fields.extend(shifted(12, GAPS));
    every_way::<[Gaps; 2]>(&fields);
    fields.push((24, &[9]));
    every_way::<Arrays>(&fields);
}

#[test]
fn packed_structs() {
    every_way::<HalfPacked>(&[(0, &[1]), (2, &[2, 3, 4, 5]), (6, &[6])]);
    let mut fields = shifted(1, GAPS);
    fields.push((0, &[9]));
    every_way::<PackedAround>(&fields);
}

#[test]
fn padding_at_the_end() {
    every_way::<Wide>(&[(0, &[9])]);
}

#[test]
fn transparent_struct() {
    every_way::<Wrapped>(GAPS);
}

#[test]
fn enum_with_data() {
    every_way::<Shape>(&[(0, &[0]), (8, &[1, 2, 3, 4, 5, 6, 7, 8])]);
    every_way::<Shape>(&[(0, &[1]), (8, &[9])]);
    every_way::<Shape>(&[(0, &[2]), (8, &[9]), (12, &[1, 2, 3, 4])]);
    let mut fields = shifted(8, GAPS);
    fields.push((0, &[3]));
    every_way::<Shape>(&fields);
    every_way::<Shape>(&[(0, &[4])]);
}

#[test]
fn enums_in_a_struct() {
    let mut fields = shifted(8, GAPS);
    fields.extend_from_slice(&[(0, &[3]), (24, &[1]), (32, &[9]), (48, &[4])]);
    every_way::<Holder>(&fields);
}

/// More fields than stand in one tuple of their types.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C, u8)]
#[allow(dead_code)]
enum Long {
    Empty,
    Ten(u8, u32, u8, u16, u8, u32, u8, u8, u16, u8),
}

#[test]
fn a_variant_of_many_fields() {
    every_way::<Long>(&[(0, &[0])]);
    every_way::<Long>(&[
        (0, &[1]),
        (4, &[11]),
        (8, &[1, 2, 3, 4]),
        (12, &[12]),
        (14, &[5, 6]),
        (16, &[13]),
        (20, &[7, 8, 9, 10]),
        (24, &[14, 15, 16, 17, 18]),
    ]);
}

/// Each member fills it, and one has padding.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
union Hidden {
    padded: Gaps,
    whole: [u8; 12],
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct BesideHidden {
    number: u32,
    hidden: Hidden,
}

#[test]
fn a_union_may_hide_padding_in_a_member() {
    let (gaps, hidden, full) = (Gaps::FACTS, Hidden::FACTS, Full::FACTS);
    assert!(gaps.padded && !gaps.opaque);
    assert!(hidden.opaque && hidden.padded);
    for facts in [BesideHidden::FACTS, <[Hidden; 2]>::FACTS] {
        assert!(facts.opaque && facts.padded);
    }
    assert!(!full.opaque && !full.padded);
}

#[test]
fn union_that_every_member_fills() {
    every_way::<BesideFull>(&[(0, &[1]), (4, &[2, 3, 4, 5])]);
    let expected = [2, 3, 4, 5];
    let value = Full { int: 0x0504_0302 };
    seen::<Full>("write", &expected, |m| {
        m.write(Ptr::<Full>::new(AT), value).unwrap()
    });
    seen::<Full>("assignment", &expected, |m| {
        *m.get_mut(Ptr::<Full>::new(AT)).unwrap() = value;
    });
    seen::<Full>("member", &expected, |m| {
        m.get_mut(Ptr::<Full>::new(AT)).unwrap().int = 0x0504_0302;
    });
    seen::<Full>("slice_mut", &expected, |m| {
        m.slice_mut(SliceMut::<Full>::new(AT, 1)).unwrap()[0] = value;
    });
    seen::<Full>("write_slice", &expected, |m| {
        m.write_slice(Slice::new(AT, 1), &[value]).unwrap();
    });
}

#[test]
fn single_fields() {
    // Setting one field of a value whose padding the guest had filled leaves none of it behind.
    let fields: &[(usize, &[u8])] = &[(0, &[1])];
    seen::<Gaps>("field", &image::<Gaps>(fields), |m| {
        m.get_mut(Ptr::<Gaps>::new(AT)).unwrap().a = 1;
    });
    let mut bytes = AlignedBytes::<64>([POISON; 64]);
    LinearMemoryMut::new(&mut bytes)
        .get_mut(Ptr::<Gaps>::new(16))
        .unwrap()
        .a = 1;
    let (p, z) = (POISON, 0);
    assert_eq!(bytes[16..28], [1, z, z, z, p, p, p, p, p, p, z, z]);
    // A nested field that is replaced as a whole.
    seen::<Nested>("nested field", &image::<Nested>(&shifted(4, GAPS)), |m| {
        m.get_mut(Ptr::<Nested>::new(AT)).unwrap().inner = *poisoned::<Gaps>(GAPS);
    });
    seen::<Arrays>("element", &image::<Arrays>(&shifted(12, GAPS)), |m| {
        m.get_mut(Ptr::<Arrays>::new(AT)).unwrap().items[1] = *poisoned::<Gaps>(GAPS);
    });
}

/// An `Owner` at 32 whose `child` is at 160 and whose `children` are two at 176, all their fields zero.
fn owner(write: impl FnOnce(OwnerMut<'_>)) -> AlignedBytes<SIZE> {
    let mut bytes = AlignedBytes::<SIZE>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let owner = Owner {
        id: 1,
        child: PtrMut::new(160),
        inline: Gaps { a: 0, b: 0, c: 0 },
        children: SliceMut::new(176, 2),
        array: [Gaps { a: 0, b: 0, c: 0 }; 2],
    };
    memory.write(Ptr::<Owner>::new(AT), owner).unwrap();
    write(memory.get_mut(Ptr::<Owner>::new(AT)).unwrap());
    bytes
}

#[test]
fn accessors_of_fields() {
    let offset = |name| {
        shared_abi::layout_of::<Owner>()
            .fields
            .iter()
            .find(|f| f.name == name)
            .unwrap()
            .offset
    };
    let gaps = image::<Gaps>(GAPS);
    let at = AT as usize;
    let value = || *poisoned::<Gaps>(GAPS);

    let bytes = owner(|owner| *owner.child().unwrap().unwrap() = value());
    assert_eq!(bytes[160..172], gaps);
    let bytes = owner(|owner| *owner.inline() = value());
    let inline = at + offset("inline");
    assert_eq!(bytes[inline..inline + 12], gaps);
    let bytes = owner(|owner| *owner.children().unwrap().get_mut(1).unwrap() = value());
    assert_eq!(bytes[188..200], gaps);
    let bytes = owner(|owner| *owner.array().at(1).unwrap() = value());
    let element = at + offset("array") + 12;
    assert_eq!(bytes[element..element + 12], gaps);
    let bytes = owner(|owner| *owner.array() = [value(), value()]);
    assert_eq!(bytes[element - 12..element + 12], [gaps.clone(), gaps].concat());
}

#[test]
fn views_of_fields() {
    let gaps = image::<Gaps>(GAPS);
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let view = memory.get_mut(Ptr::<Arrays>::new(32)).unwrap();
    let mut items = view.items();
    items[0] = *poisoned::<Gaps>(GAPS);
    *items.at(1).unwrap() = *poisoned::<Gaps>(GAPS);
    assert_eq!(bytes[32..60], [gaps.as_slice(), &gaps, &[0; 4]].concat());
}

/// The guard holds what is written, and the memory follows when the guard ends.
#[test]
fn guard_reads_back_what_it_was_given() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let mut place = memory.get_mut(Ptr::<Gaps>::new(32)).unwrap();
    place.b = 7;
    assert_eq!((place.b, place.view().b), (7, 7));
    let memory = place.into_memory();
    assert_eq!(memory.shared().get(Ptr::<Gaps>::new(32)).unwrap().b, 7);
    assert_eq!(LinearMemory::new(&bytes).read(Ptr::<Gaps>::new(32)).unwrap().b, 7);
}

/// Elements of size 0 whose type counts as padded.
#[test]
fn zero_sized_elements() {
    let mut bytes = AlignedBytes::<64>([AROUND; 64]);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write(Ptr::<[Gaps; 0]>::new(32), []).unwrap();
    memory.write(Ptr::<[[Gaps; 0]; 3]>::new(32), [[]; 3]).unwrap();
    let pointer = Ptr::<[[Gaps; 0]; 3]>::new(32);
    assert!(memory.get_mut(pointer).unwrap().at(2).unwrap().is_empty());
    assert!(memory.get_mut(pointer).unwrap().at(3).is_none());
    let mut place = memory.slice_mut(SliceMut::<[Gaps; 0]>::new(32, 0)).unwrap();
    place.copy_from_slice(&[]).unwrap();
    assert!(place.get_mut(0).is_err());
    assert_eq!(bytes.0, [AROUND; 64]);
}
