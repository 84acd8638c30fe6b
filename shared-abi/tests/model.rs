//! Random memories and random operations, held against a model that knows bytes only.
#![cfg(not(miri))]

use proptest::prelude::*;
use shared_abi::{
    Access, AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice,
    SliceMut, Str,
};

const SIZE: usize = 256;

/// 24 bytes: `flag` at 0, `count` at 4, `next` at 8, `letter` at 16; gaps at 1 and 20.
#[derive(SharedAbi, Clone, Copy, Debug)]
#[repr(C)]
struct Item {
    flag: bool,
    count: u32,
    next: PtrMut<Item>,
    letter: char,
}

const ITEM: usize = 24;

#[derive(Clone, Debug)]
enum Operation {
    Get(u32),
    Slice(u32, u32),
    Text(u32, u32),
    List(u32, usize),
    Write(u32, bool, u32, u32, char),
    WriteSlice(u32, u32, u32),
    SetCount(u32, u32),
    SetElement(u32, u32, usize, u32),
    SetNumbers(u32, u32, u64),
    SetThroughNext(u32, u32),
}

/// What the model makes of a range: its start, or the kind of error.
fn range(
    memory: usize,
    offset: u32,
    size: usize,
    align: usize,
    count: Option<u32>,
) -> Result<usize, &'static str> {
    let bytes = u128::from(count.unwrap_or(1)) * size as u128;
    if offset == 0 {
        Err("null")
    } else if u128::from(offset) + bytes > memory as u128 {
        Err("bounds")
    } else if !(offset as usize).is_multiple_of(align) {
        Err("alignment")
    } else {
        Ok(offset as usize)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn item(bytes: &[u8], offset: u32) -> Result<usize, &'static str> {
    let at = range(bytes.len(), offset, ITEM, 8, None)?;
    valid(bytes, at).then_some(at).ok_or("value")
}

fn valid(bytes: &[u8], at: usize) -> bool {
    bytes[at] <= 1 && char::from_u32(u32_at(bytes, at + 16)).is_some()
}

/// The start of a slice of items; `None` for the empty one at null.
fn items(bytes: &[u8], offset: u32, count: u32) -> Result<Option<usize>, &'static str> {
    if (offset, count) == (0, 0) {
        return Ok(None);
    }
    let at = range(bytes.len(), offset, ITEM, 8, Some(count))?;
    let all = (0..count as usize).all(|index| valid(bytes, at + index * ITEM));
    all.then_some(Some(at)).ok_or("value")
}

fn zero_gaps(bytes: &mut [u8], at: usize) {
    bytes[at + 1..at + 4].fill(0);
    bytes[at + 20..at + 24].fill(0);
}

fn put(bytes: &mut [u8], at: usize, value: Item) {
    bytes[at] = value.flag.into();
    bytes[at + 4..at + 8].copy_from_slice(&value.count.to_le_bytes());
    bytes[at + 8..at + 16].copy_from_slice(&u64::from(value.next.offset()).to_le_bytes());
    bytes[at + 16..at + 20].copy_from_slice(&u32::from(value.letter).to_le_bytes());
    zero_gaps(bytes, at);
}

fn kind(error: &AccessError) -> &'static str {
    match error {
        AccessError::Null { .. } => "null",
        AccessError::OutOfBounds { .. } => "bounds",
        AccessError::Misaligned { .. } => "alignment",
        AccessError::InvalidValue { .. } => "value",
        AccessError::InvalidUtf8 { .. } => "utf8",
        AccessError::LimitExceeded { .. } => "limit",
        AccessError::NoSuchElement { .. } => "index",
        AccessError::LengthMismatch { .. } => "length",
        _ => "other",
    }
}

fn kinds<T>(result: Access<T>) -> Result<T, &'static str> {
    result.map_err(|error| {
        assert!(!error.to_string().is_empty());
        kind(&error)
    })
}

/// A number for what was read: the sum of the counts.
type Seen = Result<u64, &'static str>;

