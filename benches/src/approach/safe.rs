use crate::guest::InPlaceGuest;
use anyhow::{Context, Result};
use bench_shapes::plain::{Message, Record};
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};

fn load<const N: usize>(memory: &[u8], offset: usize) -> Result<[u8; N]> {
    let bytes = memory.get(offset..).and_then(|rest| rest.first_chunk());
    bytes.copied().context("out of bounds")
}

fn store<const N: usize>(memory: &mut [u8], offset: usize, value: [u8; N]) -> Result<()> {
    let bytes = memory.get_mut(offset..).and_then(|rest| rest.first_chunk_mut());
    *bytes.context("out of bounds")? = value;
    Ok(())
}

pub fn read_records(guest: &mut InPlaceGuest) -> Result<RecordTotals> {
    let span = guest.records();
    let memory = guest.memory();
    let mut totals = RecordTotals::default();
    for index in 0..span.len as usize {
        let offset = span.offset as usize + index * 32;
        let id = u32::from_le_bytes(load(memory, offset)?);
        let kind = u32::from_le_bytes(load(memory, offset + 4)?);
        let x = f64::from_le_bytes(load(memory, offset + 8)?);
        let y = f64::from_le_bytes(load(memory, offset + 16)?);
        let stamp = u64::from_le_bytes(load(memory, offset + 24)?);
        totals.add((id, kind, x, y, stamp));
    }
    Ok(totals)
}

pub fn walk_list(guest: &mut InPlaceGuest, order: Order) -> Result<NodeTotals> {
    let mut offset = guest.list(order)? as usize;
    let memory = guest.memory();
    let mut totals = NodeTotals::default();
    while offset != 0 {
        let data = i32::from_le_bytes(load(memory, offset)?);
        let number = i32::from_le_bytes(load(memory, offset + 4)?);
        totals.add((data, number));
        offset = u32::from_le_bytes(load(memory, offset + 8)?) as usize;
    }
    Ok(totals)
}

pub fn exchange(guest: &mut InPlaceGuest, message: &Message) -> Result<Message> {
    let offset = guest.message() as usize;
    let memory = guest.memory_mut();
    store(memory, offset, message.id.to_le_bytes())?;
    store(memory, offset + 8, message.stamp.to_le_bytes())?;
    for axis in 0..3 {
        store(
            memory,
            offset + 16 + axis * 8,
            message.position[axis].to_le_bytes(),
        )?;
        store(
            memory,
            offset + 40 + axis * 8,
            message.velocity[axis].to_le_bytes(),
        )?;
    }
    guest.respond(offset as u32)?;
    let memory = guest.memory();
    let mut response = Message {
        id: u64::from_le_bytes(load(memory, offset)?),
        stamp: u64::from_le_bytes(load(memory, offset + 8)?),
        ..Message::default()
    };
    for axis in 0..3 {
        response.position[axis] = f64::from_le_bytes(load(memory, offset + 16 + axis * 8)?);
        response.velocity[axis] = f64::from_le_bytes(load(memory, offset + 40 + axis * 8)?);
    }
    Ok(response)
}

pub fn write_records(guest: &mut InPlaceGuest, records: &[Record]) -> Result<u32> {
    let start = guest.buffer().offset as usize;
    let memory = guest.memory_mut();
    for (index, record) in records.iter().enumerate() {
        let offset = start + index * 32;
        store(memory, offset, record.id.to_le_bytes())?;
        store(memory, offset + 4, record.kind.to_le_bytes())?;
        store(memory, offset + 8, record.x.to_le_bytes())?;
        store(memory, offset + 16, record.y.to_le_bytes())?;
        store(memory, offset + 24, record.stamp.to_le_bytes())?;
    }
    Ok(records.len() as u32)
}
