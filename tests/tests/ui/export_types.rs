shared_abi::export! {
    fn len(of: usize) -> isize {
//             ^^^^^ `len`: `usize` is 4 bytes on wasm32 and 8 on a 64-bit host; use `u32` or `u64`
//                       ^^^^^ `isize` is 4 bytes on wasm32 and 8 on a 64-bit host; use `i32` or `i64`
        of as isize
    }

    fn wide(of: u128) {
//              ^^^^ wasm has no number as wide as `u128`; use two `u64`, or a pointer to `[u64; 2]`
        let _ = of;
    }

    fn name(of: String) -> String {
//              ^^^^^^ `String` can't be passed to a guest's function; take `&str`
//                         ^^^^^^ `String` can't be returned to the host; return `*const Str`
        of
    }

    fn bytes(of: Vec<u8>) -> Vec<u8> {
//               ^^^^^^^ `Vec<u8>` can't be passed to a guest's function; take `&[u8]`
//                           ^^^^^^^ `Vec<u8>` can't be returned to the host; return `*const Slice<u8>`
        of
    }

    fn boxed(of: Box<u8>) -> Box<u8> {
//               ^^^^^^^ `Box<u8>` can't be passed to a guest's function; take `&u8`
//                           ^^^^^^^ `Box<u8>` can't be returned to the host; return `*const u8`
        of
    }

    fn pair(of: (u8, u8)) -> (u8, u8) {
//              ^^^^^^^^ `(u8, u8)` can't be passed to a guest's function; take one argument for each
//                           ^^^^^^^^ `(u8, u8)` can't be returned to the host; return `*const T` of a `#[repr(C)]` struct
        of
    }

    fn array(of: [u8; 4]) -> [u8; 4] {
//               ^^^^^^^ `[u8; 4]` can't be passed to a guest's function; take `&[u8; 4]`
//                           ^^^^^^^ `[u8; 4]` can't be returned to the host; return `*const [u8; 4]`
        of
    }

    fn text(of: &str) -> &str {
//                       ^^^^ `&str` can't be returned to the host; return `*const Str`
        of
    }

    fn slice(of: &[u8]) -> &[u8] {
//                         ^^^^^ `&[u8]` can't be returned to the host; return `*const Slice<u8>`
        of
    }

    fn one(of: &u8) -> &u8 {
//                     ^^^ `&u8` can't be returned to the host; return `*const u8`
        of
    }

    fn kept(of: &'static u8) {
//              ^^^^^^^^^^^ `&'static u8` outlives the call, but what the host passes is its own again afterwards
        let _ = of;
    }

    fn edit(of: &mut str) {
//              ^^^^^^^^ `&mut str` can't be passed to a guest's function; take `&mut [u8]`
        let _ = of;
    }

    fn call(of: extern "C" fn(u32)) -> extern "C" fn(u32) {
//              ^^^^^^^^^^^^^^^^^^ can't be passed to a guest's function; take `FnPtr<extern "C" fn(u32)>`
//                                     ^^^^^^^^^^^^^^^^^^ can't be returned to the host; return `FnPtr<extern "C" fn(u32)>`
        of
    }

    fn perhaps(of: Option<&str>) -> Option<u32> {
//                 ^^^^^^^^^^^^ `Option<&str>` can't be passed to a guest's function; take `&str`, which is empty where there are none
//                                  ^^^^^^^^^^^ `Option<u32>` can't be returned to the host; return `*const T`, null where there is none
        of.map(|of| of.len() as u32)
    }

    fn fallible(of: Option<&[u8]>) -> Result<u32, u32> {
//                  ^^^^^^^^^^^^^ `Option<&[u8]>` can't be passed to a guest's function; take `&[u8]`
//                                    ^^^^^^^^^^^^^^^^ `Result<u32, u32>` can't be returned to the host; return an enum without data
        of.map(|of| of.len() as u32).ok_or(0)
    }

    fn never() -> ! {
//                ^ `!` can't be returned to the host; return nothing
        loop {}
    }
}

fn main() {}
