use crate::span;
use bench_shapes::plain::{Message, Node, Record};
use bench_shapes::workload::{self, RecordTotals};

#[unsafe(no_mangle)]
extern "C" fn plain_records() -> u64 {
    span(workload::records().map(Record::from).collect::<Vec<_>>().leak())
}

#[unsafe(no_mangle)]
extern "C" fn plain_list(order: u32) -> *const Node {
    let nodes = workload::nodes().map(Node::from).collect::<Vec<_>>().leak();
    workload::links(order).for_each(|(from, to)| nodes[from].next = &raw const nodes[to] as u64);
    nodes.as_ptr()
}

#[unsafe(no_mangle)]
extern "C" fn plain_respond(message: *mut Message) {
    // SAFETY: the host passes the address of a message that it has written, and doesn't touch it during the call.
    let message = unsafe { &mut *message };
    message.stamp += 1;
    message.position[0] += message.velocity[0];
}

#[unsafe(no_mangle)]
extern "C" fn plain_written(records: *const Record, len: usize) -> u64 {
    // SAFETY: the host passes the buffer that it got from `allocate` and the number of records that it wrote there.
    let records = unsafe { std::slice::from_raw_parts(records, len) };
    let totals: RecordTotals = records.iter().map(Record::values).collect();
    totals.checksum()
}
