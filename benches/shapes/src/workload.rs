//! The workloads' data and checksums, the same for every approach and on both sides of the boundary.

use crate::{plain, serial, shared};

pub const RECORDS: u32 = 100_000;
pub const NODES: u32 = 100_000;
/// What an encoded message of W3 may take.
pub const MESSAGE_BYTES: usize = 1024;

/// A record of W1 and W4.
#[derive(Clone, Copy)]
pub struct Record {
    pub id: u32,
    pub kind: u32,
    pub x: f64,
    pub y: f64,
    pub stamp: u64,
}

/// The message that W3 sends through the guest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Message {
    pub id: u64,
    pub stamp: u64,
    pub position: [f64; 3],
    pub velocity: [f64; 3],
}

/// Every field of a record.
pub type Values = (u32, u32, f64, f64, u64);

/// Converts between the workloads' structs and an approach's own of the same fields. The third type is for those who
/// must declare a vector as a struct.
#[macro_export]
macro_rules! convert {
    ($record:ty, $message:ty $(, $vector:ident)?) => {
        $crate::convert!(@ $crate::workload::Record => $record { id, kind, x, y, stamp });
        impl $record {
            #[inline]
            pub fn values(&self) -> $crate::workload::Values {
                (self.id, self.kind, self.x, self.y, self.stamp)
            }
        }
        $crate::convert!(@ $crate::workload::Message => $message { id, stamp, position, velocity });
        $crate::convert!(@ $message => $crate::workload::Message { id, stamp, position, velocity });
        $(
            impl From<[f64; 3]> for $vector {
                fn from([x, y, z]: [f64; 3]) -> Self {
                    Self { x, y, z }
                }
            }
            impl From<$vector> for [f64; 3] {
                fn from(vector: $vector) -> Self {
                    [vector.x, vector.y, vector.z]
                }
            }
        )?
    };
    (@ $from:ty => $into:ty { $($field:ident),* }) => {
        impl From<$from> for $into {
            fn from(value: $from) -> Self {
                Self { $($field: value.$field.into()),* }
            }
        }
    };
}

/// Makes an unlinked node.
macro_rules! unlinked {
    ($node:ty) => {
        impl From<(i32, i32)> for $node {
            fn from((data, number): (i32, i32)) -> Self {
                Self {
                    data,
                    number,
                    next: Default::default(),
                }
            }
        }
    };
}

unlinked!(plain::Node);
unlinked!(shared::Node);
convert!(plain::Record, plain::Message);
convert!(serial::Record, serial::Message);
convert!(shared::Record, shared::Message);

/// The records of W1 and W4. The floats are short decimals, as measurements are, so that JSON neither pays for
/// seventeen digits nor loses the last one.
pub fn records() -> impl ExactSizeIterator<Item = Record> {
    (0..RECORDS).map(|index| Record {
        id: index,
        kind: index % 5,
        x: f64::from(index) / 100.0,
        y: f64::from(index * 37 % 10_007) / 1000.0,
        stamp: 1_700_000_000_000 + u64::from(index) * 10,
    })
}

/// What the nodes of W2 hold, in memory order: `data` and `number`.
pub fn nodes() -> impl ExactSizeIterator<Item = (i32, i32)> {
    (0..NODES as i32).map(|index| (index, index.wrapping_mul(0x9E37_79B1_u32 as i32)))
}

/// How the list of W2 lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Order {
    Memory,
    Shuffled,
}

/// Pairs of a node's index and the index of the one that it points to. Whatever the order, the list starts at
/// node 0.
pub fn links(shuffled: u32) -> impl Iterator<Item = (usize, usize)> {
    let mut order: Vec<usize> = (0..NODES as usize).collect();
    if shuffled == Order::Shuffled as u32 {
        let mut state = 0x853C_49E6_748F_EA9B_u64;
        for last in (2..order.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(last, 1 + (state >> 33) as usize % last);
        }
    }
    (1..order.len()).map(move |place| (order[place - 1], order[place]))
}

/// The message of W3's `index`th exchange.
pub fn message(index: u32) -> Message {
    let value = f64::from(index % 1000) / 8.0;
    Message {
        id: u64::from(index),
        stamp: 1_700_000_000_000 + u64::from(index),
        position: [value, value + 0.25, value + 0.5],
        velocity: [1.5, -2.5, 0.125],
    }
}

/// What every guest answers to a message.
pub fn response(mut message: Message) -> Message {
    message.stamp += 1;
    message.position[0] += message.velocity[0];
    message
}

/// Checksum over every field of the records read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RecordTotals {
    ids: u64,
    kinds: u64,
    x: f64,
    y: f64,
    stamps: u64,
}

impl RecordTotals {
    #[inline]
    pub fn add(&mut self, (id, kind, x, y, stamp): Values) {
        self.ids = self.ids.wrapping_add(u64::from(id));
        self.kinds = self.kinds.wrapping_add(u64::from(kind));
        self.x += x;
        self.y += y;
        self.stamps = self.stamps.wrapping_add(stamp);
    }

    /// All totals in one number, which a guest can return.
    pub fn checksum(self) -> u64 {
        [
            self.ids,
            self.kinds,
            self.x.to_bits(),
            self.y.to_bits(),
            self.stamps,
        ]
        .into_iter()
        .fold(0, |sum, total| {
            (sum ^ total).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
        })
    }
}

impl FromIterator<Values> for RecordTotals {
    #[inline]
    fn from_iter<I: IntoIterator<Item = Values>>(records: I) -> Self {
        let mut totals = Self::default();
        for record in records {
            totals.add(record);
        }
        totals
    }
}

/// Checksum over a list; it depends on the order in which the nodes were met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeTotals {
    count: u32,
    data: i32,
    numbers: i32,
}

impl NodeTotals {
    #[inline]
    pub fn add(&mut self, (data, number): (i32, i32)) {
        self.count += 1;
        self.data = self.data.wrapping_add(data);
        self.numbers = self.numbers.rotate_left(1).wrapping_add(number);
    }
}

impl FromIterator<(i32, i32)> for NodeTotals {
    #[inline]
    fn from_iter<I: IntoIterator<Item = (i32, i32)>>(nodes: I) -> Self {
        let mut totals = Self::default();
        for node in nodes {
            totals.add(node);
        }
        totals
    }
}
