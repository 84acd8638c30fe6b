use crate::guest::InPlaceGuest;
use anyhow::{Context, Result};
use bench_shapes::plain::{Message, Node, Record};
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};
use std::ops::Range;

fn range<T>(offset: u32, len: usize) -> Range<usize> {
    offset as usize..offset as usize + len * size_of::<T>()
}

pub fn read_records(guest: &mut InPlaceGuest) -> Result<RecordTotals> {
    let span = guest.records();
    let bytes = guest
        .memory()
        .get(range::<Record>(span.offset, span.len as usize));
    let records: &[Record] = bytemuck::try_cast_slice(bytes.context("out of bounds")?)?;
    Ok(records.iter().map(Record::values).collect())
}

pub fn walk_list(guest: &mut InPlaceGuest, order: Order) -> Result<NodeTotals> {
    let mut offset = guest.list(order)?;
    let memory = guest.memory();
    let mut totals = NodeTotals::default();
    while offset != 0 {
        let bytes = memory.get(range::<Node>(offset, 1)).context("out of bounds")?;
        let node = bytemuck::try_from_bytes::<Node>(bytes)?;
        totals.add((node.data, node.number));
        offset = node.next as u32;
    }
    Ok(totals)
}

pub fn exchange(guest: &mut InPlaceGuest, message: &Message) -> Result<Message> {
    let offset = guest.message();
    let bytes = guest
        .memory_mut()
        .get_mut(range::<Message>(offset, 1))
        .context("out of bounds")?;
    bytes.copy_from_slice(bytemuck::bytes_of(message));
    guest.respond(offset)?;
    let bytes = guest
        .memory()
        .get(range::<Message>(offset, 1))
        .context("out of bounds")?;
    Ok(*bytemuck::try_from_bytes(bytes)?)
}

pub fn write_records(guest: &mut InPlaceGuest, records: &[Record]) -> Result<u32> {
    let range = range::<Record>(guest.buffer().offset, records.len());
    let bytes = guest.memory_mut().get_mut(range).context("out of bounds")?;
    bytes.copy_from_slice(bytemuck::cast_slice(records));
    Ok(records.len() as u32)
}
