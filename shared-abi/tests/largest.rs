//! Memories of 4 GiB and more, values at their last byte, and values that are large themselves.
//!
//! The memories are zeroed pages, which the operating system makes when they are touched; the tests touch a few.

use shared_abi::{AlignedBytes, LinearMemoryMut, Ptr, SharedAbi, ViewMut};

/// Memory that no offset reaches: it begins 4 GiB from the start.
#[cfg(all(target_pointer_width = "64", not(miri)))]
mod past_the_last_offset {
    use std::marker::PhantomData;

    use shared_abi::{
        AbiType, AccessError, LinearMemory, LinearMemoryMut, Prefix, Ptr, PtrMut, RelPtr, SharedAbi, Slice,
        SliceMut,
    };

    const LARGEST: usize = 1 << 32;

    /// `len` bytes, aligned as linear memory is.
    fn zeroed(len: usize) -> Vec<u64> {
        vec![0; len / 8]
    }

    fn bytes(memory: &mut [u64]) -> &mut [u8] {
        let len = size_of_val(memory);
        // SAFETY: the same bytes, borrowed as long; each bit pattern is a `u8`, and eight of them are a `u64`.
        unsafe { std::slice::from_raw_parts_mut(memory.as_mut_ptr().cast::<u8>(), len) }
    }

    /// The distance to `flag` doesn't fit in 32 bits.
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Long {
        bytes: [u8; LARGEST],
        flag: bool,
    }

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C, packed)]
    struct Packed {
        kind: u8,
        next: PtrMut<u8>,
        own: RelPtr<u8>,
    }

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Ending {
        own: RelPtr<Ending>,
        next: PtrMut<Ending>,
        end: PhantomData<u8>,
        none: [Ptr<u8>; 0],
    }

    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct EndingPadded {
        flag: bool,
        next: PtrMut<EndingPadded>,
        none: [Ptr<u8>; 0],
    }

    #[derive(SharedAbi)]
    #[repr(C)]
    #[shared_abi(extensible)]
    struct Growing {
        count: u64,
        #[shared_abi(added)]
        total: u64,
    }

    #[track_caller]
    fn out_of_bounds<T>(result: Result<T, AccessError>) -> String {
        let error = result.map(drop).unwrap_err();
        let AccessError::OutOfBounds {
            memory: 0x1_0000_0000,
            ..
        } = error
        else {
            panic!("{error}");
        };
        error.to_string()
    }

    /// No value, slice or string that ends there is found, by whichever way.
    #[test]
    fn is_never_reached() {
        fn ends_past<T: AbiType + Copy>(memory: &mut LinearMemoryMut<'_>, offset: u32) {
            let pointer = PtrMut::<T>::new(offset);
            out_of_bounds(memory.shared().get(pointer).map(drop));
            out_of_bounds(memory.get_mut(pointer).map(drop));
            out_of_bounds(memory.shared().slice(Slice::<T>::new(offset, 1)));
            out_of_bounds(memory.slice_mut(SliceMut::<T>::new(offset, 1)).map(drop));
        }

        let mut memory = zeroed(LARGEST + 0x1_0000);
        let bytes = bytes(&mut memory);
        bytes[16] = 2; // no `bool`
        let mut memory = LinearMemoryMut::new(bytes);
        ends_past::<Long>(&mut memory, 16);
        ends_past::<[bool; LARGEST]>(&mut memory, 16);
        ends_past::<Packed>(&mut memory, u32::MAX - 8);
        ends_past::<Ending>(&mut memory, u32::MAX - 7);
        ends_past::<EndingPadded>(&mut memory, u32::MAX - 7);
        ends_past::<u16>(&mut memory, u32::MAX);
        out_of_bounds(memory.write(Ptr::<[u64; 2]>::new(u32::MAX - 7), [1, 1]));
        out_of_bounds(memory.write_slice(Slice::<u64>::new(u32::MAX - 7, 2), &[1, 1]));
        out_of_bounds(memory.shared().read(Ptr::<Ending>::new(u32::MAX - 7)));
        out_of_bounds(memory.shared().str(shared_abi::Str::new(u32::MAX, 2)));
        let head = memory.shared().get(Ptr::<Growing>::new(u32::MAX - 7)).unwrap();
        assert_eq!(
            out_of_bounds(head.total(Prefix::WHOLE)),
            "Growing.total -> 0xffff_fff8: 16 bytes end at 0x1_0000_0008, past the 0x1_0000_0000 bytes of linear memory"
        );
    }

    /// Each part of a value that ends with the last byte can be followed, in a host with overflow checks too.
    #[test]
    fn can_be_touched() {
        let mut memory = zeroed(LARGEST + 0x1_0000);
        let mut memory = LinearMemoryMut::new(bytes(&mut memory));

        let packed = PtrMut::<Packed>::new(u32::MAX - 12);
        let value = Packed {
            kind: 1,
            next: PtrMut::new(u32::MAX),
            own: RelPtr::between(u32::MAX - 3, u32::MAX - 12),
        };
        memory.write(packed, value).unwrap();
        let view = memory.shared().get(packed).unwrap();
        assert_eq!(view.own(), Ok(Some(&1)));
        let last = u8::try_from(u32::MAX.wrapping_sub(8) >> 24).unwrap();
        assert_eq!(view.next().unwrap(), Some(&last));
        *memory.get_mut(packed).unwrap().own().unwrap().unwrap() = 2;
        assert_eq!(memory.shared().get(packed).unwrap().kind, 2);

        let ending = PtrMut::<Ending>::new(u32::MAX - 15);
        let value = Ending {
            own: RelPtr::NULL,
            next: ending,
            end: PhantomData,
            none: [],
        };
        memory.write(ending, value).unwrap();
        let view = memory.shared().get(ending).unwrap();
        // A part without bytes stands behind the last offset: at null, as the guest has it.
        assert_eq!(view.as_ref().field(|ending| &ending.none).own_offset(), 0);
        assert_eq!(view.next().unwrap().unwrap().as_ref().own_offset(), u32::MAX - 15);
        assert!(memory.get_mut(ending).unwrap().none().is_empty());
        assert_eq!(memory.get_mut(ending).unwrap().none().own_offset(), 0);
        assert!(
            memory
                .get_mut(ending)
                .unwrap()
                .next()
                .unwrap()
                .unwrap()
                .own
                .is_null()
        );

        let padded = PtrMut::<EndingPadded>::new(u32::MAX - 15);
        let value = EndingPadded {
            flag: true,
            next: padded,
            none: [],
        };
        memory
            .write_slice(SliceMut::new(padded.offset(), 1), &[value])
            .unwrap();
        assert!(memory.get_mut(padded).unwrap().none().is_empty());
        assert!(memory.get_mut(padded).unwrap().next().unwrap().unwrap().flag);
        let mut place = memory
            .slice_mut(SliceMut::<EndingPadded>::new(padded.offset(), 1))
            .unwrap();
        assert!(place.get_mut(0).unwrap().next().unwrap().unwrap().flag);
    }

    /// A host that has no more than 4 GiB reports as many.
    #[test]
    fn errors_name_the_bytes_that_there_are() {
        let mut memory = zeroed(0x1_0000);
        let memory = LinearMemory::new(bytes(&mut memory));
        let error = memory.get(Ptr::<u64>::new(u32::MAX - 7)).unwrap_err();
        assert!(
            matches!(error, AccessError::OutOfBounds { memory: 0x1_0000, .. }),
            "{error}"
        );
    }
}

