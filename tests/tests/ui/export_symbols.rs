shared_abi::export! {
    fn memcmp() {}
//     ^^^^^^ `memcmp` is a symbol that the compiler uses, and this function would take its place; give it another name

    fn log() {}
//     ^^^ `log` is a symbol that the compiler uses

    fn __heap_base() {}
//     ^^^^^^^^^^^ `__heap_base`: names with an underscore in front belong to the compiler and the linker

    fn r#memory() {}
//     ^^^^^^^^ `memory` is a symbol that the linker uses
}

fn main() {}
