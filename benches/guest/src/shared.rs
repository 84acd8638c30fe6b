use crate::span;
use bench_shapes::shared::{Message, Node, Record};
use bench_shapes::workload::{self, RecordTotals};
use shared_abi::{PtrMut, export};

export! {
    fn shared_records() -> u64 {
        span(workload::records().map(Record::from).collect::<Vec<_>>().leak())
    }

    fn shared_list(order: u32) -> *const Node {
        let nodes = workload::nodes().map(Node::from).collect::<Vec<_>>().leak();
        workload::links(order)
            .for_each(|(from, to)| nodes[from].next = PtrMut::from_mut(&mut nodes[to]));
        nodes.as_ptr()
    }

    fn shared_respond(message: &mut Message) {
        message.stamp += 1;
        message.position[0] += message.velocity[0];
    }

    fn shared_written(records: &mut [Record]) -> u64 {
        records.iter().map(Record::values).collect::<RecordTotals>().checksum()
    }
}
