use shared_abi::{Handle, Ptr, SharedAbi, Str};

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    next: Option<Ptr<Bad>>,
//        ^^^^^^^^^^^^^^^^ `Bad.next`: `Option<Ptr<Bad>>` has no layout that both sides share, and needs none
//        = `Ptr<Bad>` may itself be null; use `Ptr<Bad>`
    native: Option<*mut Bad>,
//          ^^^^^^^^^^^^^^^^ `*mut Bad` may itself be null
    borrowed: Option<&'static Bad>,
//            ^^^^^^^^^^^^^^^^^^^^ use `Ptr<Bad>`
    name: Option<Str>,
//        ^^^^^^^^^^^ `Str` may itself be null, and is empty then; use `Str`
    file: Option<Handle<Bad>>,
//        ^^^^^^^^^^^^^^^^^^^ use `Handle<Bad>`
}

fn main() {}
