//! A guest in Rust, built for wasm32, with `export_allocator!()`.

mod support;

use shared_abi::{FnPtr, Handle, Ptr, PtrMut};
use shared_abi_wasmtime::{Expect, Guest, GuestError};
use shared_abi_wasmtime_test_guest::{Batch, BatchAbi, Node, Sample, Summary, SummaryAbi};
use support::{engine, rust_guest, rust_guest_that_forbids_unsafe, rust_guest_that_imports_memory};
use wasmtime::{Caller, Linker, Memory, MemoryType, Store, Trap};

type Data = Option<Guest>;

/// The guest with what it imports; its memory too, if `import`.
fn guest(import: bool) -> (Store<Data>, Guest) {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "host_sample", |mut caller: Caller<'_, Data>, at: u32| {
            let guest = caller.data().clone().unwrap();
            let sample = guest.alloc(
                &mut caller,
                &Sample {
                    kind: 1,
                    at,
                    value: 0.25,
                },
            )?;
            guest.release(sample)?; // the guest drops it
            Ok(sample.offset())
        })
        .unwrap();
    linker
        .func_wrap("env", "host_handle", |handle: u64| (handle >> 32) as u32)
        .unwrap();
    let mut store = Store::new(&engine, None);
    let memory = Memory::new(&mut store, MemoryType::new(17, None)).unwrap();
    linker.define(&store, "env", "memory", memory).unwrap();
    let wasm = if import {
        rust_guest_that_imports_memory()
    } else {
        rust_guest()
    };
    let guest = Guest::load(
        &mut store,
        &linker,
        wasm,
        &Expect::types::<(Node, Batch, Summary, Sample)>(),
    )
    .unwrap();
    *store.data_mut() = Some(guest.clone());
    (store, guest)
}

#[test]
fn lists_both_ways() {
    let (mut store, guest) = guest(false);
    let s = &mut store;
    let squares = guest.func::<i32, PtrMut<Node>>(&mut *s, "list_squares").unwrap();
    let sum = guest.func::<Ptr<Node>, i32>(&mut *s, "list_sum").unwrap();
    let free = guest.func::<PtrMut<Node>, ()>(&mut *s, "list_free").unwrap();

    let head = squares.call(&mut *s, 4).unwrap();
    let memory = guest.memory(&*s);
    let list: Vec<_> = memory
        .list(head, 100, |node| node.next)
        .map(|node| node.unwrap().square)
        .collect();
    assert_eq!(list, [1, 4, 9, 16]);
    assert_eq!(sum.call(&mut *s, head.cast_const()).unwrap(), 30);

    // The host puts a node of its own before it.
    let node = Node {
        data: 10,
        square: 100,
        next: head,
    };
    let mine = guest.alloc(&mut *s, &node).unwrap();
    guest.memory_mut(&mut *s).get_mut(head).unwrap().square = 1000;
    assert_eq!(sum.call(&mut *s, mine.into()).unwrap(), 1129);

    // All of it goes to the guest, which makes boxes of the nodes, the host's one too.
    guest.release(mine).unwrap();
    free.call(&mut *s, mine).unwrap();
    assert_eq!(guest.held_blocks(), 0);
    assert_eq!(sum.call(&mut *s, Ptr::NULL).unwrap(), 0);

    // The other way round: the host adopts the guest's box and frees it.
    let head = squares.call(&mut *s, 1).unwrap();
    guest.adopt(&*s, head).unwrap();
    guest.free(&mut *s, head).unwrap();
}

