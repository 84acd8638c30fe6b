//! What the guest exports.

use shared_abi::{Handle, Ptr, PtrMut, SharedAbi};

use crate::{Batch, BatchAbi, Node, Sample, Summary, SummaryAbi};

shared_abi::export_allocator!();

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// A sample that the host allocates in this guest's memory and leaves to it.
    safe fn host_sample(at: u32) -> *mut Sample;
    /// What the host makes of the bits of a handle.
    safe fn host_handle(handle: Handle<u8>) -> u32;
}

#[unsafe(no_mangle)]
extern "C" fn list_squares(count: i32) -> *mut Node {
    let mut next = PtrMut::NULL;
    for data in (1..=count).rev() {
        let square = data * data;
        next = PtrMut::from_ptr(Box::into_raw(Box::new(Node { data, square, next })));
    }
    next.as_ptr()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn list_sum(mut node: *const Node) -> i32 {
    let mut sum = 0;
    // SAFETY: the host passes a list of this guest's own nodes.
    while let Some(head) = unsafe { node.as_ref() } {
        sum += head.square;
        node = head.next.as_ptr();
    }
    sum
}

#[unsafe(no_mangle)]
unsafe extern "C" fn list_free(mut node: *mut Node) {
    while !node.is_null() {
        // SAFETY: the host passes a list of nodes that the global allocator made, and leaves it to the guest.
        node = unsafe { Box::from_raw(node) }.next.as_ptr();
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn summarize(batch: *const BatchAbi) -> *mut SummaryAbi {
    // SAFETY: the host passes a batch that it allocated.
    let batch = unsafe { Batch::from_abi(*batch) };
    // SAFETY: the same.
    let (name, samples) = unsafe { (&*batch.name, &*batch.samples) };
    let mean = samples.iter().map(|sample| sample.value).sum::<f64>() / samples.len() as f64;
    let title: &'static str = Box::leak(name.to_uppercase().into_boxed_str());
    let summary = Summary {
        mean,
        title,
        sensor: batch.sensor,
    };
    Box::into_raw(Box::new(summary.into_abi()))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn count_vowels(text: *const u8, len: u32) -> u32 {
    // SAFETY: the host passes a string that it allocated.
    let text = unsafe { core::str::from_utf8_unchecked(core::slice::from_raw_parts(text, len as usize)) };
    text.chars().filter(|c| "aeiouäöü".contains(*c)).count() as u32
}

#[unsafe(no_mangle)]
unsafe extern "C" fn sample_from_host(at: u32) -> f64 {
    // SAFETY: the host allocated it through the global allocator and left it to the guest.
    let sample = unsafe { Box::from_raw(host_sample(at)) };
    sample.value + f64::from(sample.at)
}

#[unsafe(no_mangle)]
extern "C" fn handle_to_host(handle: Handle<u8>) -> Handle<u8> {
    Handle::from_bits(handle.to_bits() + u64::from(host_handle(handle)))
}

/// A pointer slot by value: passed by address.
#[unsafe(no_mangle)]
unsafe extern "C" fn slot_argument(node: Ptr<Node>) -> i32 {
    // SAFETY: the host passes a slot that points to a node.
    unsafe { node.as_ref() }.map_or(-1, |node| node.data)
}

/// A pointer slot as a result: written to an address.
#[unsafe(no_mangle)]
extern "C" fn slot_result(count: i32) -> Ptr<Node> {
    Ptr::from_ptr(list_squares(count))
}

#[unsafe(no_mangle)]
extern "C" fn apply(function: extern "C" fn(i32) -> i32, argument: i32) -> i32 {
    function(argument)
}

#[unsafe(no_mangle)]
extern "C" fn successor() -> extern "C" fn(i32) -> i32 {
    extern "C" fn successor(n: i32) -> i32 {
        n + 1
    }
    successor
}

macro_rules! echoes {
    ($($name:ident: $ty:ty)*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name(value: $ty) -> $ty {
            // Not a constant for the optimizer, and computed in the type's own width.
            core::hint::black_box(value)
        }
    )*};
}

echoes! {
    echo_u8: u8 echo_u16: u16 echo_u32: u32 echo_u64: u64
    echo_i8: i8 echo_i16: i16 echo_i32: i32 echo_i64: i64
    echo_f32: f32 echo_f64: f64 echo_bool: bool
}

#[unsafe(no_mangle)]
extern "C" fn wrapping_i8(value: i32) -> i8 {
    value as i8
}

#[unsafe(no_mangle)]
extern "C" fn panics(index: u32) -> u32 {
    core::hint::black_box([1_u32, 2])[index as usize]
}
