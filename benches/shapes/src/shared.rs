use shared_abi::{PtrMut, SharedAbi};

#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Record {
    pub id: u32,
    pub kind: u32,
    pub x: f64,
    pub y: f64,
    pub stamp: u64,
}

#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Node {
    pub data: i32,
    pub number: i32,
    pub next: PtrMut<Node>,
}

#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Message {
    pub id: u64,
    pub stamp: u64,
    pub position: [f64; 3],
    pub velocity: [f64; 3],
}
