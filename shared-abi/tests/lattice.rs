//! Offsets, sizes and counts at every edge, held against an oracle that computes in `u128`.

use shared_abi::{
    AbiType, AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice,
    SliceMut,
};

/// What following an offset must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Null,
    OutOfBounds,
    Misaligned,
    NoBytes,
    Sound,
}

/// `count` is that of a slice.
fn oracle(memory: usize, size: usize, align: usize, offset: u32, count: Option<u32>) -> Outcome {
    let [memory, size, align] = [memory, size, align].map(|n| u128::try_from(n).unwrap());
    let (offset, elements) = (u128::from(offset), u128::from(count.unwrap_or(1)));
    if offset == 0 {
        if count == Some(0) {
            Outcome::Sound
        } else {
            Outcome::Null
        }
    } else if offset + elements * size > memory {
        Outcome::OutOfBounds
    } else if offset % align != 0 {
        Outcome::Misaligned
    } else if size == 0 && count.is_some_and(|count| count > 0) {
        Outcome::NoBytes
    } else {
        Outcome::Sound
    }
}

fn outcome<T>(result: &Result<T, AccessError>) -> Outcome {
    match result {
        Ok(_) => Outcome::Sound,
        Err(AccessError::Null { .. }) => Outcome::Null,
        Err(AccessError::OutOfBounds { .. }) => Outcome::OutOfBounds,
        Err(AccessError::Misaligned { .. }) => Outcome::Misaligned,
        Err(AccessError::NoBytes { .. }) => Outcome::NoBytes,
        Err(error) => panic!("{error}"),
    }
}

const HALF: u32 = 1 << 31;

fn around(n: u64) -> impl Iterator<Item = u32> {
    [
        n.checked_sub(2),
        n.checked_sub(1),
        Some(n),
        n.checked_add(1),
        n.checked_add(2),
    ]
    .into_iter()
    .flatten()
    .filter_map(|n| u32::try_from(n).ok())
}

/// The edges of 32 bits, and those of a value of `size` at the end of `memory` bytes.
fn offsets(memory: usize, size: usize, count: u32) -> Vec<u32> {
    let mut offsets = vec![
        0,
        1,
        2,
        3,
        4,
        7,
        8,
        16,
        HALF - 8,
        HALF - 1,
        HALF,
        HALF + 1,
        HALF + 8,
    ];
    offsets.extend([u32::MAX, u32::MAX - 1, u32::MAX - 7, u32::MAX - 15]);
    offsets.extend(around(memory as u64));
    let bytes = (size as u128) * u128::from(count);
    if let Ok(start) = u64::try_from((memory as u128).saturating_sub(bytes)) {
        offsets.extend(around(start));
    }
    // Where offset + bytes come to 2^32 or 2^64.
    for wrap in [1_u128 << 32, 1 << 64] {
        if let Ok(start) = u64::try_from(wrap.saturating_sub(bytes)) {
            offsets.extend(around(start));
        }
    }
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}

const COUNTS: [u32; 16] = [
    0,
    1,
    2,
    3,
    5,
    15,
    16,
    17,
    255,
    4096,
    HALF - 1,
    HALF,
    HALF + 1,
    1 << 30,
    u32::MAX - 1,
    u32::MAX,
];

/// Memory images of several lengths, in one allocation.
struct Memories {
    bytes: Box<AlignedBytes<0x1_0000>>,
    cases: usize,
}

impl Memories {
    const LENGTHS: [usize; 7] = [0, 1, 15, 16, 64, 4096, 0x1_0000];

    fn new() -> Self {
        Self {
            bytes: Box::new(AlignedBytes::ZERO),
            cases: 0,
        }
    }

    /// Calls `check` with each memory, each count, and each of the offsets that matter there.
    fn each<T: AbiType>(&mut self, mut check: impl FnMut(&mut [u8], u32, Option<u32>, Outcome)) {
        let (size, align) = (T::LAYOUT.size, T::LAYOUT.align);
        assert_eq!((size, align), (size_of::<T>(), align_of::<T>()));
        // Miri is slow, and the numbers are the same there: it takes a sample.
        let (of_ranges, of_offsets) = if cfg!(miri) { (29, 7) } else { (1, 1) };
        let counts = COUNTS.map(Some).into_iter().chain([None]);
        let ranges = Self::LENGTHS
            .into_iter()
            .flat_map(|len| counts.clone().map(move |count| (len, count)));
        for (len, count) in ranges.step_by(of_ranges) {
            for offset in offsets(len, size, count.unwrap_or(1))
                .into_iter()
                .step_by(of_offsets)
            {
                self.cases += 1;
                let expected = oracle(len, size, align, offset, count);
                check(&mut self.bytes[..len], offset, count, expected);
            }
        }
    }

    /// Following an offset, for types of any size: no value is moved.
    fn follow<T: AbiType>(&mut self) {
        self.each::<T>(|bytes, offset, count, expected| {
            let case = || {
                format!(
                    "{} at {offset:#x} × {count:?} in {:#x}",
                    T::LAYOUT.size,
                    bytes.len()
                )
            };
            let memory = LinearMemory::new(bytes);
            let Some(len) = count else {
                assert_eq!(
                    outcome(&memory.get(Ptr::<T>::new(offset))),
                    expected,
                    "{}",
                    case()
                );
                return;
            };
            let slice = memory.slice(Slice::<T>::new(offset, len));
            assert_eq!(outcome(&slice), expected, "{}", case());
            if let Ok(slice) = slice {
                assert_eq!(slice.len(), len as usize);
                let start = slice.as_ptr().addr();
                assert!(slice.is_empty() || start == bytes.as_ptr().addr() + offset as usize);
            }
            let len_before = bytes.len();
            let place = LinearMemoryMut::new(bytes)
                .slice_mut(SliceMut::<T>::new(offset, len))
                .map(drop);
            assert_eq!(outcome(&place), expected, "{len_before:#x}: {offset:#x} × {len}");
        });
    }

