//! Lists that a hostile guest linked: cycles, bad links, and a million nodes.

use shared_abi::{AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    value: u64,
    next: *mut Node,
}

/// Miri is slow: its model of borrows grows with each step.
const STEPS: usize = if cfg!(miri) { 20 } else { 1000 };

fn link(memory: &mut LinearMemoryMut<'_>, at: u32, value: u64, next: u32) {
    let next = PtrMut::new(next);
    memory
        .write(Ptr::<NodeAbi>::new(at), NodeAbi { value, next })
        .unwrap();
}

fn walk(memory: LinearMemory<'_>, head: u32, limit: usize) -> Result<Vec<u64>, AccessError> {
    let list = memory.list(Ptr::<NodeAbi>::new(head), limit, |node| node.next);
    list.map(|node| node.map(|node| node.value)).collect()
}

#[test]
fn limits() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    link(&mut memory, 16, 1, 32);
    link(&mut memory, 32, 2, 48);
    link(&mut memory, 48, 3, 0);
    let memory = memory.shared();
    assert_eq!(walk(memory, 0, 0), Ok(vec![]));
    assert_eq!(walk(memory, 16, 3), Ok(vec![1, 2, 3]));
    assert_eq!(walk(memory, 16, usize::MAX), Ok(vec![1, 2, 3]));
    for limit in 0..3 {
        let error = walk(memory, 16, limit).unwrap_err();
        let at = 16 * (u32::try_from(limit).unwrap() + 1);
        assert_eq!(error.target().offset, at);
        assert_eq!(
            error.to_string(),
            format!("Node at {at:#x}: more than the limit of {limit} elements; the list may be a cycle")
        );
    }
    // What comes before the limit is yielded, the error once, and nothing after it.
    let mut list = memory.list(Ptr::<NodeAbi>::new(16), 1, |node| node.next);
    assert_eq!(list.next().unwrap().unwrap().value, 1);
    assert!(matches!(
        list.next(),
        Some(Err(AccessError::LimitExceeded { limit: 1, .. }))
    ));
    assert!(list.next().is_none());
    assert!(list.next().is_none());
}

#[test]
fn cycles() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    link(&mut memory, 16, 1, 16);
    assert!(matches!(
        walk(memory.shared(), 16, STEPS),
        Err(AccessError::LimitExceeded { limit: STEPS, .. })
    ));
    link(&mut memory, 16, 1, 32);
    link(&mut memory, 32, 2, 48);
    link(&mut memory, 48, 3, 32);
    assert!(matches!(
        walk(memory.shared(), 16, STEPS),
        Err(AccessError::LimitExceeded { limit: STEPS, .. })
    ));
    let list = memory
        .shared()
        .list(Ptr::<NodeAbi>::new(16), STEPS, |node| node.next);
    assert_eq!(list.take(2 * STEPS).filter(Result::is_ok).count(), STEPS);
    // By hand, each step is the caller's own.
    let mut node = memory.shared().get(Ptr::<NodeAbi>::new(16)).unwrap();
    for _ in 0..STEPS {
        node = node.next().unwrap().unwrap();
    }
    assert_eq!(node.value, 3);
}

#[test]
fn links_that_lead_nowhere() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    for bad in [
        1,
        17,
        49,
        56,
        64,
        65,
        1 << 31,
        u32::MAX,
        u32::MAX - 7,
        u32::MAX - 15,
    ] {
        link(&mut memory, 16, 1, bad);
        let mut list = memory.shared().list(Ptr::<NodeAbi>::new(16), 9, |node| node.next);
        assert_eq!(list.next().unwrap().unwrap().value, 1);
        assert_eq!(list.next().unwrap().unwrap_err().target().offset, bad);
        assert!(list.next().is_none());
        assert!(walk(memory.shared(), bad, 9).is_err());
    }
}

/// Neither walking nor dropping recurses.
#[test]
fn a_million_nodes() {
    let count = if cfg!(miri) { STEPS } else { 1_000_000 };
    let mut storage = vec![0_u64; 2 * count + 2];
    // SAFETY: the same bytes, which are a vector's own; each bit pattern is a `u8`.
    let bytes =
        unsafe { std::slice::from_raw_parts_mut(storage.as_mut_ptr().cast::<u8>(), 8 * storage.len()) };
    let mut memory = LinearMemoryMut::new(bytes);
    for index in 1..=count {
        let at = u32::try_from(16 * index).unwrap();
        link(
            &mut memory,
            at,
            index as u64,
            if index == count { 0 } else { at + 16 },
        );
    }
    let list = memory
        .shared()
        .list(Ptr::<NodeAbi>::new(16), count, |node| node.next);
    let sum: u64 = list.map(|node| node.unwrap().value).sum();
    assert_eq!(sum, (count as u64) * (count as u64 + 1) / 2);
    assert!(walk(memory.shared(), 16, count - 1).is_err());
    // To the end through the fields, and back to the head through writable ones.
    let mut node = memory.shared().get(Ptr::<NodeAbi>::new(16)).unwrap();
    while let Some(next) = node.next().unwrap() {
        node = next;
    }
    assert_eq!(node.value, count as u64);
    let mut node = memory.get_mut(Ptr::<NodeAbi>::new(16)).unwrap();
    for value in 1..count as u64 {
        node.value += 1;
        assert_eq!(node.value, value + 1);
        node = node.next().unwrap().unwrap();
    }
    assert!(node.next().unwrap().is_none());
}
