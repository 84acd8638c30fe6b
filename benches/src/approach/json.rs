use crate::guest::EncodedGuest;
use anyhow::{Context, Result};
use bench_shapes::serial::{Message, Record};
use bench_shapes::workload::{MESSAGE_BYTES, RecordTotals};

pub fn read_records(guest: &mut EncodedGuest) -> Result<RecordTotals> {
    let span = guest.records();
    let bytes = guest
        .memory()
        .get(span.offset as usize..)
        .and_then(|rest| rest.get(..span.len as usize));
    let records: Vec<Record> = serde_json::from_slice(bytes.context("out of bounds")?)?;
    Ok(records.iter().map(Record::values).collect())
}

pub fn exchange(guest: &mut EncodedGuest, message: &Message) -> Result<Message> {
    let offset = guest.message() as usize;
    let mut rest = guest
        .memory_mut()
        .get_mut(offset..offset + MESSAGE_BYTES)
        .context("out of bounds")?;
    serde_json::to_writer(&mut rest, message)?;
    let len = MESSAGE_BYTES - rest.len();
    let len = guest.respond((offset as u32, len as u32))? as usize;
    Ok(serde_json::from_slice(
        guest
            .memory()
            .get(offset..offset + len)
            .context("out of bounds")?,
    )?)
}

pub fn write_records(guest: &mut EncodedGuest, records: &[Record]) -> Result<u32> {
    let buffer = guest.buffer();
    let rest = guest
        .memory_mut()
        .get_mut(buffer.offset as usize..)
        .context("out of bounds")?;
    let mut rest = rest.get_mut(..buffer.len as usize).context("out of bounds")?;
    serde_json::to_writer(&mut rest, records)?;
    Ok(buffer.len - rest.len() as u32)
}