/// 4 MiB without padding.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Image {
    width: u32,
    height: u32,
    pixels: [[u32; 1024]; 1024],
    next: Ptr<Image>,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(transparent)]
struct Wrapped(Image);

/// A writable view is a few words, however large the value is.
#[test]
fn a_view_holds_no_copy_of_a_value_without_padding() {
    fn words<T>() -> usize {
        size_of::<T>() / size_of::<usize>()
    }
    assert!(words::<ViewMut<'_, [u8; 1 << 20]>>() <= 4);
    assert!(words::<ViewMut<'_, [[Ptr<u8>; 256]; 256]>>() <= 4);
    assert!(words::<ImageMut<'_>>() <= 4);
    assert!(words::<ViewMut<'_, Image>>() <= 4);
    assert!(words::<ViewMut<'_, [Wrapped; 3]>>() <= 4);
}

/// Nor is there one on the way to it: the whole of a small stack would not hold it.
#[test]
#[cfg(not(miri))]
fn a_large_value_is_written_on_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let thread = small.spawn(|| {
        let mut bytes = vec![0_u64; (16 << 20) / 8];
        // SAFETY: the same bytes, borrowed as long; each bit pattern is a `u8`, and eight of them are a `u64`.
        let bytes = unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast::<u8>(), 16 << 20) };
        let mut memory = LinearMemoryMut::new(bytes);
        let pointer = shared_abi::PtrMut::<Image>::new(16);
        memory.get_mut(pointer).unwrap().height = 3;
        let pixels = Ptr::<[[u32; 1024]; 1024]>::new(24);
        *memory.get_mut(pixels).unwrap().at(7).unwrap().at(5).unwrap() = 9;
        memory.get_mut(pointer).unwrap().next = pointer.cast_const();
        assert!(memory.get_mut(pointer).unwrap().next().unwrap().is_some());
        *memory
            .get_mut(Ptr::<[u8; 8 << 20]>::new(16))
            .unwrap()
            .at(0)
            .unwrap() = 2;
        let images = shared_abi::SliceMut::<Image>::new(16, 2);
        memory.slice_mut(images).unwrap()[1].width = 4;
        let image = memory.shared().get(pointer).unwrap();
        assert_eq!((image.width, image.height, image.pixels[7][5]), (2, 3, 9));
    });
    thread.unwrap().join().unwrap();
}

/// A value with padding is copied, as what is written must not carry the host's bytes.
#[test]
fn a_value_with_padding_is_written_as_before() {
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Padded {
        flag: bool,
        rows: [u64; 64],
    }

    let mut bytes = AlignedBytes::<1024>([0x77; 1024]);
    bytes[16] = 1;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.get_mut(Ptr::<Padded>::new(16)).unwrap().rows[63] = 5;
    assert_eq!(bytes[17..24], [0; 7]);
    assert_eq!(bytes[24 + 63 * 8], 5);
}
