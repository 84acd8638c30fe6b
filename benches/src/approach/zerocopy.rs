use crate::guest::InPlaceGuest;
use anyhow::{Context, Result, anyhow};
use bench_shapes::plain::{Message, Node, Record};
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};
use zerocopy::{FromBytes, IntoBytes};

pub fn read_records(guest: &mut InPlaceGuest) -> Result<RecordTotals> {
    let span = guest.records();
    let bytes = guest
        .memory()
        .get(span.offset as usize..)
        .context("out of bounds")?;
    let records = <[Record]>::ref_from_prefix_with_elems(bytes, span.len as usize);
    let (records, _) = records.map_err(|error| anyhow!("{error}"))?;
    Ok(records.iter().map(Record::values).collect())
}

pub fn walk_list(guest: &mut InPlaceGuest, order: Order) -> Result<NodeTotals> {
    let mut offset = guest.list(order)?;
    let memory = guest.memory();
    let mut totals = NodeTotals::default();
    while offset != 0 {
        let bytes = memory.get(offset as usize..).context("out of bounds")?;
        let (node, _) = Node::ref_from_prefix(bytes).map_err(|error| anyhow!("{error}"))?;
        totals.add((node.data, node.number));
        offset = node.next as u32;
    }
    Ok(totals)
}

pub fn exchange(guest: &mut InPlaceGuest, message: &Message) -> Result<Message> {
    let offset = guest.message();
    let bytes = guest
        .memory_mut()
        .get_mut(offset as usize..)
        .context("out of bounds")?;
    message
        .write_to_prefix(bytes)
        .map_err(|error| anyhow!("{error}"))?;
    guest.respond(offset)?;
    let bytes = guest.memory().get(offset as usize..).context("out of bounds")?;
    let (response, _) = Message::read_from_prefix(bytes).map_err(|error| anyhow!("{error}"))?;
    Ok(response)
}

pub fn write_records(guest: &mut InPlaceGuest, records: &[Record]) -> Result<u32> {
    let offset = guest.buffer().offset as usize;
    let bytes = guest.memory_mut().get_mut(offset..).context("out of bounds")?;
    records
        .write_to_prefix(bytes)
        .map_err(|error| anyhow!("{error}"))?;
    Ok(records.len() as u32)
}
