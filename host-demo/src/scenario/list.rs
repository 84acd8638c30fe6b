//! A linked list in the guest's memory, whose struct is written with native pointers.

use std::fmt::Display;
use std::io::{self, Write};

use anyhow::Result;
use demo_types::list::{NativeLayout, Node, NodeAbi, Place};
use shared_abi::{LinearMemory, Ptr, PtrMut, layout_of};
use shared_abi_wasmtime::Expect;

use crate::sandbox::Sandbox;

/// More nodes than the guest is asked for: a list that is longer has a cycle.
const LIMIT: usize = 100;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Sandbox { mut store, guest } = Sandbox::load(&Expect::types::<(NativeLayout, Node)>())?;
    let native_layout = guest.func::<(), Ptr<NativeLayout>>(&mut store, "list_native_layout")?;
    let build = guest.func::<i32, PtrMut<NodeAbi>>(&mut store, "list_build")?;
    let sum = guest.func::<PtrMut<NodeAbi>, i64>(&mut store, "list_sum")?;

    let in_guest = native_layout.call(&mut store, ())?;
    let in_guest = guest.memory(&store).read(in_guest)?;
    print_layouts(out, &in_guest, &NativeLayout::HERE)?;

    let head = build.call(&mut store, 5)?;
    writeln!(
        out,
        "  built by the guest:   {}",
        walk(guest.memory(&store), head)?
    )?;
    writeln!(out, "  summed by the guest:  {}", sum.call(&mut store, head)?)?;

    let mut memory = guest.memory_mut(&mut store);
    let mut node = memory.get_mut(head)?;
    node.number = 100;
    let second = node.next;
    drop(node);
    let mut node = memory.get_mut(second)?;
    // The guest's number: it may be any, also the one that has no opposite.
    node.number = node.number.wrapping_neg();
    drop(node);
    let inserted = guest.alloc(
        &mut store,
        &NodeAbi {
            data: 0,
            number: 7,
            next: second,
        },
    )?;
    guest.memory_mut(&mut store).get_mut(head)?.next = inserted;
    let changed = walk(guest.memory(&store), head)?;
    writeln!(out, "  changed by the host:  {changed}")?;
    writeln!(out, "  summed by the guest:  {}", sum.call(&mut store, head)?)?;
    Ok(())
}

/// The list in a line: each node's `data` and `number`.
fn walk(memory: LinearMemory<'_>, head: PtrMut<NodeAbi>) -> Result<String> {
    let mut nodes = Vec::new();
    for node in memory.list(head, LIMIT, |node| node.next) {
        let node = node?;
        nodes.push(format!("{}:{}", node.data, node.number));
    }
    Ok(nodes.join(" -> "))
}

/// `Node` as each side's compiler lays it out, beside its twin, which is the same on both.
fn print_layouts(out: &mut dyn Write, guest: &NativeLayout, host: &NativeLayout) -> io::Result<()> {
    let shared = layout_of::<Node>();
    row(
        out,
        "bytes of",
        ["Node in guest", "Node in host", "NodeAbi in both"],
    )?;
    for ((field, guest), host) in shared.fields.iter().zip(guest.fields).zip(host.fields) {
        let native = |place: Place| format!("{}..{}", place.offset, place.offset + place.size);
        let twin = format!("{}..{}", field.offset, field.offset + field.size);
        row(out, field.name, [native(guest), native(host), twin])?;
    }
    row(
        out,
        "size",
        [guest.size as usize, host.size as usize, shared.size],
    )?;
    row(
        out,
        "alignment",
        [guest.align as usize, host.align as usize, shared.align],
    )
}

fn row(out: &mut dyn Write, name: &str, [guest, host, shared]: [impl Display; 3]) -> io::Result<()> {
    writeln!(out, "  {name:<20}  {guest:>13}  {host:>12}  {shared:>15}")
}