/// What the model expects, having changed `bytes`.
fn model(bytes: &mut [u8], operation: &Operation) -> Seen {
    match *operation {
        Operation::Get(offset) => item(bytes, offset).map(|at| u32_at(bytes, at + 4).into()),
        Operation::Slice(offset, count) => {
            let start = items(bytes, offset, count)?;
            let counts = start.map_or(0, |at| {
                (0..count as usize)
                    .map(|i| u64::from(u32_at(bytes, at + i * ITEM + 4)))
                    .sum()
            });
            Ok(counts)
        }
        Operation::Text(offset, len) => {
            if (offset, len) == (0, 0) {
                return Ok(0);
            }
            let at = range(bytes.len(), offset, 1, 1, Some(len))?;
            let text = std::str::from_utf8(&bytes[at..at + len as usize]).map_err(|_| "utf8")?;
            Ok(text.chars().count() as u64)
        }
        Operation::List(mut offset, limit) => {
            let mut sum = 0;
            let mut left = limit;
            while offset != 0 {
                left = left.checked_sub(1).ok_or("limit")?;
                let at = item(bytes, offset)?;
                sum += u64::from(u32_at(bytes, at + 4));
                offset = u32_at(bytes, at + 8);
            }
            Ok(sum)
        }
        Operation::Write(offset, flag, count, next, letter) => {
            let at = range(bytes.len(), offset, ITEM, 8, None)?;
            let next = PtrMut::new(next);
            put(
                bytes,
                at,
                Item {
                    flag,
                    count,
                    next,
                    letter,
                },
            );
            Ok(0)
        }
        Operation::WriteSlice(offset, len, count) => {
            if (offset, len) == (0, 0) {
                return Ok(0);
            }
            let at = range(bytes.len(), offset, ITEM, 8, Some(len))?;
            for index in 0..len as usize {
                put(bytes, at + index * ITEM, fresh(count));
            }
            Ok(0)
        }
        Operation::SetCount(offset, count) => {
            let at = item(bytes, offset)?;
            bytes[at + 4..at + 8].copy_from_slice(&count.to_le_bytes());
            zero_gaps(bytes, at);
            Ok(0)
        }
        Operation::SetElement(offset, len, index, count) => {
            let start = items(bytes, offset, len)?;
            let at = start.filter(|_| index < len as usize).ok_or("index")? + index * ITEM;
            bytes[at + 4..at + 8].copy_from_slice(&count.to_le_bytes());
            zero_gaps(bytes, at);
            Ok(0)
        }
        Operation::SetNumbers(offset, len, number) => {
            if (offset, len) == (0, 0) {
                return Ok(0);
            }
            let at = range(bytes.len(), offset, 8, 8, Some(len))?;
            bytes[at..at + 8 * len as usize].copy_from_slice(&number.to_le_bytes().repeat(len as usize));
            Ok(u64::from(len))
        }
        Operation::SetThroughNext(offset, count) => {
            let at = item(bytes, offset)?;
            zero_gaps(bytes, at);
            let next = u32_at(bytes, at + 8);
            if next == 0 {
                return Ok(0);
            }
            let next = item(bytes, next)?;
            bytes[next + 4..next + 8].copy_from_slice(&count.to_le_bytes());
            zero_gaps(bytes, next);
            Ok(1)
        }
    }
}

fn fresh(count: u32) -> Item {
    Item {
        flag: true,
        count,
        next: PtrMut::NULL,
        letter: 'é',
    }
}

