//! Allocators that do what they shouldn't. The host gets an error with the numbers, and writes nothing.

mod support;

use std::collections::BTreeMap;
use std::error::Error;

use shared_abi::{AccessError, Ptr, PtrMut, SharedAbi, Slice, SliceMut, Str};
use shared_abi_wasmtime::{Expect, Guest, GuestError};
use support::{engine, load, with_allocator};
use wasmtime::{Caller, Linker, Store, Trap};

#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
struct Wide {
    a: u64,
    b: u64,
    c: u64,
}

const WIDE: Wide = Wide {
    a: 0xA5A5_A5A5_A5A5_A5A5,
    b: 0xA5A5_A5A5_A5A5_A5A5,
    c: 0xA5A5_A5A5_A5A5_A5A5,
};

/// The three ways to allocate, each of 24 bytes that hold 0xA5, as one function.
fn allocs(guest: &Guest, store: &mut Store<()>) -> [Result<u32, GuestError>; 2] {
    [
        guest.alloc(&mut *store, &WIDE).map(PtrMut::offset),
        guest.alloc_slice(&mut *store, &[WIDE.a; 3]).map(SliceMut::offset),
    ]
}

/// Checks that an allocator's answer is refused with `text`, and that no byte was written.
fn refused(alloc: &str, more: &str, text: &str) {
    let (mut store, guest) = with_allocator(alloc, more);
    for result in allocs(&guest, &mut store) {
        let error = result.unwrap_err();
        assert_eq!(error.to_string(), text);
        assert!(guest.memory(&store).bytes().iter().all(|byte| *byte == 0));
        assert_eq!(guest.held_blocks(), 0);
    }
}

#[test]
fn returns_null() {
    refused(
        "i32.const 0",
        "",
        "the guest has no memory left for 24 bytes aligned to 8",
    );
}

#[test]
fn returns_a_misaligned_block() {
    for offset in [1025, 1026, 1028, 1031] {
        refused(
            &format!("i32.const {offset}"),
            "",
            &format!("the block of 24 bytes at {offset:#x} is not at a multiple of 8"),
        );
    }
    // What isn't aligned enough for one type is for another.
    let (mut store, guest) = with_allocator("i32.const 1026", "");
    assert!(guest.alloc(&mut store, &1_u64).is_err());
    assert!(guest.alloc(&mut store, &1_u32).is_err());
    assert!(guest.alloc(&mut store, &1_u16).is_ok());
}

#[test]
fn returns_a_block_out_of_bounds() {
    for (offset, end) in [
        (65536_u32, "0x1_0018"),
        (65520, "0x1_0008"),
        (0x7FFF_FFF8, "0x8000_0010"),
        (0x8000_0000, "0x8000_0018"),
        (0xFFFF_FFF8, "0x1_0000_0010"),
        (0xFFFF_FFFF, "0x1_0000_0017"),
    ] {
        let (high, low) = (offset >> 16, offset & 0xFFFF);
        let hex = if high == 0 {
            format!("{low:#x}")
        } else {
            format!("{high:#x}_{low:04x}")
        };
        refused(
            &format!("i32.const {}", offset.cast_signed()),
            "",
            &format!(
                "the block of 24 bytes at {hex} ends at {end}, past the 0x1_0000 bytes of linear memory"
            ),
        );
    }
    // The last place that fits.
    let (mut store, guest) = with_allocator("i32.const 65512", "");
    let block = guest.alloc(&mut store, &WIDE).unwrap();
    assert_eq!(guest.memory(&store).get(block).unwrap().c, WIDE.c);
}

