use shared_abi::{FnPtr, Ptr, PtrMut, SharedAbi, Slice};

#[derive(SharedAbi)]
#[repr(C)]
struct Slots {
    pointer: Ptr<*const u8>,
//           ^^^^^^^^^^^^^^ `Slots.pointer`: `*const u8` is 4 bytes on wasm32 and 8 on a 64-bit host
//           = use `Ptr<u8>` there
    slice: PtrMut<*mut [u8]>,
//         ^^^^^^^^^^^^^^^^^ use `SliceMut<u8>` there
    several: Slice<[*const u8; 4]>,
//           ^^^^^^^^^^^^^^^^^^^^^ use `Ptr<u8>` there
    function: Ptr<extern "C" fn()>,
//            ^^^^^^^^^^^^^^^^^^^^ use `FnPtr<extern "C" fn()>` there
    unit: Ptr<()>,
//        ^^^^^^^ name the type, or use `*mut u8`
    number: FnPtr<u32>,
//          ^^^^^^^^^^ `FnPtr<u32>` needs the type of a function: `FnPtr<extern "C" fn(u32) -> u32>`
    rust: FnPtr<fn(i32)>,
//              ^^^^^^^ use `extern "C" fn(i32)`
}

fn main() {}
