use crate::guest::{InPlaceGuest, Span};
use anyhow::Result;
use bench_shapes::shared::{Message, Node, Record};
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};
use shared_abi::{LinearMemory, LinearMemoryMut, Ptr, PtrMut, Slice, SliceMut};

pub fn read_records(guest: &mut InPlaceGuest) -> Result<RecordTotals> {
    let Span { offset, len } = guest.records();
    let records = LinearMemory::new(guest.memory()).slice(Slice::<Record>::new(offset, len))?;
    Ok(records.iter().map(Record::values).collect())
}

pub fn walk_list(guest: &mut InPlaceGuest, order: Order) -> Result<NodeTotals> {
    let head = Ptr::<Node>::new(guest.list(order)?);
    let mut node = Some(LinearMemory::new(guest.memory()).get(head)?);
    let mut totals = NodeTotals::default();
    while let Some(current) = node {
        totals.add((current.data, current.number));
        node = current.next()?;
    }
    Ok(totals)
}

pub fn exchange(guest: &mut InPlaceGuest, message: &Message) -> Result<Message> {
    let pointer = PtrMut::<Message>::new(guest.message());
    LinearMemoryMut::new(guest.memory_mut()).write(pointer, message)?;
    guest.respond(pointer.offset())?;
    Ok(LinearMemory::new(guest.memory()).read(pointer)?)
}

pub fn write_records(guest: &mut InPlaceGuest, records: &[Record]) -> Result<u32> {
    let slice = SliceMut::<Record>::new(guest.buffer().offset, records.len() as u32);
    LinearMemoryMut::new(guest.memory_mut()).write_slice(slice, records)?;
    Ok(slice.len())
}
