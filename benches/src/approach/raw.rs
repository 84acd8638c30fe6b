use crate::guest::InPlaceGuest;
use anyhow::Result;
use bench_shapes::plain::{Message, Node, Record};
use bench_shapes::workload::{NodeTotals, Order, RecordTotals};

pub fn read_records(guest: &mut InPlaceGuest) -> Result<RecordTotals> {
    let span = guest.records();
    // SAFETY: the guest is trusted: it returned the offset and the length of a live array of records. Linear
    // memory starts on a page boundary, so an address is aligned on the host if it is in the guest.
    let records = unsafe {
        let first = guest.memory().as_ptr().add(span.offset as usize);
        std::slice::from_raw_parts(first.cast::<Record>(), span.len as usize)
    };
    Ok(records.iter().map(Record::values).collect())
}

pub fn walk_list(guest: &mut InPlaceGuest, order: Order) -> Result<NodeTotals> {
    let base = guest.memory().as_ptr();
    let mut totals = NodeTotals::default();
    let mut next = u64::from(guest.list(order)?);
    while next != 0 {
        // SAFETY: the guest is trusted: every link is null or the offset of a live node.
        let node = unsafe { &*base.add(next as usize).cast::<Node>() };
        totals.add((node.data, node.number));
        next = node.next;
    }
    Ok(totals)
}

pub fn exchange(guest: &mut InPlaceGuest, message: &Message) -> Result<Message> {
    let offset = guest.message();
    // SAFETY: the offset is that of memory which the guest set aside for a message, aligned to 8.
    unsafe {
        guest
            .memory_mut()
            .as_mut_ptr()
            .add(offset as usize)
            .cast::<Message>()
            .write(*message)
    };
    guest.respond(offset)?;
    // SAFETY: as above, and linear memory may have moved, but its address is taken anew.
    Ok(unsafe {
        guest
            .memory()
            .as_ptr()
            .add(offset as usize)
            .cast::<Message>()
            .read()
    })
}

pub fn write_records(guest: &mut InPlaceGuest, records: &[Record]) -> Result<u32> {
    let offset = guest.buffer().offset as usize;
    // SAFETY: the buffer is in linear memory, aligned to 8 and longer than the records.
    unsafe {
        let first = guest.memory_mut().as_mut_ptr().add(offset).cast::<Record>();
        first.copy_from_nonoverlapping(records.as_ptr(), records.len());
    }
    Ok(records.len() as u32)
}
