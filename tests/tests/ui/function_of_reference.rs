use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    on_event: extern "C" fn(&u32, &mut [u8]) -> bool,
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Bad.on_event`: `extern "C" fn(&u32, &mut [u8]) -> bool` has a reference
//            = use `extern "C" fn(*const u32, SliceMut<u8>) -> bool`
    on_end: Option<unsafe extern "C" fn(Option<&u32>)>,
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Bad.on_end`
    named: for<'a> extern "C" fn(&'a str) -> &'a u8,
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Bad.named`
//         = use `extern "C" fn(Str) -> *const u8`
    of_static: extern "C" fn(&'static u32),
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Bad.of_static`: `extern "C" fn(&'static u32)` has a reference
//             = use `extern "C" fn(*const u32)`
}

fn main() {}
