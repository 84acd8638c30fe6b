//! The slots: what a guest can put into each of them, and where they lead.

use shared_abi::{
    AccessError, AlignedBytes, FnPtr, Handle, LinearMemory, LinearMemoryMut, Ptr, Ptr32, PtrMut, RelPtr,
    SharedAbi, Slice, Slice32, SliceMut, Str, layout_of,
};

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Entry {
    value: u32,
    next: RelPtr<Entry>,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct IoVec {
    base: Ptr32<u32>,
    words: Slice32<u32>,
    next: Ptr32<IoVec>,
}

struct File;

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Names {
    file: Handle<File>,
    compare: FnPtr<extern "C" fn(i32, i32) -> i32>,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Slots {
    one: Ptr<u32>,
    one_mut: PtrMut<u32>,
    many: Slice<u32>,
    many_mut: SliceMut<u32>,
    text: Str,
    function: FnPtr<extern "C" fn()>,
}

#[test]
fn null() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let shared = memory.shared();
    assert!(matches!(
        shared.get(Ptr::<u32>::NULL),
        Err(AccessError::Null { .. })
    ));
    assert!(matches!(
        shared.read(PtrMut::<u32>::NULL),
        Err(AccessError::Null { .. })
    ));
    assert!(matches!(
        shared.get(Ptr32::<[u32; 0]>::NULL),
        Err(AccessError::Null { .. })
    ));
    assert!(shared.slice(Slice::<u32>::NULL).unwrap().is_empty());
    assert!(matches!(
        shared.slice(Slice::<u32>::new(0, 1)),
        Err(AccessError::Null { .. })
    ));
    assert!(matches!(
        shared.slice(Slice::<[u32; 0]>::new(0, 1)),
        Err(AccessError::Null { .. })
    ));
    assert_eq!(
        shared.get(Ptr::<u32>::NULL).unwrap_err().to_string(),
        "u32 at 0x0: a null pointer"
    );
    // All of a struct's slots are null: pointers lead nowhere, slices are empty.
    let slots = shared.get(Ptr::<Slots>::new(16)).unwrap();
    assert!(slots.one().unwrap().is_none());
    assert!(slots.one_mut().unwrap().is_none());
    assert!(slots.many().unwrap().is_empty());
    assert!(slots.many_mut().unwrap().is_empty());
    assert_eq!(slots.text().unwrap(), "");
    assert!(slots.function().is_null());
    assert!(matches!(
        memory.get_mut(Ptr::<u32>::NULL),
        Err(AccessError::Null { .. })
    ));
    assert!(matches!(
        memory.write(Ptr::<u32>::NULL, 1),
        Err(AccessError::Null { .. })
    ));
    assert!(matches!(
        memory.write_slice(Slice::<u32>::new(0, 1), &[1]),
        Err(AccessError::Null { .. })
    ));
    assert!(matches!(
        memory.slice_mut(SliceMut::<u32>::new(0, 1)),
        Err(AccessError::Null { .. })
    ));
    assert!(memory.slice_mut(SliceMut::<u32>::NULL).unwrap().is_empty());
    assert!(memory.slice_mut(SliceMut::<Slots>::NULL).unwrap().is_empty());
    memory.write_slice(Slice::<u32>::NULL, &[]).unwrap();
    assert!(
        memory
            .get_mut(Ptr::<Slots>::new(16))
            .unwrap()
            .one_mut()
            .unwrap()
            .is_none()
    );
    assert!(
        memory
            .get_mut(Ptr::<Slots>::new(16))
            .unwrap()
            .many_mut()
            .unwrap()
            .is_empty()
    );
    assert_eq!(bytes.0, [0; 256]);
}

#[test]
fn null_with_a_length_in_a_field() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let (many, text) = (Slice::new(0, 3), Str::new(0, 1));
    let slots = Slots {
        one: Ptr::NULL,
        one_mut: PtrMut::NULL,
        many,
        many_mut: SliceMut::NULL,
        text,
        function: FnPtr::NULL,
    };
    LinearMemoryMut::new(&mut bytes)
        .write(Ptr::<Slots>::new(16), slots)
        .unwrap();
    let slots = LinearMemory::new(&bytes).get(Ptr::<Slots>::new(16)).unwrap();
    let error = slots.many().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Slots.many -> 0x0: a null pointer with a length of 3"
    );
    assert!(matches!(slots.text(), Err(AccessError::Null { .. })));
}

