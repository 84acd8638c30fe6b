use bytemuck::{Pod, Zeroable};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

#[derive(Clone, Copy, Default, Pod, Zeroable, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Record {
    pub id: u32,
    pub kind: u32,
    pub x: f64,
    pub y: f64,
    pub stamp: u64,
}

#[derive(Clone, Copy, Default, Pod, Zeroable, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Node {
    pub data: i32,
    pub number: i32,
    pub next: u64,
}

#[derive(Clone, Copy, Default, Pod, Zeroable, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Message {
    pub id: u64,
    pub stamp: u64,
    pub position: [f64; 3],
    pub velocity: [f64; 3],
}
