//! The symbols that a guest is linked with, whether it names them or not.
//!
//! An exported function is a symbol of its name, and would take the place of one of these: the compiler's own calls of
//! `memcmp` would end up in it.

/// Whose symbol a name is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Owner {
    /// The compiler calls it, on every target.
    Compiler,
    /// The C library of WASI has it.
    Libc,
    /// The linker exports it.
    Linker,
    /// C reserves names with an underscore in front, such as `__heap_base`, `_start` and `_initialize`.
    Reserved,
}

/// The functions of `compiler_builtins` for wasm32: one name a line, sorted.
const COMPILER: &str = include_str!("compiler.txt");

/// Those of `wasm32-wasip1`'s `libc.a`, without the ones above.
const LIBC: &str = include_str!("libc.txt");

pub(super) fn owner(symbol: &str) -> Option<Owner> {
    let stands_in = |list: &str| list.lines().any(|line| line == symbol);
    if symbol == "memory" {
        Some(Owner::Linker)
    } else if symbol.starts_with('_') {
        Some(Owner::Reserved)
    } else if symbol == "rust_eh_personality" || stands_in(COMPILER) {
        Some(Owner::Compiler)
    } else if stands_in(LIBC) {
        Some(Owner::Libc)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_guest_is_linked_with_are_known() {
        for (symbol, owned) in [
            ("memcmp", Some(Owner::Compiler)),
            ("log", Some(Owner::Compiler)),
            ("__heap_base", Some(Owner::Reserved)),
            ("_start", Some(Owner::Reserved)),
            ("read", Some(Owner::Libc)),
            ("memory", Some(Owner::Linker)),
            ("memcmpx", None),
            ("total", None),
            ("", None),
        ] {
            assert_eq!(owner(symbol), owned, "{symbol}");
        }
    }
}
