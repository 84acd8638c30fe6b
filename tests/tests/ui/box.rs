use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    next: Box<u32>,
//        ^^^^^^^^ `Bad.next`: `Box<u32>` owns memory of one side's allocator
//        = use `PtrMut<u32>` or a `Handle<u32>`
}

fn main() {}