#[test]
fn structs_slices_and_strings() {
    for import in [false, true] {
        let (mut store, guest) = guest(import);
        let s = &mut store;
        let samples: Vec<Sample> = (0..1000)
            .map(|at| Sample {
                kind: 0xFF,
                at,
                value: f64::from(at),
            })
            .collect();
        let samples = guest.alloc_slice(&mut *s, &samples).unwrap();
        let name = guest.alloc_str(&mut *s, "Fühler").unwrap();
        let sensor = Handle::from_bits(0x0123_4567_89AB_CDEF);
        let batch = BatchAbi {
            name,
            samples: samples.into(),
            sensor,
        };
        let batch = guest.alloc(&mut *s, &batch).unwrap();
        assert_eq!(guest.held_blocks(), 3);
        // The samples' padding is zero.
        let bytes = &guest.memory(&*s).bytes()[samples.offset() as usize..][..16];
        assert_eq!(bytes, [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        let summarize = guest
            .func::<Ptr<BatchAbi>, Ptr<SummaryAbi>>(&mut *s, "summarize")
            .unwrap();
        let summary = summarize.call(&mut *s, batch.into()).unwrap();
        let memory = guest.memory(&*s);
        let view = memory.get(summary).unwrap();
        assert_eq!(view.mean, 499.5);
        assert_eq!(view.title().unwrap(), "FÜHLER");
        assert_eq!(view.sensor, sensor);

        let vowels = guest
            .func::<(Ptr<u8>, u32), u32>(&mut *s, "count_vowels")
            .unwrap();
        assert_eq!(
            vowels.call(&mut *s, (name.bytes().start(), name.len())).unwrap(),
            2
        );

        guest.adopt(&*s, summary).unwrap();
        guest.free(&mut *s, summary).unwrap();
        guest.free(&mut *s, batch).unwrap();
        guest.free(&mut *s, samples).unwrap();
        guest.free(&mut *s, name).unwrap();
        assert_eq!(guest.held_blocks(), 0);
    }
}

/// The guest's allocator under load: many blocks of all sizes and alignments, freed in another order.
#[test]
fn thousands_of_blocks() {
    let (mut store, guest) = guest(true);
    let pages = guest.memory(&store).bytes().len();
    let (mut bytes, mut words) = (Vec::new(), Vec::new());
    for round in 0..1500_u32 {
        let len = (round * 7919) % 2000 + 1;
        bytes.push(
            guest
                .alloc_slice(&mut store, &vec![round as u8; len as usize])
                .unwrap(),
        );
        words.push(
            guest
                .alloc_slice(&mut store, &vec![u64::from(round); (len % 50 + 1) as usize])
                .unwrap(),
        );
        if round % 3 == 0 {
            guest
                .free(&mut store, bytes.swap_remove((round as usize * 31) % bytes.len()))
                .unwrap();
        }
    }
    let memory = guest.memory(&store);
    assert!(memory.bytes().len() > pages, "the allocator has grown the memory");
    for block in &bytes {
        let block = memory.slice(*block).unwrap();
        assert!(block.iter().all(|byte| *byte == block[0]));
    }
    for (round, block) in words.iter().enumerate() {
        assert!(
            memory
                .slice(*block)
                .unwrap()
                .iter()
                .all(|word| *word == round as u64)
        );
    }
    for block in bytes {
        guest.free(&mut store, block).unwrap();
    }
    for block in words {
        guest.free(&mut store, block).unwrap();
    }
    assert_eq!(guest.held_blocks(), 0);
}

#[test]
fn too_much_is_out_of_memory() {
    let engine = engine();
    let mut store = Store::new(
        &engine,
        wasmtime::StoreLimitsBuilder::new().memory_size(4 << 20).build(),
    );
    store.limiter(|limits| limits);
    let wasm = rust_guest_that_forbids_unsafe();
    let guest = Guest::load(&mut store, &Linker::new(&engine), wasm, &Expect::nothing()).unwrap();
    let error = guest.alloc_slice(&mut store, &vec![1_u64; 1 << 20]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the guest has no memory left for 8388608 bytes aligned to 8"
    );
    // More than a Rust allocation may have, on wasm32.
    let error = guest
        .alloc_slice(&mut store, &vec![0_u8; (1 << 31) + 1])
        .unwrap_err();
    assert!(
        matches!(
            error,
            GuestError::OutOfMemory {
                size: 0x8000_0001,
                align: 1,
                ..
            }
        ),
        "{error}"
    );
    // The guest goes on.
    let block = guest.alloc_slice(&mut store, &[1_u64; 1 << 10]).unwrap();
    guest.free(&mut store, block).unwrap();
}

/// `export_allocator!()` in a crate with `#![forbid(unsafe_code)]` and `#![deny(warnings)]`.
#[test]
fn an_allocator_without_unsafe_code() {
    let engine = engine();
    let mut store = Store::new(&engine, ());
    let wasm = rust_guest_that_forbids_unsafe();
    let guest = Guest::load(&mut store, &Linker::new(&engine), wasm, &Expect::nothing()).unwrap();
    let alloc = guest
        .func::<(u32, u32), u32>(&mut store, "shared_abi_alloc")
        .unwrap();
    let free = guest
        .func::<(u32, u32, u32), ()>(&mut store, "shared_abi_free")
        .unwrap();
    // What the host never asks for, another host may.
    for (size, align) in [
        (0, 1),
        (8, 0),
        (8, 3),
        (8, u32::MAX),
        (u32::MAX, 1),
        (0x8000_0000, 8),
        (1, 0x8000_0000),
    ] {
        assert_eq!(
            alloc.call(&mut store, (size, align)).unwrap(),
            0,
            "{size} bytes aligned to {align}"
        );
        free.call(&mut store, (0, size, align)).unwrap();
    }
    for align in [1, 2, 4, 8, 16, 64, 4096] {
        let offset = alloc.call(&mut store, (24, align)).unwrap();
        assert!(offset != 0 && offset.is_multiple_of(align));
        free.call(&mut store, (offset, 24, align)).unwrap();
    }
}

#[test]
fn values_from_host_functions() {
    let (mut store, guest) = guest(false);
    let sample = guest.func::<u32, f64>(&mut store, "sample_from_host").unwrap();
    for at in 0..100 {
        // Each time in the same place, since the guest drops it: were the host to hold it still, this would end.
        assert_eq!(sample.call(&mut store, at).unwrap(), f64::from(at) + 0.25);
    }
    let handle = guest
        .func::<Handle<u8>, Handle<u8>>(&mut store, "handle_to_host")
        .unwrap();
    let answer = handle
        .call(&mut store, Handle::from_bits(0x0000_0005_0000_0001))
        .unwrap();
    assert_eq!(answer.to_bits(), 0x0000_0005_0000_0006);
}

#[test]
fn function_pointers() {
    type F = FnPtr<extern "C" fn(i32) -> i32>;
    let (mut store, guest) = guest(false);
    let successor = guest.func::<(), F>(&mut store, "successor").unwrap();
    let apply = guest.func::<(F, i32), i32>(&mut store, "apply").unwrap();
    let function = successor.call(&mut store, ()).unwrap();
    assert!(!function.is_null());
    assert_eq!(apply.call(&mut store, (function, 41)).unwrap(), 42);
    // A guest calls what isn't there: its trap, not the host's trouble.
    for (index, expected) in [(0, Trap::IndirectCallToNull), (u32::MAX, Trap::TableOutOfBounds)] {
        let error = apply.call(&mut store, (F::new(index), 41)).unwrap_err();
        assert!(
            matches!(error, GuestError::Trap { trap, .. } if trap == expected),
            "{error}"
        );
    }
}

/// What the C ABI of wasm32 makes of a pointer slot by value, as the crate's documentation says.
#[test]
fn slots_by_value() {
    let (mut store, guest) = guest(false);
    let s = &mut store;
    let node = guest
        .alloc(
            &mut *s,
            &Node {
                data: 7,
                square: 49,
                next: PtrMut::NULL,
            },
        )
        .unwrap();
    // An argument: the address of a slot.
    let slot = guest.alloc(&mut *s, &node.cast_const()).unwrap();
    let argument = guest
        .func::<PtrMut<Ptr<Node>>, i32>(&mut *s, "slot_argument")
        .unwrap();
    assert_eq!(argument.call(&mut *s, slot).unwrap(), 7);
    // A result: a first argument, the address where the slot is written. A host that expects it as a result is told.
    let result = guest
        .func::<(PtrMut<Ptr<Node>>, i32), ()>(&mut *s, "slot_result")
        .unwrap();
    result.call(&mut *s, (slot, 3)).unwrap();
    let memory = guest.memory(&*s);
    let head = memory.read(slot).unwrap();
    assert_eq!(memory.list(head, 10, |node| node.next).count(), 3);
    let error = guest.func::<i32, Ptr<Node>>(&mut *s, "slot_result").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`slot_result` is (i32, i32) -> (), not (i32) -> (i32)"
    );
}

#[test]
fn numbers_of_every_width() {
    let (mut store, guest) = guest(false);
    macro_rules! echo {
        ($($name:literal $ty:ty: $($value:expr),*;)*) => {$(
            let echo = guest.func::<$ty, $ty>(&mut store, $name).unwrap();
            $(assert_eq!(echo.call(&mut store, $value).unwrap(), $value, "{}", $name);)*
        )*};
    }
    echo! {
        "echo_u8" u8: 0, 127, 128, 255;
        "echo_u16" u16: 0, 32768, 65535;
        "echo_u32" u32: 0, u32::MAX;
        "echo_u64" u64: 0, u64::MAX;
        "echo_i8" i8: -128, -1, 0, 127;
        "echo_i16" i16: -32768, -1, 32767;
        "echo_i32" i32: i32::MIN, -1;
        "echo_i64" i64: i64::MIN, -1;
        "echo_f32" f32: -0.5, f32::INFINITY;
        "echo_f64" f64: 0.1, f64::MIN;
        "echo_bool" bool: false, true;
        "echo_u32" char: '\0', 'ß', '\u{10FFFF}';
    }
    let wrapping = guest.func::<i32, i8>(&mut store, "wrapping_i8").unwrap();
    for value in [0, 127, 128, 255, 256, -1, -129, i32::MAX] {
        assert_eq!(wrapping.call(&mut store, value).unwrap(), value as i8);
    }
}

#[test]
fn panics_are_traps() {
    let (mut store, guest) = guest(false);
    let panics = guest.func::<u32, u32>(&mut store, "panics").unwrap();
    assert_eq!(panics.call(&mut store, 1).unwrap(), 2);
    let error = panics.call(&mut store, 2).unwrap_err();
    assert!(
        matches!(
            error,
            GuestError::Trap {
                trap: Trap::UnreachableCodeReached,
                ..
            }
        ),
        "{error}"
    );
}
