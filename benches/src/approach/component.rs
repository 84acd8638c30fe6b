use crate::guest::ComponentGuest;
use anyhow::Result;
use bench_shapes::workload::RecordTotals;

wasmtime::component::bindgen!("bench" in "component-guest/wit");
bench_shapes::convert!(Record, Message);

pub fn read_records(guest: &mut ComponentGuest) -> Result<RecordTotals> {
    let records = guest.bench.call_records(&mut guest.store)?;
    Ok(records.iter().map(Record::values).collect())
}

pub fn exchange(guest: &mut ComponentGuest, message: &Message) -> Result<Message> {
    Ok(guest.bench.call_respond(&mut guest.store, *message)?)
}

pub fn write_records(guest: &mut ComponentGuest, records: &[Record]) -> Result<u32> {
    guest.bench.call_write(&mut guest.store, records)?;
    Ok(records.len() as u32)
}
