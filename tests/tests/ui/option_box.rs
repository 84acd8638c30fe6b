use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    next: Option<Box<Bad>>,
//        ^^^^^^^^^^^^^^^^ `Bad.next`: `Option<Box<Bad>>` owns memory of one side's allocator
//        = use `PtrMut<Bad>`
}

fn main() {}