#[test]
fn traps() {
    for (alloc, trap) in [
        ("unreachable", Trap::UnreachableCodeReached),
        ("(i32.load (i32.const -1))", Trap::MemoryOutOfBounds),
        (
            "(i32.div_u (i32.const 1) (i32.const 0))",
            Trap::IntegerDivisionByZero,
        ),
        ("(call $recurse) i32.const 1024", Trap::StackOverflow),
    ] {
        let (mut store, guest) = with_allocator(alloc, "(func $recurse (call $recurse))");
        for result in allocs(&guest, &mut store) {
            let error = result.unwrap_err();
            assert!(error.source().is_some());
            assert_eq!(error.to_string(), format!("`shared_abi_alloc` trapped: {trap}"));
            assert!(
                matches!(&error, GuestError::Trap { function, trap: found, .. }
                    if function == "shared_abi_alloc" && *found == trap),
                "{error:?}"
            );
        }
        assert_eq!(guest.held_blocks(), 0);
        assert!(guest.memory(&store).bytes().iter().all(|byte| *byte == 0));
    }
}

#[test]
fn returns_the_same_block_twice() {
    let (mut store, guest) = with_allocator("i32.const 1024", "");
    let first = guest.alloc(&mut store, &7_u64).unwrap();
    for result in allocs(&guest, &mut store) {
        assert_eq!(
            result.unwrap_err().to_string(),
            "the block of 24 bytes at 0x400 lies over the 8 bytes at 0x400 that the host still holds"
        );
    }
    let error = guest.alloc_str(&mut store, "12345678").unwrap_err();
    assert!(matches!(
        error,
        GuestError::BlockOverlaps {
            offset: 1024,
            size: 8,
            held_offset: 1024,
            held_size: 8,
            ..
        }
    ));
    assert_eq!(*guest.memory(&store).get(first).unwrap(), 7);
    assert_eq!(guest.memory(&store).bytes()[1032..1048], [0; 16]);

    // Freed, it may be returned again.
    guest.free(&mut store, first).unwrap();
    let again = guest.alloc(&mut store, &8_u64).unwrap();
    assert_eq!(again, first);
    // Left to the guest, the same.
    guest.release(again).unwrap();
    assert!(guest.alloc(&mut store, &9_u64).is_ok());
}

/// Every way in which two blocks can lie, against a map of bytes.
#[test]
fn returns_a_block_that_overlaps_a_held_one() {
    const NEXT: &str = r#"(global $next (mut i32) (i32.const 0))
        (func (export "next") (param i32) (global.set $next (local.get 0)))"#;
    let held = [(100_u32, 10_u32), (110, 1), (120, 40), (161, 1), (200, 3)];
    let mut refusals = 0;
    for size in 1..=50_u32 {
        let (mut store, guest) = with_allocator("global.get $next", NEXT);
        let next = guest.func::<u32, ()>(&mut store, "next").unwrap();
        let mut owner = BTreeMap::new();
        for (offset, size) in held {
            next.call(&mut store, offset).unwrap();
            let bytes = vec![1_u8; size as usize];
            guest.alloc_slice(&mut store, &bytes).unwrap();
            owner.extend((offset..offset + size).map(|byte| (byte, (offset, size))));
        }
        for offset in 40..=210 {
            next.call(&mut store, offset).unwrap();
            let before = guest.memory(&store).bytes().to_vec();
            let touched: Vec<_> = (offset..offset + size)
                .filter_map(|byte| owner.get(&byte))
                .collect();
            match guest.alloc_slice(&mut store, &vec![2_u8; size as usize]) {
                Ok(block) => {
                    assert!(touched.is_empty(), "{offset}+{size} lies over {touched:?}");
                    guest.free(&mut store, block).unwrap();
                }
                Err(GuestError::BlockOverlaps {
                    held_offset,
                    held_size,
                    ..
                }) => {
                    let held = (held_offset, u32::try_from(held_size).unwrap());
                    assert!(
                        touched.contains(&&held),
                        "{offset}+{size} doesn't lie over {held:?}"
                    );
                    assert_eq!(guest.memory(&store).bytes(), before);
                    refusals += 1;
                }
                Err(error) => panic!("{error}"),
            }
            assert_eq!(guest.held_blocks(), held.len());
        }
    }
    assert!(refusals > 1000);
}

