//! The ways of sharing structs with a guest: what a user of each writes on the host's side, a module each.

pub mod bytemuck;
pub mod component;
pub mod json;
pub mod postcard;
pub mod raw;
pub mod safe;
pub mod shared_abi;
pub mod wiggle;
pub mod zerocopy;

use anyhow::Result;
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};

/// The four workloads as one approach does them, on a guest `G`, with its own record `R` and message `M`.
pub struct Approach<G, R, M> {
    /// W1: reads every field of every record that the guest holds.
    pub read_records: fn(&mut G) -> Result<RecordTotals>,
    /// W2: walks the guest's list from its head to its end; `None` where a list can't be expressed.
    pub walk_list: Option<fn(&mut G, Order) -> Result<NodeTotals>>,
    /// W3: hands the message to the guest and takes its response.
    pub exchange: fn(&mut G, &M) -> Result<M>,
    /// W4: puts the records into the guest. Returns the length, in the approach's own unit, that the guest needs to
    /// check them.
    pub write_records: fn(&mut G, &[R]) -> Result<u32>,
}