/// A C guest leaves the upper half of each slot undefined.
#[test]
fn upper_halves_are_ignored() {
    let mut bytes = AlignedBytes::<256>::ZERO;
    let mut words = [[0, 0xDEAD_BEEF_u32]; 9];
    // one, one_mut, many (offset, len), many_mut, text, function
    for (word, value) in words.iter_mut().zip([128, 132, 128, 3, 132, 2, 136, 4, 5]) {
        word[0] = value;
    }
    for (at, word) in words.as_flattened().iter().enumerate() {
        bytes[16 + 4 * at..][..4].copy_from_slice(&word.to_le_bytes());
    }
    for (at, value) in [(128, 7), (132, 8), (136, 0x64_63_62_61_u32)] {
        bytes[at..][..4].copy_from_slice(&value.to_le_bytes());
    }
    let memory = LinearMemory::new(&bytes);
    let slots = memory.get(Ptr::<Slots>::new(16)).unwrap();
    assert_eq!(slots.one().unwrap(), Some(&7));
    assert_eq!(slots.one_mut().unwrap(), Some(&8));
    assert_eq!(slots.many().unwrap(), [7, 8, 0x64_63_62_61]);
    assert_eq!(slots.many_mut().unwrap(), [8, 0x64_63_62_61]);
    assert_eq!(slots.text().unwrap(), "abcd");
    assert_eq!(slots.function().offset(), 5);
    // Equality, hashes and nullness are those of the lower half.
    assert_eq!(slots.one, Ptr::new(128));
    assert_eq!(slots.many, Slice::new(128, 3));
    assert_eq!(slots.function, FnPtr::new(5));
    bytes[16..20].fill(0);
    let slots = LinearMemory::new(&bytes).get(Ptr::<Slots>::new(16)).unwrap();
    assert!(slots.one.is_null());
    assert!(slots.one().unwrap().is_none());
    // A slot that the host writes has its upper half zero.
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.get_mut(Ptr::<Slots>::new(16)).unwrap().one = Ptr::new(0x0102_0304);
    memory.get_mut(Ptr::<Slots>::new(16)).unwrap().text = Str::new(1, 2);
    assert_eq!(bytes[16..24], [4, 3, 2, 1, 0, 0, 0, 0]);
    assert_eq!(bytes[64..80], [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn relative_pointers_wrap() {
    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let entry = |value, next| Entry { value, next };
    memory
        .write(Ptr::<Entry>::new(32), entry(1, RelPtr::between(36, 64)))
        .unwrap();
    memory
        .write(Ptr::<Entry>::new(64), entry(2, RelPtr::between(68, 16)))
        .unwrap();
    memory
        .write(Ptr::<Entry>::new(16), entry(3, RelPtr::NULL))
        .unwrap();
    let first = memory.shared().get(Ptr::<Entry>::new(32)).unwrap();
    assert_eq!(first.next.offset(), 28);
    let second = first.next().unwrap().unwrap();
    assert_eq!((second.value, second.next.offset()), (2, 0_u32.wrapping_sub(52)));
    let third = second.next().unwrap().unwrap();
    assert_eq!((third.value, third.as_ref().own_offset()), (3, 16));
    assert!(third.next().unwrap().is_none());
    // The same bytes at another base.
    let mut moved = AlignedBytes::<128>::ZERO;
    moved[48..].copy_from_slice(&bytes[..80]);
    let first = LinearMemory::new(&moved).get(Ptr::<Entry>::new(32 + 48)).unwrap();
    assert_eq!(first.next().unwrap().unwrap().next().unwrap().unwrap().value, 3);
    // Distances that lead to null, out of bounds, to a misaligned place, or to themselves.
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let mut follow = |distance| {
        memory
            .write(Ptr::<Entry>::new(32), entry(1, RelPtr::new(distance)))
            .unwrap();
        let first = memory.shared().get(Ptr::<Entry>::new(32)).unwrap();
        let result = first
            .next()
            .map(|next| next.map(|next| next.as_ref().own_offset()));
        let written = memory.get_mut(Ptr::<Entry>::new(32)).unwrap().next();
        assert_eq!(result.is_err(), written.is_err());
        result
    };
    let null = follow(0_u32.wrapping_sub(36)).unwrap_err();
    assert_eq!(null.to_string(), "Entry.next -> 0x0: a null pointer");
    assert!(matches!(follow(1 << 31), Err(AccessError::OutOfBounds { .. })));
    assert!(matches!(
        follow(0_u32.wrapping_sub(40)),
        Err(AccessError::OutOfBounds { .. })
    ));
    assert!(matches!(follow(88), Err(AccessError::OutOfBounds { .. })));
    assert!(matches!(follow(84), Ok(Some(120))));
    assert!(matches!(follow(3), Err(AccessError::Misaligned { .. })));
    assert!(matches!(follow(0_u32.wrapping_sub(4)), Ok(Some(32))));
    assert!(matches!(follow(0), Ok(None)));
}

#[test]
fn relative_pointers_are_written_through() {
    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let first = Entry {
        value: 1,
        next: RelPtr::between(36, 64),
    };
    memory.write(Ptr::<Entry>::new(32), first).unwrap();
    memory
        .get_mut(Ptr::<Entry>::new(32))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .value = 9;
    assert_eq!(bytes[64], 9);
    // In an array, and nested: the distance counts from the slot itself.
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory
        .write(
            Ptr::<[Entry; 2]>::new(32),
            [
                Entry {
                    value: 1,
                    next: RelPtr::NULL,
                },
                Entry {
                    value: 2,
                    next: RelPtr::between(44, 64),
                },
            ],
        )
        .unwrap();
    let array = memory.shared().get(Ptr::<[Entry; 2]>::new(32)).unwrap();
    assert_eq!(array.at(1).unwrap().next().unwrap().unwrap().value, 9);
    let slice = memory.shared().get(Ptr::<[Entry; 2]>::new(32)).unwrap();
    assert!(slice.at(2).is_none());
    memory
        .get_mut(Ptr::<[Entry; 2]>::new(32))
        .unwrap()
        .at(1)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .value = 11;
    assert_eq!(bytes[64], 11);
}

/// An element of a slice stands where it stands, whichever way it is reached: the distance counts from there.
#[test]
fn relative_pointers_in_each_element_of_a_slice() {
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Table {
        rows: SliceMut<Row>,
        links: Slice<RelPtr<u8>>,
    }

    /// With padding, so that a writable slice of them is a `SliceViewMut`.
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Row {
        flag: bool,
        next: RelPtr<u8>,
    }

    let mut bytes = AlignedBytes::<160>::ZERO;
    (bytes[100], bytes[101], bytes[102]) = (10, 11, 12);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let at = |index: u32| Row {
        flag: true,
        next: RelPtr::between(32 + 8 * index + 4, 100 + index),
    };
    let rows = SliceMut::new(32, 3);
    memory.write_slice(rows, &[at(0), at(1), at(2)]).unwrap();
    let links = Slice::new(64, 3);
    let distance = |index: u32| RelPtr::between(64 + 4 * index, 100 + index);
    memory
        .write_slice(links, &[distance(0), distance(1), distance(2)])
        .unwrap();
    let pointer = Ptr::<Table>::new(112);
    memory.write(pointer, Table { rows, links }).unwrap();

    let table = memory.shared().get(pointer).unwrap();
    let rows = table.rows().unwrap();
    let followed: Vec<u8> = rows.iter().map(|row| *row.next().unwrap().unwrap()).collect();
    assert_eq!(followed, [10, 11, 12]);
    let backwards: Vec<u8> = rows
        .iter()
        .rev()
        .map(|row| *row.next().unwrap().unwrap())
        .collect();
    assert_eq!(backwards, [12, 11, 10]);
    let links = table.links().unwrap();
    let offsets: Vec<u32> = links.iter().map(|link| link.own_offset()).collect();
    assert_eq!(offsets, [64, 68, 72]);

    let mut place = memory.get_mut(pointer).unwrap().rows().unwrap();
    for (index, value) in [(0, 20), (1, 21), (2, 22)] {
        assert_eq!(place.get(index).unwrap().next(), Ok(Some(&(value - 10))));
        *place.get_mut(index).unwrap().next().unwrap().unwrap() = value;
    }
    assert_eq!(bytes[100..103], [20, 21, 22]);
}

/// The iterator over a slice knows how much is left of it, at both ends.
#[test]
fn elements_are_counted() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[16], bytes[24]) = (32, 3); // three pointers at 32
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Links {
        all: Slice<Ptr<u8>>,
    }
    let links = LinearMemory::new(&bytes).get(Ptr::<Links>::new(16)).unwrap();
    let mut all = links.all().unwrap().iter();
    for left in [3, 2, 1] {
        assert_eq!((all.size_hint(), all.len()), ((left, Some(left)), left));
        assert!(if left == 2 { all.next() } else { all.next_back() }.is_some());
    }
    assert_eq!(all.size_hint(), (0, Some(0)));
    assert!(all.next().is_none() && all.next_back().is_none());
}

#[test]
fn compact_pointers() {
    assert_eq!((layout_of::<IoVec>().size, layout_of::<IoVec>().align), (16, 4));
    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let vec = IoVec {
        base: Ptr32::new(64),
        words: Slice32::new(64, 2),
        next: Ptr32::new(20),
    };
    memory.write(Ptr32::<IoVec>::new(20), vec).unwrap();
    memory.write_slice(Slice32::<u32>::new(64, 2), &[5, 6]).unwrap();
    let found = memory.shared().get(Ptr32::<IoVec>::new(20)).unwrap();
    assert_eq!(
        (found.base().unwrap(), found.words().unwrap()),
        (Some(&5), &[5, 6][..])
    );
    assert_eq!(
        found
            .next()
            .unwrap()
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .as_ref()
            .own_offset(),
        20
    );
    *memory
        .get_mut(Ptr32::<IoVec>::new(20))
        .unwrap()
        .base()
        .unwrap()
        .unwrap() = 7;
    memory.get_mut(Ptr32::<IoVec>::new(20)).unwrap().words().unwrap()[1] = 8;
    assert_eq!(memory.shared().slice(Slice32::<u32>::new(64, 2)).unwrap(), [7, 8]);
    for (base, words) in [
        (126, (66, 1)),
        (128, (64, 17)),
        (u32::MAX, (u32::MAX, u32::MAX)),
        (65, (0, 1)),
    ] {
        let bad = IoVec {
            base: Ptr32::new(base),
            words: Slice32::new(words.0, words.1),
            next: Ptr32::NULL,
        };
        memory.write(Ptr32::<IoVec>::new(20), bad).unwrap();
        let found = memory.shared().get(Ptr32::<IoVec>::new(20)).unwrap();
        assert!(found.base().is_err());
        assert!(found.words().is_err());
        assert!(found.next().unwrap().is_none());
        assert!(memory.get_mut(Ptr32::<IoVec>::new(20)).unwrap().words().is_err());
    }
}

/// Names that only their owner can resolve come out as they are.
#[test]
fn opaque_names() {
    let mut bytes = AlignedBytes::<64>([0xFF; 64]);
    let memory = LinearMemory::new(&bytes);
    let names = memory.get(Ptr::<Names>::new(16)).unwrap();
    assert_eq!(names.file().to_bits(), u64::MAX);
    assert_eq!(names.compare().offset(), u32::MAX);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let mut names = memory.get_mut(Ptr::<Names>::new(16)).unwrap();
    names.file = Handle::from_bits(7);
    names.compare = FnPtr::NULL;
    assert!(names.compare().is_null());
    assert_eq!(
        memory.get_mut(Ptr::<Names>::new(16)).unwrap().file(),
        Handle::from_bits(7)
    );
    assert_eq!(bytes[16..32], [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn zero_sized_targets() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.shared().get(Ptr::<[u64; 0]>::new(64)).unwrap();
    assert!(memory.shared().get(Ptr::<[u64; 0]>::new(72)).is_err());
    assert!(memory.shared().get(Ptr::<[u64; 0]>::new(4)).is_err());
    memory
        .shared()
        .get(Ptr::<std::marker::PhantomData<File>>::new(1))
        .unwrap();
    memory.write(Ptr::<[u64; 0]>::new(64), []).unwrap();
    assert!(LinearMemory::new(&[]).get(Ptr::<[u8; 0]>::new(1)).is_err());
    assert!(
        LinearMemory::new(&[])
            .slice(Slice::<u8>::NULL)
            .unwrap()
            .is_empty()
    );
    // Of these there is one value as well.
    let memory = LinearMemory::new(&bytes);
    memory.get(Ptr::<[bool; 0]>::new(1)).unwrap();
    memory.get(Ptr::<[[char; 3]; 0]>::new(4)).unwrap();
}

/// A handful of bytes can't claim four billion elements, whichever way they are reached.
#[test]
fn slices_of_elements_without_bytes() {
    type Nothing = [u64; 0];

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Claims {
        all: Slice<Nothing>,
        writable: SliceMut<Nothing>,
        compact: Slice32<std::marker::PhantomData<File>>,
        links: Slice<[Ptr<u8>; 0]>,
    }

    fn refused<T>(result: Result<T, AccessError>) -> String {
        let error = result.map(drop).unwrap_err();
        assert!(matches!(error, AccessError::NoBytes { .. }), "{error}");
        error.to_string()
    }

    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let pointer = Ptr::<Claims>::new(32);
    for len in [1, 2, u32::MAX] {
        let claims = Claims {
            all: Slice::new(8, len),
            writable: SliceMut::new(8, len),
            compact: Slice32::new(8, len),
            links: Slice::new(8, len),
        };
        memory.write(pointer, claims).unwrap();
        let shared = memory.shared();
        assert_eq!(
            refused(shared.slice(Slice::<Nothing>::new(8, len))),
            format!(
                "[[u64; 0]] at 0x8: {len} elements without bytes; a slice's elements need a size, or a guest could claim \
                 any number of them"
            )
        );
        let claims = shared.get(pointer).unwrap();
        assert!(refused(claims.all()).starts_with("Claims.all -> 0x8: "));
        refused(claims.writable());
        refused(claims.compact());
        refused(claims.links());
        refused(memory.get_mut(pointer).unwrap().writable());
        refused(memory.slice_mut(SliceMut::<Nothing>::new(8, len)));
    }
    refused(memory.write_slice(SliceMut::<Nothing>::new(8, 2), &[[]; 2]));
    // None of them are no more than any other empty slice.
    assert!(
        memory
            .shared()
            .slice(Slice::<Nothing>::new(8, 0))
            .unwrap()
            .is_empty()
    );
    assert!(memory.slice_mut(Slice::<Nothing>::new(8, 0)).unwrap().is_empty());
    memory.write_slice(Slice::<Nothing>::new(8, 0), &[]).unwrap();
    assert!(memory.shared().slice(Slice::<Nothing>::new(200, 0)).is_err());
}

#[test]
fn casts_and_text() {
    let pointer = PtrMut::<u32>::new(0x20);
    assert_eq!(Ptr::from(pointer), pointer.cast_const());
    let slice = SliceMut::<u32>::new(0x20, 3);
    assert_eq!(Slice::from(slice), slice.cast_const());
    assert_eq!(
        (slice.start().offset(), slice.len(), slice.is_empty()),
        (0x20, 3, false)
    );
    assert_eq!((Ptr::<u8>::default(), Str::default()), (Ptr::NULL, Str::NULL));
}

/// `Debug` of a slot is one line, in a struct that is printed over several too.
#[test]
fn slots_print_on_one_line() {
    let numbers = SliceMut::<u32>::new(0x20, 30);
    let shown = format!(
        "{:?} {:?}",
        PtrMut::<u32>::new(0x20),
        Handle::<File>::from_bits(0x1_0000_0002)
    );
    assert_eq!(shown, "PtrMut(0x20) Handle(0x100000002)");
    let shown = format!(
        "{:?} {numbers:?} {:?}",
        numbers.cast_const(),
        Slice32::<u8>::new(1, 12)
    );
    assert_eq!(shown, "Slice(0x20, 30) SliceMut(0x20, 30) Slice32(0x1, 12)");
    assert_eq!(format!("{:#?}", Str::new(0x100, 3)), "Str(0x100, 3)");
}

/// What each slot says of itself, for numbers that tell its parts apart.
#[test]
fn compact_slots_and_functions_say_what_they_hold() {
    let pointer = Ptr32::<u8>::new(7);
    assert_eq!((pointer.offset(), pointer.is_null()), (7, false));
    assert!(Ptr32::<u8>::NULL.is_null());
    assert!(pointer == Ptr32::new(7) && pointer != Ptr32::new(8));

    let slice = Slice32::<u8>::new(7, 3);
    assert_eq!((slice.offset(), slice.len()), (7, 3));
    assert!(!slice.is_empty() && !slice.is_null());
    assert!(Slice32::<u8>::new(7, 0).is_empty());
    assert!(!Slice32::<u8>::new(7, 0).is_null());
    assert!(Slice32::<u8>::new(0, 3).is_null());

    let function = FnPtr::<extern "C" fn()>::new(5);
    assert!(function == FnPtr::new(5) && function != FnPtr::new(6));
    assert!(!function.is_null() && FnPtr::<extern "C" fn()>::NULL.is_null());
}

#[test]
fn a_text_is_null_empty_or_neither() {
    let said = |text: Str| (text.is_null(), text.is_empty());
    assert_eq!(said(Str::NULL), (true, true));
    assert_eq!(said(Str::new(8, 0)), (false, true));
    assert_eq!(said(Str::new(8, 3)), (false, false));
}

#[test]
fn relative_pointers_are_compared_by_their_distance() {
    let pointer = RelPtr::<u32>::new(0x10);
    assert!(pointer == RelPtr::new(0x10) && pointer != RelPtr::new(0x11));
    assert_eq!(format!("{pointer:?}"), "RelPtr(0x10)");
    assert_eq!(format!("{:?}", RelPtr::<u32>::new(1)), "RelPtr(0x1)");
}

#[test]
fn one_byte_ends_and_two_end() {
    let memory = LinearMemory::new(&[0; 4]);
    let error = memory.get(Ptr::<u8>::new(4)).unwrap_err().to_string();
    assert_eq!(
        error,
        "u8 at 0x4: 1 byte ends at 0x5, past the 0x4 bytes of linear memory"
    );
    let error = memory.slice(Slice::<u8>::new(3, 2)).unwrap_err().to_string();
    assert!(
        error.ends_with("2 bytes end at 0x5, past the 0x4 bytes of linear memory"),
        "{error}"
    );
}
