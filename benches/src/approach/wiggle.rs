use crate::guest::InPlaceGuest;
use anyhow::Result;
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};
use wiggle::{GuestMemory, GuestPtr};

wiggle::from_witx!({ witx: ["src/approach/wiggle.witx"] });
use types::{Message, Node, Record, Vector};
bench_shapes::convert!(Record, Message, Vector);

pub fn read_records(guest: &mut InPlaceGuest) -> Result<RecordTotals> {
    let span = guest.records();
    let memory = GuestMemory::Unshared(guest.memory_mut());
    let mut totals = RecordTotals::default();
    for pointer in GuestPtr::<[Record]>::new((span.offset, span.len)).iter() {
        let record = memory.read(pointer?)?;
        totals.add(record.values());
    }
    Ok(totals)
}

pub fn walk_list(guest: &mut InPlaceGuest, order: Order) -> Result<NodeTotals> {
    let mut offset = guest.list(order)?;
    let memory = GuestMemory::Unshared(guest.memory_mut());
    let mut totals = NodeTotals::default();
    while offset != 0 {
        let node = memory.read(GuestPtr::<Node>::new(offset))?;
        totals.add((node.data, node.number));
        offset = node.next as u32;
    }
    Ok(totals)
}

pub fn exchange(guest: &mut InPlaceGuest, message: &Message) -> Result<Message> {
    let offset = guest.message();
    GuestMemory::Unshared(guest.memory_mut()).write(GuestPtr::new(offset), message.clone())?;
    guest.respond(offset)?;
    Ok(GuestMemory::Unshared(guest.memory_mut()).read(GuestPtr::new(offset))?)
}

pub fn write_records(guest: &mut InPlaceGuest, records: &[Record]) -> Result<u32> {
    let buffer = GuestPtr::<[Record]>::new((guest.buffer().offset, records.len() as u32));
    let mut memory = GuestMemory::Unshared(guest.memory_mut());
    for (pointer, record) in buffer.iter().zip(records) {
        memory.write(pointer?, record.clone())?;
    }
    Ok(records.len() as u32)
}
