//! Guest code on the host: it type-checks, its pointers can be followed, and none of its addresses gets into a guest's memory.

use std::ptr::NonNull;

use shared_abi::{
    AlignedBytes, FnPtr, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice, SliceMut, Str,
};

#[derive(Clone, Copy, Debug, PartialEq, SharedAbi)]
#[repr(C)]
struct Node {
    value: u64,
    next: Ptr<Node>,
}

/// Every kind of native pointer: the guest's own form of a struct that has a twin.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
struct Everything {
    one: *const u64,
    one_mut: *mut u64,
    many: *const [u16],
    many_mut: *mut [u16],
    text: *const str,
    option: Option<NonNull<u64>>,
    function: extern "C" fn(i32) -> i32,
    no_function: Option<extern "C" fn(i32) -> i32>,
    pair: [*const u64; 2],
    shape: Shape,
}

#[derive(Clone, Copy, SharedAbi)]
#[repr(C, u32)]
enum Shape {
    Empty,
    Link(*const u64),
}

extern "C" fn increment(n: i32) -> i32 {
    n + 1
}

#[test]
fn slots_are_followed_as_on_the_guest() {
    let tail = Node {
        value: 2,
        next: Ptr::NULL,
    };
    let head = Box::new(Node {
        value: 1,
        next: Ptr::from_ref(&tail),
    });
    let slot = Ptr::from_ref(&*head);
    assert!(!slot.is_null());
    assert_eq!(slot, Ptr::from_ptr(&raw const *head), "an address has one slot");
    assert_eq!(slot.as_ptr(), &raw const *head);
    // SAFETY: both nodes live, and nothing writes to them.
    let (first, second) = unsafe {
        let first = slot.as_ref().unwrap();
        (first, first.next.as_ref().unwrap())
    };
    assert_eq!((first.value, second.value), (1, 2));
    // SAFETY: null leads nowhere.
    assert!(unsafe { second.next.as_ref() }.is_none());

    let mut number = 7_u32;
    let slot = PtrMut::from_mut(&mut number);
    // SAFETY: nothing else uses the number meanwhile.
    unsafe { *slot.as_mut().unwrap() += 1 };
    // SAFETY: the same.
    assert_eq!(unsafe { slot.as_ref() }, Some(&8));
}

#[test]
fn slices_and_strings_are_followed_as_on_the_guest() {
    let mut numbers = vec![1_u16, 2, 3];
    let slot = SliceMut::from_mut(&mut numbers);
    assert_eq!(slot.len(), 3);
    // SAFETY: nothing else uses the numbers meanwhile.
    unsafe { slot.as_mut_slice()[1] = 9 };
    let (slot, empty) = (Slice::from_ref(&numbers), Slice::<u16>::from_ref(&[]));
    // SAFETY: they live, and nothing writes to them.
    assert_eq!(unsafe { slot.as_slice() }, [1, 9, 3]);
    // SAFETY: there is nothing to read.
    assert!(unsafe { empty.as_slice() }.is_empty());
    // SAFETY: the text is static.
    assert_eq!(unsafe { Str::from_ref("Grüße").as_str() }, "Grüße");
    // SAFETY: null leads nowhere.
    assert_eq!(
        unsafe { (Str::NULL.as_str(), Slice::<u8>::NULL.as_slice()) },
        ("", &[][..])
    );
}

#[test]
fn native_pointers_survive_the_way_through_their_twin() {
    let (one, mut two, mut many) = (1_u64, 2_u64, [3_u16, 4]);
    let two = &raw mut two;
    let before = Everything {
        one: &raw const one,
        one_mut: two,
        many: &[5, 6],
        many_mut: &raw mut many[..],
        text: "text",
        option: NonNull::new(two),
        function: increment,
        no_function: None,
        pair: [&raw const one, std::ptr::null()],
        shape: Shape::Link(&raw const one),
    };
    let abi = before.into_abi();
    assert!(!abi.one.is_null() && abi.no_function.is_null() && abi.pair[1].is_null());
    // SAFETY: its functions are those of `before`.
    let after = unsafe { Everything::from_abi(abi) };
    assert_eq!((after.one, after.one_mut), (before.one, before.one_mut));
    assert!(std::ptr::eq(after.many, before.many) && std::ptr::eq(after.many_mut, before.many_mut));
    assert!(std::ptr::eq(after.text, before.text));
    assert_eq!((after.option, after.pair), (before.option, before.pair));
    assert_eq!((after.function)(4), 5);
    assert!(after.no_function.is_none());
    assert!(matches!(after.shape, Shape::Link(link) if link == &raw const one));
    // SAFETY: what they lead to lives.
    unsafe {
        assert_eq!(
            (*after.one, *after.one_mut, &*after.many, &*after.text),
            (1, 2, &[5, 6][..], "text")
        );
        (*after.many_mut)[0] = 7;
    }
    assert_eq!(many, [7, 4]);
}

