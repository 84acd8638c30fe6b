use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    items: Vec<u32>,
//         ^^^^^^^^ `Bad.items`: `Vec<u32>` owns memory of one side's allocator
//         = use `Slice<u32>`
}

fn main() {}
