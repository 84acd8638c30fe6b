use shared_abi::SharedAbi;
use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::net::Ipv4Addr;
use std::num::NonZeroU32;
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant};

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    pause: Duration,
//         ^^^^^^^^ `Duration` can't cross between wasm32 and a 64-bit host
//         = a time, in a form that only Rust knows
//         = store a `u64`: the nanoseconds
    start: [Instant; 2],
//         ^^^^^^^^^^^^ `Instant` can't cross
//         = an `Instant` means nothing on the other side
    id: NonZeroU32,
//      ^^^^^^^^^^ never 0, but the other side can write 0
//      = store the plain number
    count: AtomicU32,
//         ^^^^^^^^^ meant for threads that share it
//         = store the plain number
    data: *mut c_void,
//        ^^^^^^^^^^^ says nothing of what is there
//        = for bytes of any kind `*mut u8`
    other: Option<NonNull<c_void>>,
//         ^^^^^^^^^^^^^^^^^^^^^^^ says nothing of what is there
    unit: *const (),
//               ^^ `Bad.unit`: a pointer to `()` doesn't say what it points to
    state: Cell<u32>,
//         ^^^^^^^^^ changed through a shared reference
    names: HashMap<u32, u32>,
//         ^^^^^^^^^^^^^^^^^ store its entries one behind the other: a `Slice<T>`
    raw: MaybeUninit<u32>,
//       ^^^^^^^^^^^^^^^^ store the plain `T`
    lines: Range<u32>,
//         ^^^^^^^^^^ two fields, `start` and `end`
    peer: Ipv4Addr,
//        ^^^^^^^^ `[u8; 4]`
    result: Result<u32, u8>,
//          ^^^^^^^^^^^^^^^ use a `bool` beside the value, or a `#[repr(C, u32)]` enum of your own
    order: std::cmp::Ordering,
//         ^^^^^^^^^^^^^^^^^^ store an `i8`
    name: std::borrow::Cow<'static, str>,
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use `Str`
}

fn main() {}
