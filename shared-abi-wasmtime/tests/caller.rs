//! A guest inside of host functions.

mod support;

use shared_abi::{PtrMut, SharedAbi, Slice, Str};
use shared_abi_wasmtime::{Expect, Guest, GuestError, GuestFunc};
use support::engine;
use wasmtime::{Caller, Linker, Memory, MemoryType, Store};

#[derive(Clone, Copy, Debug, PartialEq, SharedAbi)]
#[repr(C)]
struct Reading {
    at: u32,
    value: f32,
}

#[derive(Default)]
struct State {
    guest: Option<Guest>,
    lines: Vec<String>,
}

const ALLOCATOR: &str = r#"(global $next (mut i32) (i32.const 1024))
    (func (export "shared_abi_alloc") (param i32 i32) (result i32)
        global.get $next (global.set $next (i32.add (global.get $next) (i32.const 64))))
    (func (export "shared_abi_free") (param i32 i32 i32))"#;

/// The guest in the store's data: reads, writes, allocates, calls the guest, and is called in turn.
#[test]
fn a_guest_in_the_stores_data() {
    for imported in [false, true] {
        let engine = engine();
        let mut store = Store::new(&engine, State::default());
        let mut linker = Linker::new(&engine);
        linker
            .func_wrap("env", "read", |mut caller: Caller<'_, State>, at: u32| {
                let guest = caller.data().guest.clone().unwrap();
                let reading = guest.alloc(&mut caller, &Reading { at, value: 0.5 })?;
                guest.memory_mut(&mut caller).get_mut(reading)?.value += 1.0;
                // Back into the guest, which calls `log`.
                let double = guest.func::<PtrMut<Reading>, f32>(&mut caller, "double")?;
                assert_eq!(double.call(&mut caller, reading)?, 3.0);
                assert_eq!(guest.memory(&caller).get(reading)?.value, 3.0);
                Ok(reading.offset())
            })
            .unwrap();
        linker
            .func_wrap(
                "env",
                "log",
                |mut caller: Caller<'_, State>, start: u32, len: u32| {
                    let guest = caller.data().guest.clone().unwrap();
                    let (memory, state) = guest.memory_and_data_mut(&mut caller);
                    state
                        .lines
                        .push(memory.shared().str(Str::new(start, len))?.to_owned());
                    Ok(())
                },
            )
            .unwrap();
        let memory = Memory::new(&mut store, MemoryType::new(1, None)).unwrap();
        linker.define(&store, "env", "memory", memory).unwrap();
        let memory = if imported {
            r#"(import "env" "memory" (memory 1))"#
        } else {
            r#"(memory (export "memory") 1)"#
        };
        let wat = format!(
            r#"(module (import "env" "read" (func $read (param i32) (result i32)))
                (import "env" "log" (func $log (param i32 i32))) {memory} {ALLOCATOR}
                (data (i32.const 16) "doubling")
                (func (export "double") (param i32) (result f32)
                    (call $log (i32.const 16) (i32.const 8))
                    (f32.store offset=4 (local.get 0) (f32.mul (f32.const 2) (f32.load offset=4 (local.get 0))))
                    (f32.load offset=4 (local.get 0)))
                (func (export "run") (param i32) (result i32) (call $read (local.get 0))))"#
        );
        let guest = Guest::load(
            &mut store,
            &linker,
            wat::parse_str(wat).unwrap(),
            &Expect::nothing(),
        )
        .unwrap();
        store.data_mut().guest = Some(guest.clone());

        let run = guest.func::<u32, PtrMut<Reading>>(&mut store, "run").unwrap();
        let reading = run.call(&mut store, 7).unwrap();
        assert_eq!(
            *guest.memory(&store).get(reading).unwrap(),
            Reading { at: 7, value: 3.0 }
        );
        assert_eq!(store.data().lines, ["doubling"]);
        // The host function allocated it, through a clone; the guest is the same.
        assert_eq!(guest.held_blocks(), 1);
        guest.free(&mut store, reading).unwrap();
    }
}

/// Without any guest at hand, in a start function.
#[test]
fn from_caller() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap(
            "env",
            "hello",
            |mut caller: Caller<'_, State>, start: u32, len: u32| {
                let guest = Guest::from_caller(&mut caller)?;
                let bytes = guest
                    .memory(&caller)
                    .slice(Slice::<u8>::new(start, len))?
                    .to_vec();
                let copy = guest.alloc_slice(&mut caller, &bytes)?;
                guest.memory_mut(&mut caller).slice_mut(copy)?[0] = b'J';
                let text = String::from_utf8(guest.memory(&caller).slice(copy)?.to_vec())?;
                guest.free(&mut caller, copy)?;
                caller.data_mut().lines.push(text);

                let error = guest.func::<(), ()>(&mut caller, "f").unwrap_err();
                assert!(matches!(error, GuestError::NoInstance { .. }));
                assert!(
                    error
                        .to_string()
                        .starts_with("`f` can't be looked for through a caller"),
                    "{error}"
                );
                let f = caller.get_export("f").unwrap().into_func().unwrap();
                assert_eq!(
                    GuestFunc::<(), u32>::new(&caller, "f", f)?.call(&mut caller, ())?,
                    9
                );
                let error = GuestFunc::<u32, u32>::new(&caller, "f", f).unwrap_err();
                assert_eq!(error.to_string(), "`f` is () -> (i32), not (i32) -> (i32)");
                Ok(())
            },
        )
        .unwrap();
    let mut store = Store::new(&engine, State::default());
    let wasm = wat::parse_str(format!(
        r#"(module (import "env" "hello" (func $hello (param i32 i32))) (memory (export "memory") 1)
            {ALLOCATOR} (data (i32.const 16) "Hello") (func (export "f") (result i32) i32.const 9)
            (func $start (call $hello (i32.const 16) (i32.const 5))) (start $start))"#
    ))
    .unwrap();
    Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap();
    assert_eq!(store.data().lines, ["Jello"]);
}

/// Callers in which there is no guest to be found.
#[test]
fn from_a_caller_that_is_no_guest() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "f", |mut caller: Caller<'_, State>| {
            let text = match Guest::from_caller(&mut caller) {
                Ok(_) => "a guest".to_owned(),
                Err(error) => error.to_string(),
            };
            caller.data_mut().lines.push(text);
        })
        .unwrap();
    for (memory, text) in [
        (r#"(memory (export "memory") 1)"#, "a guest"),
        ("", "the guest exports no memory"),
        ("(memory 1)", "the guest exports no memory"),
        (
            r#"(global (export "memory") i32 (i32.const 0))"#,
            "the guest exports no memory",
        ),
        (
            r#"(memory (export "memory") i64 1)"#,
            "memory `memory` has 64-bit offsets",
        ),
        (
            r#"(memory (export "memory") 1 1 shared)"#,
            "memory `memory` is shared",
        ),
    ] {
        let mut store = Store::new(&engine, State::default());
        let wat = format!(r#"(module (import "env" "f" (func $f)) {memory} (start $f))"#);
        let module = wasmtime::Module::new(&engine, wat::parse_str(wat).unwrap()).unwrap();
        linker.instantiate(&mut store, &module).unwrap();
        assert!(
            store.data().lines[0].starts_with(text),
            "{:?}",
            store.data().lines
        );
    }
    // No module at all: the host calls its own function.
    let mut store = Store::new(&engine, State::default());
    let f = linker.get(&mut store, "env", "f").unwrap().into_func().unwrap();
    f.typed::<(), ()>(&store).unwrap().call(&mut store, ()).unwrap();
    assert!(store.data().lines[0].starts_with("the guest exports no memory"));
}
