use bench_shapes::workload::{self, RecordTotals};
use std::sync::Mutex;

wit_bindgen::generate!("bench");
bench_shapes::convert!(Record, Message);
struct Component;
export!(Component);
static READ: Mutex<Vec<Record>> = Mutex::new(Vec::new());
static WRITTEN: Mutex<Vec<Record>> = Mutex::new(Vec::new());

impl Guest for Component {
    fn records() -> Vec<Record> {
        let mut records = READ.lock().unwrap();
        if records.is_empty() {
            *records = workload::records().map(Record::from).collect();
        }
        records.clone()
    }

    fn respond(mut message: Message) -> Message {
        message.stamp += 1;
        message.position.0 += message.velocity.0;
        message
    }

    fn write(records: Vec<Record>) {
        *WRITTEN.lock().unwrap() = records;
    }

    fn written() -> u64 {
        let records = std::mem::take(&mut *WRITTEN.lock().unwrap());
        let totals: RecordTotals = records.iter().map(Record::values).collect();
        totals.checksum()
    }
}