#[test]
fn grows_the_memory() {
    // The block is in the new page: in bounds only after the call.
    let (mut store, guest) = with_allocator(
        "(drop (memory.grow (i32.const 1))) (i32.mul (i32.const 65536) (i32.sub (memory.size) (i32.const 1)))",
        "",
    );
    let first = guest.alloc(&mut store, &WIDE).unwrap();
    let second = guest.alloc_str(&mut store, "grown").unwrap();
    let memory = guest.memory(&store);
    assert_eq!(memory.bytes().len(), 3 * 65536);
    assert_eq!((first.offset(), second.offset()), (65536, 2 * 65536));
    assert_eq!(memory.get(first).unwrap().c, WIDE.c);
    assert_eq!(memory.str(second).unwrap(), "grown");

    // It grows, but the block is past the end all the same.
    let (mut store, guest) = with_allocator("(drop (memory.grow (i32.const 1))) (i32.const 131064)", "");
    let error = guest.alloc(&mut store, &WIDE).unwrap_err();
    assert!(
        matches!(
            error,
            GuestError::BlockOutOfBounds {
                offset: 131_064,
                size: 24,
                memory: 131_072,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn is_missing_or_something_else() {
    let memory = r#"(memory (export "memory") 1)"#;
    let (mut store, guest) = load(&format!("(module {memory})")).unwrap();
    let error = guest.alloc(&mut store, &1_u32).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the guest exports no function `shared_abi_alloc`; put `shared_abi::export_allocator!();` into a guest in Rust; \
         any other one exports `shared_abi_alloc(size: i32, align: i32) -> i32`, which returns an offset or 0, and \
         `shared_abi_free(offset: i32, size: i32, align: i32)`"
    );
    guest.adopt(&store, PtrMut::<u32>::new(16)).unwrap();
    let error = guest.free(&mut store, PtrMut::<u32>::new(16)).unwrap_err();
    assert!(matches!(
        error,
        GuestError::NoAllocator {
            function: "shared_abi_free",
            ..
        }
    ));

    for (export, found) in [
        ("(func (export \"shared_abi_alloc\"))", "() -> ()"),
        (
            "(func (export \"shared_abi_alloc\") (param i32) (result i32) i32.const 16)",
            "(i32) -> (i32)",
        ),
        (
            "(func (export \"shared_abi_alloc\") (param i64 i64) (result i64) i64.const 16)",
            "(i64, i64) -> (i64)",
        ),
        (
            "(func (export \"shared_abi_alloc\") (param i32 i32) (result i32 i32) i32.const 16 i32.const 16)",
            "(i32, i32) -> (i32, i32)",
        ),
    ] {
        let (mut store, guest) = load(&format!("(module {memory} {export})")).unwrap();
        let error = guest.alloc(&mut store, &1_u32).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`shared_abi_alloc` is {found}, not (i32, i32) -> (i32)")
        );
    }
    let (mut store, guest) = load(&format!(
        "(module {memory} (global (export \"shared_abi_alloc\") i32 (i32.const 16)))"
    ))
    .unwrap();
    assert!(matches!(
        guest.alloc(&mut store, &1_u32),
        Err(GuestError::NoAllocator { .. })
    ));
}

#[test]
fn without_bytes_nothing_is_allocated() {
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Nothing {
        none: [u64; 0],
    }

    let (mut store, guest) = with_allocator("unreachable", "");
    assert_eq!(guest.alloc_slice::<u64>(&mut store, &[]).unwrap(), SliceMut::NULL);
    assert_eq!(guest.alloc_str(&mut store, "").unwrap(), Str::NULL);
    // It has a place like any other, aligned and not null.
    let nothing = guest.alloc(&mut store, &Nothing { none: [] }).unwrap();
    assert!(guest.memory(&store).get(nothing).is_ok());
    // Several of them can't be told from any other number.
    let error = guest
        .alloc_slice(&mut store, &[const { Nothing { none: [] } }; 5])
        .unwrap_err();
    assert!(
        matches!(error, GuestError::Access(AccessError::NoBytes { .. })),
        "{error}"
    );
    assert_eq!(guest.held_blocks(), 0);

    guest.free(&mut store, nothing).unwrap();
    guest.free(&mut store, SliceMut::<Nothing>::new(8, 5)).unwrap();
    guest.free(&mut store, SliceMut::<u64>::NULL).unwrap();
    guest.free(&mut store, Str::NULL).unwrap();
    guest.release(nothing).unwrap();
    guest.adopt(&store, Str::NULL).unwrap();
    assert_eq!(guest.held_blocks(), 0);
}

#[test]
fn free_takes_what_the_host_holds_and_nothing_else() {
    const LOG: &str = r#"(global $freed (mut i32) (i32.const 0))
        (func (export "freed") (result i32) (global.get $freed))"#;
    let wat = format!(
        r#"(module (memory (export "memory") 1) {LOG} (global $next (mut i32) (i32.const 1024))
            (func (export "shared_abi_alloc") (param i32 i32) (result i32)
                global.get $next (global.set $next (i32.add (global.get $next) (i32.const 64))))
            (func (export "shared_abi_free") (param i32 i32 i32)
                (global.set $freed (i32.add (global.get $freed) (i32.const 1)))
                ;; what it is told: offset, size, alignment
                (i32.store (i32.const 16) (local.get 0))
                (i32.store (i32.const 20) (local.get 1))
                (i32.store (i32.const 24) (local.get 2))))"#
    );
    let (mut store, guest) = load(&wat).unwrap();
    let freed = guest.func::<(), u32>(&mut store, "freed").unwrap();

    let one = guest.alloc(&mut store, &1_u64).unwrap();
    let several = guest.alloc_slice(&mut store, &[1_u16, 2, 3]).unwrap();
    let string = guest.alloc_str(&mut store, "four").unwrap();
    assert_eq!(guest.held_blocks(), 3);

    let not_held = |error: GuestError| {
        assert!(matches!(error, GuestError::BlockNotHeld { .. }), "{error}");
        assert!(
            error.to_string().starts_with("the host holds no block of "),
            "{error}"
        );
    };
    let differs = |error: GuestError| assert!(matches!(error, GuestError::BlockDiffers { .. }), "{error}");
    // Null, foreign, inside of a block, past memory; another type, another length, more than memory has.
    not_held(guest.free(&mut store, Ptr::<u64>::NULL).unwrap_err());
    not_held(guest.free(&mut store, PtrMut::<u64>::new(512)).unwrap_err());
    not_held(
        guest
            .free(&mut store, PtrMut::<u32>::new(one.offset() + 4))
            .unwrap_err(),
    );
    not_held(guest.free(&mut store, PtrMut::<u64>::new(u32::MAX)).unwrap_err());
    not_held(
        guest
            .free(&mut store, Slice::<u64>::new(8, u32::MAX))
            .unwrap_err(),
    );
    differs(guest.free(&mut store, Ptr::<u32>::new(one.offset())).unwrap_err());
    differs(
        guest
            .free(&mut store, Ptr::<[u32; 2]>::new(one.offset()))
            .unwrap_err(),
    );
    differs(
        guest
            .free(&mut store, Slice::<u16>::new(several.offset(), 2))
            .unwrap_err(),
    );
    not_held(
        guest
            .free(&mut store, Slice::<u64>::new(several.offset(), u32::MAX))
            .unwrap_err(),
    );
    differs(guest.release(Str::new(string.offset(), 3)).unwrap_err());
    let error = guest
        .free(&mut store, Ptr::<[u32; 2]>::new(one.offset()))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the block at 0x400 has 8 bytes aligned to 8, not 8 aligned to 4"
    );
    assert_eq!(freed.call(&mut store, ()).unwrap(), 0, "the guest was asked");
    assert_eq!(guest.held_blocks(), 3);

    let told = |store: &Store<()>| {
        let memory = guest.memory(store);
        memory.slice(Slice::<u32>::new(16, 3)).unwrap().to_vec()
    };
    guest.free(&mut store, one).unwrap();
    assert_eq!(told(&store), [one.offset(), 8, 8]);
    // A read-only pointer to the same names the same block.
    guest.free(&mut store, several.cast_const()).unwrap();
    assert_eq!(told(&store), [several.offset(), 6, 2]);
    guest.clone().free(&mut store, string).unwrap();
    assert_eq!(told(&store), [string.offset(), 4, 1]);
    assert_eq!(freed.call(&mut store, ()).unwrap(), 3);
    assert_eq!(guest.held_blocks(), 0);

    not_held(guest.free(&mut store, one).unwrap_err());
    not_held(guest.free(&mut store, several).unwrap_err());
    not_held(guest.free(&mut store, string).unwrap_err());
    not_held(guest.release(string).unwrap_err());
    assert_eq!(freed.call(&mut store, ()).unwrap(), 3);
}

