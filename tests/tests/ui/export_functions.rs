shared_abi::export! {
    unsafe fn trusting(of: *const u8) {
//  ^^^^^^ `trusting` is `unsafe`, but nobody tells the host what it asks for; take `&T`, `&[T]` or `&str`
        let _ = of;
    }

    async fn later() {}
//  ^^^^^ `later` is `async`, but the host calls it and waits; remove `async`

    extern "C" fn foreign() {}
//  ^^^^^^ `export!` says how the host calls `foreign`; remove `extern`

    fn any<T>(of: &T) {
//         ^ `any` is generic, but a .wasm exports functions of concrete types; name them
        let _ = of;
    }

    fn sized<const N: usize>() {}
//           ^^^^^^^^^^^^^^ `sized` is generic

    fn first<'a>(of: &'a [u8]) {
//           ^^ each reference that `first` gets lives as long as the call; leave the lifetimes out
        let _ = of;
    }

    fn bounded() where u8: Copy {}
//               ^^^^^^^^^^^^^^ `bounded` is generic

    #[unsafe(export_name = "other")]
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `export!` exports `renamed` under its name; remove this attribute
    fn renamed() {}
}

fn main() {}
