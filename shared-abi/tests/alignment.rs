//! Every misalignment, in linear memory and of the host's bytes.

use shared_abi::{
    AbiType, AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, Ptr32, PtrMut, SharedAbi, Slice,
    SliceMut,
};

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C)]
struct Padded {
    a: u64,
    b: u8,
}

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C, align(16))]
struct Sixteen {
    a: u8,
}

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C, packed)]
struct Packed {
    a: u64,
    b: u16,
}

#[derive(SharedAbi, Clone, Copy, Default)]
#[repr(C, packed(2))]
struct HalfPacked {
    a: u64,
    b: u8,
}

fn kind<T>(result: Result<T, AccessError>) -> &'static str {
    match result {
        Ok(_) => "sound",
        Err(AccessError::Misaligned { .. }) => "misaligned",
        Err(AccessError::UnalignedMemory { .. }) => "unaligned memory",
        Err(error) => panic!("{error}"),
    }
}

/// Every offset and every start of the host's bytes, from 0 to 15 past a multiple of 16.
fn every_misalignment<T: AbiType + Copy + Default>() {
    let align = align_of::<T>();
    assert_eq!(T::LAYOUT.align, align);
    let mut bytes = AlignedBytes::<128>::ZERO;
    // Miri is slow, and the numbers are the same there: it takes a sample.
    for base in (0..16).step_by(if cfg!(miri) { 3 } else { 1 }) {
        for offset in 16..32_usize {
            let bytes = &mut bytes[base..];
            let (at, name) = (u32::try_from(offset).unwrap(), T::LAYOUT.name);
            let by_value = if offset % align == 0 {
                "sound"
            } else {
                "misaligned"
            };
            let by_reference = match by_value {
                "sound" if (base + offset) % align != 0 => "unaligned memory",
                // An offset and a base that are both misaligned can come to an aligned address.
                by_value => by_value,
            };
            let memory = LinearMemory::new(bytes);
            assert_eq!(
                kind(memory.get(Ptr::<T>::new(at))),
                by_reference,
                "{name} {base} {offset}"
            );
            assert_eq!(kind(memory.slice(Slice::<T>::new(at, 2))), by_reference);
            assert_eq!(kind(memory.slice(Slice::<T>::new(at, 0))), by_reference);
            assert_eq!(
                kind(memory.list(Ptr::<T>::new(at), 1, |_| Ptr::NULL).next().unwrap()),
                by_reference
            );
            assert_eq!(kind(memory.read(Ptr32::<T>::new(at))), by_value);
            let mut memory = LinearMemoryMut::new(bytes);
            assert_eq!(kind(memory.get_mut(PtrMut::<T>::new(at)).map(drop)), by_reference);
            assert_eq!(
                kind(memory.slice_mut(SliceMut::<T>::new(at, 2)).map(drop)),
                by_reference
            );
            assert_eq!(kind(memory.write(PtrMut::<T>::new(at), T::default())), by_value);
            assert_eq!(
                kind(memory.write_slice(Slice::new(at, 2), &[T::default(); 2])),
                by_value
            );
        }
    }
}

#[test]
fn aligned_to_1() {
    every_misalignment::<u8>();
    every_misalignment::<bool>();
    every_misalignment::<Packed>();
}

#[test]
fn aligned_to_2() {
    every_misalignment::<u16>();
    every_misalignment::<HalfPacked>();
}

#[test]
fn aligned_to_4() {
    every_misalignment::<f32>();
    every_misalignment::<char>();
    every_misalignment::<[u32; 3]>();
}

#[test]
fn aligned_to_8() {
    every_misalignment::<u64>();
    every_misalignment::<Padded>();
    every_misalignment::<Ptr<u8>>();
}

#[test]
fn aligned_to_16() {
    every_misalignment::<Sixteen>();
}

#[test]
fn messages() {
    let bytes = AlignedBytes::<64>::ZERO;
    let error = LinearMemory::new(&bytes).get(Ptr::<Padded>::new(12)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Padded at 0xc: `Padded` must be at a multiple of 8 bytes"
    );
    let error = LinearMemory::new(&bytes[4..])
        .get(Ptr::<Padded>::new(8))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "Padded at 0x8: the host's bytes of linear memory don't start at a multiple of the 8 bytes to which \
         `Padded` is aligned"
    );
}

/// Reading a field of a packed struct in place takes no reference to it.
#[test]
fn packed_fields_are_read_by_value() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory
        .write(Ptr::<Packed>::new(3), Packed { a: 7, b: 8 })
        .unwrap();
    let packed = memory.shared().get(Ptr::<Packed>::new(3)).unwrap();
    assert_eq!(({ packed.a }, { packed.b }), (7, 8));
    memory.get_mut(Ptr::<Packed>::new(3)).unwrap().a = 9;
    assert_eq!(bytes[3], 9);
}