/// What the library does.
fn library(bytes: &mut [u8], operation: &Operation) -> Seen {
    let shared = LinearMemory::new(bytes);
    match *operation {
        Operation::Get(offset) => {
            let read = kinds(shared.read(Ptr::<Item>::new(offset))).map(|item| item.count.into());
            let seen = kinds(shared.get(Ptr::<Item>::new(offset))).map(|item| item.count.into());
            assert_eq!(read, seen);
            seen
        }
        Operation::Slice(offset, len) => {
            let items = kinds(shared.slice(Slice::<Item>::new(offset, len)))?;
            Ok(items.iter().map(|item| u64::from(item.count)).sum())
        }
        Operation::Text(offset, len) => {
            kinds(shared.str(Str::new(offset, len))).map(|text| text.chars().count() as u64)
        }
        Operation::List(offset, limit) => {
            let list = shared.list(Ptr::<Item>::new(offset), limit, |item| item.next);
            list.map(|item| kinds(item).map(|item| u64::from(item.count)))
                .sum()
        }
        Operation::Write(offset, flag, count, next, letter) => {
            let next = PtrMut::new(next);
            let item = Item {
                flag,
                count,
                next,
                letter,
            };
            kinds(LinearMemoryMut::new(bytes).write(Ptr::<Item>::new(offset), item)).map(|()| 0)
        }
        Operation::WriteSlice(offset, len, count) => {
            let values = vec![fresh(count); len as usize];
            kinds(LinearMemoryMut::new(bytes).write_slice(Slice::<Item>::new(offset, len), &values))
                .map(|()| 0)
        }
        Operation::SetCount(offset, count) => {
            let mut memory = LinearMemoryMut::new(bytes);
            kinds(memory.get_mut(Ptr::<Item>::new(offset)))?.count = count;
            Ok(0)
        }
        Operation::SetElement(offset, len, index, count) => {
            let mut memory = LinearMemoryMut::new(bytes);
            let mut items = kinds(memory.slice_mut(SliceMut::<Item>::new(offset, len)))?;
            kinds(items.get_mut(index))?.count = count;
            Ok(0)
        }
        Operation::SetNumbers(offset, len, number) => {
            let mut memory = LinearMemoryMut::new(bytes);
            let numbers = kinds(memory.slice_mut(SliceMut::<u64>::new(offset, len)))?;
            numbers.fill(number);
            Ok(numbers.len() as u64)
        }
        Operation::SetThroughNext(offset, count) => {
            let mut memory = LinearMemoryMut::new(bytes);
            let Some(mut next) = kinds(kinds(memory.get_mut(Ptr::<Item>::new(offset)))?.next())? else {
                return Ok(0);
            };
            next.count = count;
            Ok(1)
        }
    }
}

/// Offsets that often lead somewhere.
fn offset() -> impl Strategy<Value = u32> {
    prop_oneof![
        6 => (0..=SIZE as u32 / 8).prop_map(|n| 8 * n),
        2 => 0..=SIZE as u32 + 8,
        1 => any::<u32>(),
        1 => (1..32_u32).prop_map(u32::wrapping_neg),
    ]
}

fn len() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0..6_u32, 2 => 0..40_u32]
}

/// Lengths for what only reads.
fn any_len() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0..6_u32, 2 => 0..40_u32, 1 => any::<u32>()]
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        offset().prop_map(Operation::Get),
        (offset(), any_len()).prop_map(|(offset, len)| Operation::Slice(offset, len)),
        (offset(), any_len()).prop_map(|(offset, len)| Operation::Text(offset, len)),
        (offset(), 0..8_usize).prop_map(|(offset, limit)| Operation::List(offset, limit)),
        (offset(), any::<bool>(), any::<u32>(), offset(), any::<char>())
            .prop_map(|(at, flag, count, next, letter)| Operation::Write(at, flag, count, next, letter)),
        (offset(), len(), any::<u32>()).prop_map(|(at, len, count)| Operation::WriteSlice(at, len, count)),
        (offset(), any::<u32>()).prop_map(|(at, count)| Operation::SetCount(at, count)),
        (offset(), any_len(), 0..6_usize, any::<u32>())
            .prop_map(|(at, len, index, count)| Operation::SetElement(at, len, index, count)),
        (offset(), any_len(), any::<u64>())
            .prop_map(|(at, len, number)| Operation::SetNumbers(at, len, number)),
        (offset(), any::<u32>()).prop_map(|(at, count)| Operation::SetThroughNext(at, count)),
    ]
}

/// Memories whose bytes are often a `bool`, a `char` or an offset.
fn image() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![5 => Just(0_u8), 3 => Just(1), 2 => (0..SIZE / 8).prop_map(|n| 8 * n as u8), 1 => any::<u8>()];
    proptest::collection::vec(byte, 0..=SIZE)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_library_does_what_the_model_does(
        image in image(),
        operations in proptest::collection::vec(operation(), 1..40),
    ) {
        let mut memory = AlignedBytes::<SIZE>::ZERO;
        memory[..image.len()].copy_from_slice(&image);
        let memory = &mut memory[..image.len()];
        let mut expected = image;
        for operation in &operations {
            let wanted = model(&mut expected, operation);
            prop_assert_eq!(library(memory, operation), wanted, "{:?}", operation);
            prop_assert_eq!(&*memory, &*expected, "{:?}", operation);
        }
    }
}
