use shared_abi::{LinearMemory, Ptr, SharedAbi, layout_of};

#[derive(SharedAbi)]
#[repr(C)]
pub struct Bad {
    len: usize,
//       ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32
    next: *mut Bad,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Holder {
    bad: Bad,
    head: Ptr<BadAbi>,
    bads: [Bad; 2],
}

fn main() {
    let memory = LinearMemory::new(&[]);
    let _ = memory.get(Ptr::<BadAbi>::new(8)).map(|bad: BadRef<'_>| bad.len);
    println!("{}", layout_of::<Holder>());
}
