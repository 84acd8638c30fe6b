//! A guest's count never makes the host allocate: not before the range check, nor after it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use shared_abi::{
    AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice, Slice32,
    SliceMut, Str,
};

struct Counting;

thread_local! {
    /// Allocations of this thread, so that the other tests' don't count.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs `work`, which must not allocate.
fn without_allocating<T>(work: impl FnOnce() -> T) -> T {
    let before = ALLOCATIONS.with(Cell::get);
    let result = work();
    assert_eq!(ALLOCATIONS.with(Cell::get) - before, 0, "allocated");
    result
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Table {
    rows: Slice<Row>,
    flags: Slice32<bool>,
    name: Str,
    writable: SliceMut<Row>,
    first: PtrMut<Row>,
}

#[derive(SharedAbi, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Row {
    id: u64,
    flag: bool,
}

fn table(count: u32) -> (AlignedBytes<512>, Ptr<Table>) {
    let mut bytes = AlignedBytes::<512>::ZERO;
    let table = Table {
        rows: Slice::new(128, count),
        flags: Slice32::new(128, count),
        name: Str::new(128, count),
        writable: SliceMut::new(128, count),
        first: PtrMut::new(128),
    };
    LinearMemoryMut::new(&mut bytes)
        .write(Ptr::<Table>::new(16), table)
        .unwrap();
    (bytes, Ptr::new(16))
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.with(Cell::get);
    drop(std::hint::black_box(Box::new(1_u64)));
    assert_eq!(ALLOCATIONS.with(Cell::get) - before, 1);
}

#[test]
fn huge_counts() {
    for count in [u32::MAX, u32::MAX - 1, 1 << 31, 1 << 28, 1 << 20, 385] {
        let (mut bytes, table) = table(count);
        without_allocating(|| {
            let memory = LinearMemory::new(&bytes);
            let table = memory.get(table).unwrap();
            assert!(matches!(table.rows(), Err(AccessError::OutOfBounds { .. })));
            assert!(matches!(table.flags(), Err(AccessError::OutOfBounds { .. })));
            assert!(matches!(table.name(), Err(AccessError::OutOfBounds { .. })));
            assert!(matches!(table.writable(), Err(AccessError::OutOfBounds { .. })));
            assert!(memory.slice(table.rows).is_err());
            assert!(memory.str(table.name).is_err());
        });
        without_allocating(|| {
            let mut memory = LinearMemoryMut::new(&mut bytes);
            assert!(memory.get_mut(table).unwrap().writable().is_err());
            assert!(memory.slice_mut(SliceMut::<Row>::new(128, count)).is_err());
            let error = memory
                .write_slice(SliceMut::<Row>::new(128, count), &[])
                .unwrap_err();
            assert!(matches!(error, AccessError::LengthMismatch { elements: 0, .. }));
        });
    }
}

#[test]
fn reading_and_writing() {
    let (mut bytes, table) = table(8);
    without_allocating(|| {
        let memory = LinearMemory::new(&bytes);
        let table = memory.get(table).unwrap();
        assert_eq!(table.rows().unwrap().iter().map(|row| row.id).sum::<u64>(), 0);
        assert_eq!(table.flags().unwrap(), [false; 8]);
        assert_eq!(table.name().unwrap().len(), 8);
        assert_eq!(memory.read(table.first).unwrap(), Row { id: 0, flag: false });
        assert_eq!(memory.list(table.first, 3, |_| Ptr::NULL).count(), 1);
    });
    without_allocating(|| {
        let mut memory = LinearMemoryMut::new(&mut bytes);
        let row = Row { id: 7, flag: true };
        memory.write(Ptr::<Row>::new(128), row).unwrap();
        memory.write_slice(Slice::new(128, 2), &[row, row]).unwrap();
        memory.get_mut(table).unwrap().first().unwrap().unwrap().id = 9;
        *memory
            .get_mut(table)
            .unwrap()
            .writable()
            .unwrap()
            .get_mut(3)
            .unwrap() = row;
    });
    assert_eq!(
        LinearMemory::new(&bytes)
            .slice(Slice::<Row>::new(128, 4))
            .unwrap()
            .iter()
            .map(|row| row.id)
            .sum::<u64>(),
        23
    );
}
