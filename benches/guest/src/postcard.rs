use crate::span;
use bench_shapes::serial::{Message, Record};
use bench_shapes::workload::{self, MESSAGE_BYTES, RecordTotals};

#[unsafe(no_mangle)]
extern "C" fn postcard_records() -> u64 {
    let records: Vec<Record> = workload::records().map(Record::from).collect();
    span(postcard::to_allocvec(&records).unwrap().leak())
}

#[unsafe(no_mangle)]
extern "C" fn postcard_respond(buffer: *mut u8, len: usize) -> usize {
    // SAFETY: the host passes its message buffer and the number of bytes that it wrote there.
    let request = unsafe { std::slice::from_raw_parts(buffer, len) };
    let mut message: Message = postcard::from_bytes(request).unwrap();
    message.stamp += 1;
    message.position[0] += message.velocity[0];
    // SAFETY: the request is decoded, and the host's buffer holds MESSAGE_BYTES.
    let response = unsafe { std::slice::from_raw_parts_mut(buffer, MESSAGE_BYTES) };
    postcard::to_slice(&message, response).unwrap().len()
}

#[unsafe(no_mangle)]
extern "C" fn postcard_written(bytes: *const u8, len: usize) -> u64 {
    // SAFETY: the host passes the buffer that it got from `allocate` and the number of bytes that it wrote there.
    let bytes = unsafe { std::slice::from_raw_parts(bytes, len) };
    let records: Vec<Record> = postcard::from_bytes(bytes).unwrap();
    let totals: RecordTotals = records.iter().map(Record::values).collect();
    totals.checksum()
}
