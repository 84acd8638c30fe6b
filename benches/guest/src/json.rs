use crate::span;
use bench_shapes::serial::{Message, Record};
use bench_shapes::workload::{self, MESSAGE_BYTES, RecordTotals};

#[unsafe(no_mangle)]
extern "C" fn json_records() -> u64 {
    let records: Vec<Record> = workload::records().map(Record::from).collect();
    span(serde_json::to_vec(&records).unwrap().leak())
}

#[unsafe(no_mangle)]
extern "C" fn json_respond(buffer: *mut u8, len: usize) -> usize {
    // SAFETY: the host passes its message buffer and the number of bytes that it wrote there.
    let request = unsafe { std::slice::from_raw_parts(buffer, len) };
    let mut message: Message = serde_json::from_slice(request).unwrap();
    message.stamp += 1;
    message.position[0] += message.velocity[0];
    // SAFETY: the request is decoded, and the host's buffer holds MESSAGE_BYTES.
    let mut response = unsafe { std::slice::from_raw_parts_mut(buffer, MESSAGE_BYTES) };
    serde_json::to_writer(&mut response, &message).unwrap();
    MESSAGE_BYTES - response.len()
}

#[unsafe(no_mangle)]
extern "C" fn json_written(bytes: *const u8, len: usize) -> u64 {
    // SAFETY: the host passes the buffer that it got from `allocate` and the number of bytes that it wrote there.
    let bytes = unsafe { std::slice::from_raw_parts(bytes, len) };
    let records: Vec<Record> = serde_json::from_slice(bytes).unwrap();
    let totals: RecordTotals = records.iter().map(Record::values).collect();
    totals.checksum()
}
