use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<const N: usize> {
    values: [u32; N],
//          ^^^^^^^^ layout of `Bad<N>` depends on `N`: `values: [u32; N]` is stored inline; name a concrete length, or use `Slice<u32>`
}

fn main() {}