#[test]
fn a_writable_string_is_a_string_slot() {
    let mut text = String::from("text");
    let slot = <*mut str as SharedAbi>::into_abi(&raw mut *text);
    // SAFETY: the text lives, and nothing writes to it.
    assert_eq!(unsafe { slot.as_str() }, "text");
}

#[test]
fn a_freed_address_leads_to_what_is_there_now() {
    // Allocations of one size: the allocator hands out the same address again and again.
    for value in 0..100_u64 {
        let boxed = Box::new(value);
        let slot = Ptr::from_ref(&*boxed);
        // SAFETY: it lives.
        assert_eq!(unsafe { slot.as_ref() }, Some(&value));
    }
}

#[test]
#[should_panic(expected = "a null function pointer")]
fn a_function_must_be_one() {
    // SAFETY: null is allowed.
    let _ = unsafe { <extern "C" fn(i32) -> i32 as SharedAbi>::from_abi(FnPtr::NULL) };
}

/// Asserts that neither the address nor half of it stands anywhere in `bytes`, and that the upper half of each slot is zero.
fn assert_no_address(bytes: &[u8], addresses: &[usize]) {
    for &address in addresses {
        let address = address as u64;
        let (lower, upper) = (address as u32, (address >> 32) as u32);
        for window in bytes.windows(4) {
            let word = u32::from_le_bytes(window.try_into().unwrap());
            assert_ne!(word, lower, "the lower half of {address:#x}");
            assert!(upper == 0 || word != upper, "the upper half of {address:#x}");
        }
    }
}

#[test]
fn no_address_gets_into_a_guest_s_memory() {
    static STATIC: u64 = 5;
    let (on_stack, mut on_heap) = (1_u64, Box::new(2_u64));
    let heap = &raw mut *on_heap;
    let numbers = [3_u16, 4];
    let everything = Everything {
        one: &raw const on_stack,
        one_mut: heap,
        many: &raw const numbers[..],
        many_mut: std::ptr::slice_from_raw_parts_mut(heap.cast(), 4),
        text: "text",
        option: NonNull::new(heap),
        function: increment,
        no_function: Some(increment),
        pair: [&raw const STATIC, &raw const on_stack],
        shape: Shape::Link(&raw const STATIC),
    };
    let addresses = [
        (&raw const on_stack).addr(),
        (&raw const STATIC).addr(),
        heap.addr(),
        numbers.as_ptr().addr(),
        "text".as_ptr().addr(),
        increment as extern "C" fn(i32) -> i32 as usize,
        (&raw const everything).addr(),
    ];

    let mut bytes = AlignedBytes::<512>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let place = PtrMut::<EverythingAbi>::new(16);
    memory.write(place, everything.into_abi()).unwrap();
    let mut written = memory.get_mut(place).unwrap();
    written.one = Ptr::from_ref(&on_stack);
    written.text = Str::from_ref("text");
    drop(written);
    let links = [Ptr::from_ref(&STATIC), Ptr::from_ptr(heap.cast_const())];
    memory
        .write_slice(SliceMut::<Ptr<u64>>::new(256, 2), &links)
        .unwrap();
    memory.slice_mut(SliceMut::<Ptr<u64>>::new(272, 1)).unwrap()[0] = Ptr::from_ref(&on_stack);

    assert_no_address(&bytes[..], &addresses);
    for slot in bytes[256..280].chunks_exact(8) {
        assert_ne!(slot[..4], [0; 4]);
        assert_eq!(slot[4..], [0; 4], "the upper half");
    }
    // What stands there leads nowhere in this memory.
    let memory = LinearMemory::new(&bytes[..]);
    let everything = memory.get(place).unwrap();
    assert!(everything.one().is_err() && everything.text().is_err() && everything.many().is_err());
}