    /// Reading and writing values, which a host holds on its stack.
    fn values<T: AbiType + Copy + Default>(&mut self) {
        self.each::<T>(|bytes, offset, count, expected| {
            let Some(len) = count else {
                let read = LinearMemory::new(bytes).read(Ptr::<T>::new(offset));
                assert_eq!(outcome(&read), expected);
                let mut memory = LinearMemoryMut::new(bytes);
                assert_eq!(
                    outcome(&memory.get_mut(PtrMut::<T>::new(offset)).map(drop)),
                    expected
                );
                assert_eq!(
                    outcome(&memory.write(PtrMut::<T>::new(offset), T::default())),
                    expected
                );
                return;
            };
            if len <= 4096 {
                let values = vec![T::default(); len as usize];
                let written = LinearMemoryMut::new(bytes).write_slice(Slice::new(offset, len), &values);
                assert_eq!(outcome(&written), expected);
            }
        });
    }
}

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C)]
struct Twelve {
    a: u32,
    b: u16,
    c: u32,
}

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C, align(16))]
struct Sixteen {
    a: u8,
}

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C, packed)]
struct Packed {
    a: u8,
    b: u64,
}

#[test]
fn every_edge_agrees_with_the_oracle() {
    let mut memories = Memories::new();
    memories.follow::<[u64; 0]>();
    memories.follow::<u8>();
    memories.follow::<bool>();
    memories.follow::<u16>();
    memories.follow::<[u8; 3]>();
    memories.follow::<u64>();
    memories.follow::<Packed>();
    memories.follow::<Twelve>();
    memories.follow::<Sixteen>();
    memories.follow::<[u64; 512]>();
    memories.follow::<[u8; 0x1_0000]>();
    assert!(cfg!(miri) || memories.cases >= 10_000, "{}", memories.cases);
}

#[test]
fn values_agree_with_the_oracle() {
    let mut memories = Memories::new();
    memories.values::<[u64; 0]>();
    memories.values::<u8>();
    memories.values::<bool>();
    memories.values::<u16>();
    memories.values::<u64>();
    memories.values::<Packed>();
    memories.values::<Twelve>();
    memories.values::<Sixteen>();
    assert!(cfg!(miri) || memories.cases >= 10_000, "{}", memories.cases);
}

/// Types as large as the address space: counts times sizes that pass 2^32 and 2^64.
#[test]
#[cfg(target_pointer_width = "64")]
fn sizes_past_2_to_the_32() {
    const FIFTEENTH: usize = usize::MAX / 15; // 15 of them are one byte less than 2^64
    let mut memories = Memories::new();
    memories.follow::<[u8; HALF as usize]>();
    memories.follow::<[u64; 1 << 28]>();
    memories.follow::<[u8; u32::MAX as usize]>();
    memories.follow::<[u64; 1 << 29]>();
    memories.follow::<[u64; (1 << 29) + 1]>();
    memories.follow::<[u64; 1 << 30]>();
    memories.follow::<[u64; 1 << 57]>();
    memories.follow::<[u8; FIFTEENTH]>();
    assert!(cfg!(miri) || memories.cases >= 10_000, "{}", memories.cases);
}

/// The largest linear memory there is: 4 GiB, of which the test touches a few pages.
#[test]
#[cfg(all(target_pointer_width = "64", not(miri)))]
fn four_gibibytes() {
    let mut bytes = vec![0_u64; 1 << 29];
    // SAFETY: the same bytes, which are a vector's own; each bit pattern is a `u8`.
    let bytes = unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast::<u8>(), 1 << 32) };
    bytes[(1 << 32) - 8..].copy_from_slice(&[1, 2, 3, 4, 5, 6, 7, 8]);
    bytes[1 << 31] = 9;
    let mut memory = LinearMemoryMut::new(bytes);
    let top = u32::MAX - 7;
    assert_eq!(
        *memory.shared().get(Ptr::<u64>::new(top)).unwrap(),
        0x0807_0605_0403_0201
    );
    assert_eq!(*memory.shared().get(Ptr::<u8>::new(u32::MAX)).unwrap(), 8);
    assert_eq!(*memory.shared().get(Ptr::<u32>::new(HALF)).unwrap(), 9);
    assert_eq!(
        memory
            .shared()
            .slice(Slice::<u8>::new(1, u32::MAX))
            .unwrap()
            .len(),
        0xFFFF_FFFF
    );
    assert!(memory.shared().slice(Slice::<u8>::new(2, u32::MAX)).is_err());
    assert!(memory.shared().get(Ptr::<u16>::new(u32::MAX)).is_err());
    assert!(memory.shared().get(Ptr::<[u64; 2]>::new(top)).is_err());
    memory.write(Ptr::<u64>::new(top), 0).unwrap();
    assert!(memory.write(Ptr::<[u32; 2]>::new(u32::MAX - 3), [1, 1]).is_err());
    let mut place = memory.slice_mut(SliceMut::<[u16; 2]>::new(top, 2)).unwrap();
    *place.get_mut(1).unwrap() = [0, 0x0A0B];
    assert_eq!(
        memory.shared().str(shared_abi::Str::new(top, 6)).unwrap(),
        "\0\0\0\0\0\0"
    );
    assert_eq!(bytes[u32::MAX as usize], 0x0A);
}