#[test]
fn free_traps() {
    let (mut store, guest) = load(
        r#"(module (memory (export "memory") 1)
            (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024)
            (func (export "shared_abi_free") (param i32 i32 i32) unreachable))"#,
    )
    .unwrap();
    let block = guest.alloc(&mut store, &1_u64).unwrap();
    let error = guest.free(&mut store, block).unwrap_err();
    assert!(matches!(&error, GuestError::Trap { function, .. } if function == "shared_abi_free"));
    assert_eq!(guest.held_blocks(), 0);
    assert!(guest.free(&mut store, block).is_err());
}

#[test]
fn adopt_checks_like_alloc() {
    let (mut store, guest) = with_allocator("i32.const 1024", "");
    guest.alloc(&mut store, &1_u64).unwrap();
    for (block, text) in [
        (Slice::<u64>::new(0, 2), "a null pointer for a block of 16 bytes"),
        (
            Slice::new(1028, 2),
            "the block of 16 bytes at 0x404 is not at a multiple of 8",
        ),
        (
            Slice::new(65528, 2),
            "the block of 16 bytes at 0xfff8 ends at 0x1_0008, past the 0x1_0000 bytes of linear memory",
        ),
        (
            Slice::new(8, u32::MAX),
            "the block of 34359738360 bytes at 0x8 ends at 0x8_0000_0000, past the 0x1_0000 bytes of linear memory",
        ),
        (
            Slice::new(1016, 2),
            "the block of 16 bytes at 0x3f8 lies over the 8 bytes at 0x400 that the host still holds",
        ),
    ] {
        assert_eq!(guest.adopt(&store, block).unwrap_err().to_string(), text);
    }
    let block = Slice::<u64>::new(1032, 2);
    guest.adopt(&store, block).unwrap();
    assert_eq!(guest.held_blocks(), 2);
    assert!(guest.adopt(&store, block).is_err());
    guest.free(&mut store, block).unwrap();
}

