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
    let bad: BadRef<'_> = memory.get(Ptr::<BadAbi>::new(8)).unwrap();
    println!("{:?} {}", bad.len, bad.next().unwrap().is_none());
    println!("{}", layout_of::<Holder>());
}
