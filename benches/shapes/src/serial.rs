use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
pub struct Record {
    pub id: u32,
    pub kind: u32,
    pub x: f64,
    pub y: f64,
    pub stamp: u64,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Message {
    pub id: u64,
    pub stamp: u64,
    pub position: [f64; 3],
    pub velocity: [f64; 3],
}