#[test]
fn too_large() {
    let (mut store, guest) = with_allocator("unreachable", "");
    // 4 GiB of zeros, which the operating system doesn't back with memory until they are read.
    let values = vec![[0_u64; 16]; 1 << 25];
    let error = guest.alloc_slice(&mut store, &values).unwrap_err();
    assert_eq!(
        error.to_string(),
        "33554432 × 128 bytes are more than a 32-bit offset can count"
    );
    // As many elements as don't fit in 32 bits, though they have no bytes.
    let values = vec![[0_u64; 0]; 1 << 32];
    let error = guest.alloc_slice(&mut store, &values).unwrap_err();
    assert!(
        matches!(error, GuestError::TooLarge { len, size: 0, .. } if len == 1 << 32),
        "{error}"
    );
}

/// The guest's allocator calls a host function that allocates: a block inside of a block's allocation.
#[test]
fn allocates_while_allocating() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap(
            "env",
            "inner",
            |mut caller: Caller<'_, Option<Guest>>, size: u32| {
                if size == 24 {
                    let guest = caller.data().clone().unwrap();
                    let inner = guest.alloc(&mut caller, &7_u64)?;
                    assert_eq!(*guest.memory(&caller).get(inner)?, 7);
                }
                Ok(())
            },
        )
        .unwrap();
    let module = |answer: &str| {
        wat::parse_str(format!(
            r#"(module (import "env" "inner" (func $inner (param i32))) (memory (export "memory") 1)
                (global $next (mut i32) (i32.const 1024))
                (func (export "shared_abi_alloc") (param $size i32) (param i32) (result i32)
                    (call $inner (local.get $size)) {answer}))"#
        ))
        .unwrap()
    };
    let mut store = Store::new(&engine, None);
    let bump = "global.get $next (global.set $next (i32.add (global.get $next) (i32.const 64)))";
    let guest = Guest::load(&mut store, &linker, module(bump), &Expect::nothing()).unwrap();
    *store.data_mut() = Some(guest.clone());
    let outer = guest.alloc(&mut store, &WIDE).unwrap();
    assert_eq!(outer.offset(), 1088);
    assert_eq!(guest.held_blocks(), 2);

    // The outer call answers with the block that the inner one has got meanwhile.
    let guest = Guest::load(&mut store, &linker, module("i32.const 1024"), &Expect::nothing()).unwrap();
    *store.data_mut() = Some(guest.clone());
    let error = guest.alloc(&mut store, &WIDE).unwrap_err();
    assert!(
        matches!(error, GuestError::BlockOverlaps { held_size: 8, .. }),
        "{error}"
    );
    assert_eq!(*guest.memory(&store).get(Ptr::<u64>::new(1024)).unwrap(), 7);
}

/// The same without an end: the stack's limit ends it.
#[test]
fn allocates_while_allocating_forever() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "inner", |mut caller: Caller<'_, Option<Guest>>| {
            let guest = caller.data().clone().unwrap();
            guest.alloc(&mut caller, &7_u64)?;
            Ok(())
        })
        .unwrap();
    let wasm = wat::parse_str(
        r#"(module (import "env" "inner" (func $inner)) (memory (export "memory") 1)
            (func (export "shared_abi_alloc") (param i32 i32) (result i32) (call $inner) i32.const 1024))"#,
    )
    .unwrap();
    let mut store = Store::new(&engine, None);
    let guest = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap();
    *store.data_mut() = Some(guest.clone());
    let error = guest.alloc(&mut store, &7_u64).unwrap_err();
    let mut source: &dyn Error = &error;
    while let Some(next) = source.source() {
        source = next;
    }
    assert_eq!(source.to_string(), Trap::StackOverflow.to_string(), "{error:?}");
    assert_eq!(guest.held_blocks(), 0);
}

/// The guest frees, through the host, a block that is being freed.
#[test]
fn frees_while_freeing() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap(
            "env",
            "inner",
            |mut caller: Caller<'_, Option<Guest>>, offset: u32| {
                let guest = caller.data().clone().unwrap();
                let error = guest.free(&mut caller, Ptr::<u64>::new(offset)).unwrap_err();
                assert!(matches!(error, GuestError::BlockNotHeld { .. }));
            },
        )
        .unwrap();
    let wasm = wat::parse_str(
        r#"(module (import "env" "inner" (func $inner (param i32))) (memory (export "memory") 1)
            (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024)
            (func (export "shared_abi_free") (param i32 i32 i32) (call $inner (local.get 0))))"#,
    )
    .unwrap();
    let mut store = Store::new(&engine, None);
    let guest = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap();
    *store.data_mut() = Some(guest.clone());
    let block = guest.alloc(&mut store, &7_u64).unwrap();
    guest.free(&mut store, block).unwrap();
}
