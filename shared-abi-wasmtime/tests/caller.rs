//! A guest inside of host functions.

mod support;

use shared_abi::{PtrMut, SharedAbi, Slice, Str};
use shared_abi_wasmtime::{Expect, Guest, GuestError, GuestFunc};
use support::engine;
use wasmtime::{Caller, Config, Engine, Instance, Linker, Memory, MemoryType, Module, Store};

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

/// A guest exports a host function as if it were its own: the host calls itself, in a store that has a guest.
#[test]
fn a_host_function_that_a_guest_passes_on_has_no_guest() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "f", |mut caller: Caller<'_, State>| {
            let text = Guest::from_caller(&mut caller)
                .map_or_else(|error| error.to_string(), |_| "a guest".to_owned());
            caller.data_mut().lines.push(text);
        })
        .unwrap();
    let mut store = Store::new(&engine, State::default());
    for (export, calls) in [("run", 1), ("_initialize", 2)] {
        let wat = format!(
            r#"(module (import "env" "f" (func $f)) (memory (export "memory") 1) (export "{export}" (func $f)))"#
        );
        let wasm = wat::parse_str(wat).unwrap();
        let guest = Guest::load(&mut store, &linker, &wasm, &Expect::nothing()).unwrap();
        let function = guest.func::<(), ()>(&mut store, export).unwrap();
        function.call(&mut store, ()).unwrap();
        let lines = std::mem::take(&mut store.data_mut().lines);
        assert_eq!(lines.len(), calls, "{export}");
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("the guest exports no memory")),
            "{lines:?}"
        );
    }
}

/// What the host does when the guest calls it, with a number.
type Called = fn(&Guest, &mut Caller<'_, State>, u32) -> wasmtime::Result<()>;

/// A linker with `env.call`.
fn linker(engine: &Engine, called: Called) -> Linker<State> {
    let mut linker = Linker::new(engine);
    linker
        .func_wrap("env", "call", move |mut caller: Caller<'_, State>, n: u32| {
            let guest = Guest::from_caller(&mut caller)?;
            called(&guest, &mut caller, n)
        })
        .unwrap();
    linker
}

/// A module that passes `run`'s argument on to `env.call`, and 0 from its start function; `nine` returns 9.
fn module(engine: &Engine, rest: &str) -> Module {
    let wat = format!(
        r#"(module (import "env" "call" (func $call (param i32))) {rest}
            (func $start (call $call (i32.const 0))) (start $start)
            (func (export "run") (param i32) (call $call (local.get 0)))
            (func (export "nine") (result i32) i32.const 9))"#
    );
    Module::new(engine, wat::parse_str(wat).unwrap()).unwrap()
}

fn run(store: &mut Store<State>, instance: &Instance, n: u32) {
    let run = instance.get_typed_func::<u32, ()>(&mut *store, "run").unwrap();
    run.call(store, n).unwrap();
}

const OWN_MEMORY: &str = r#"(memory (export "memory") 1)"#;

/// Frees the block at an offset, and allocates another one.
fn replace(guest: &Guest, caller: &mut Caller<'_, State>, offset: u32) -> wasmtime::Result<()> {
    if offset != 0 {
        guest.free(&mut *caller, PtrMut::<u64>::new(offset))?;
    }
    let block = guest.alloc(&mut *caller, &7_u64)?;
    caller.data_mut().lines.push(block.offset().to_string());
    Ok(())
}

/// The offset of the block that the last call allocated.
fn last(store: &Store<State>) -> PtrMut<u64> {
    PtrMut::new(store.data().lines.last().unwrap().parse().unwrap())
}

/// One ledger from the start function on, whatever ways lead to the guest, and also if its memory is empty at first.
#[test]
fn the_blocks_are_the_guests() {
    let growing = r#"(memory (export "memory") 0) (global $next (mut i32) (i32.const 1024))
        (func (export "shared_abi_alloc") (param i32 i32) (result i32)
            (if (i32.eqz (memory.size)) (then (drop (memory.grow (i32.const 1)))))
            global.get $next (global.set $next (i32.add (global.get $next) (i32.const 64))))
        (func (export "shared_abi_free") (param i32 i32 i32))"#;
    for rest in [&format!("{OWN_MEMORY} {ALLOCATOR}"), growing] {
        let engine = engine();
        let linker = linker(&engine, replace);
        let mut store = Store::new(&engine, State::default());
        let guest = Guest::instantiate(&mut store, &linker, &module(&engine, rest)).unwrap();
        assert_eq!(guest.held_blocks(), 1);
        let block = last(&store);
        guest.free(&mut store, block).unwrap();
        let block = guest.alloc(&mut store, &7_u64).unwrap();
        let run = guest.func::<PtrMut<u64>, ()>(&mut store, "run").unwrap();
        run.call(&mut store, block).unwrap();
        assert_eq!(guest.held_blocks(), 1);
        // Nobody keeps the guest, but it is still there, and so are its blocks.
        drop(guest);
        let block = last(&store);
        run.call(&mut store, block).unwrap();
        assert_ne!(last(&store), block);
    }
}

/// The embedder makes the instance, and a `Guest` later or never.
#[test]
fn blocks_of_an_instance_that_the_embedder_made() {
    let engine = engine();
    let linker = linker(&engine, replace);
    let module = module(&engine, &format!("{OWN_MEMORY} {ALLOCATOR}"));
    let mut store = Store::new(&engine, State::default());
    let instance = linker.instantiate(&mut store, &module).unwrap();
    let other = linker.instantiate(&mut store, &module).unwrap();
    assert_eq!(store.data().lines, ["1024", "1024"]);
    run(&mut store, &instance, 1024);
    let guest = Guest::from_instance(&mut store, &instance).unwrap();
    assert_eq!(guest.held_blocks(), 1);
    let block = last(&store);
    run(&mut store, &instance, block.offset());
    let block = last(&store);
    guest.free(&mut store, block).unwrap();
    assert_eq!(Guest::from_instance(&mut store, &other).unwrap().held_blocks(), 1);
    // A second `Guest` of the same instance is the same guest.
    let block = guest.alloc(&mut store, &7_u64).unwrap();
    Guest::from_instance(&mut store, &instance)
        .unwrap()
        .free(&mut store, block)
        .unwrap();
    assert_eq!(guest.held_blocks(), 0);
}

/// Adopts a block at `n`, and notes how many are held then, and whether it can look functions up.
fn adopt(guest: &Guest, caller: &mut Caller<'_, State>, n: u32) -> wasmtime::Result<()> {
    if n != 0 {
        guest.adopt(&*caller, PtrMut::<u64>::new(n))?;
        let nine = match guest.func::<(), u32>(&mut *caller, "nine") {
            Ok(nine) => nine.call(&mut *caller, ())?,
            Err(_) => 0,
        };
        let line = format!("{} held, {nine}", guest.held_blocks());
        caller.data_mut().lines.push(line);
    }
    Ok(())
}

/// Instances of one module, some of which are known, call in turn.
#[test]
fn each_instance_is_itself() {
    let engine = engine();
    let linker = linker(&engine, adopt);
    for allocator in ["", ALLOCATOR] {
        let module = module(&engine, &format!("{OWN_MEMORY} {allocator}"));
        let mut store = Store::new(&engine, State::default());
        let instances: Vec<Instance> = (0..3)
            .map(|_| linker.instantiate(&mut store, &module).unwrap())
            .collect();
        let guests: Vec<Guest> = instances[..2]
            .iter()
            .map(|instance| Guest::from_instance(&mut store, instance).unwrap())
            .collect();
        for offset in [64, 128] {
            for instance in &instances {
                run(&mut store, instance, offset);
            }
        }
        // The third one isn't known. Without an allocator nothing tells that it was the same that called before.
        let again = if allocator.is_empty() {
            "1 held, 0"
        } else {
            "2 held, 0"
        };
        assert_eq!(
            store.data().lines,
            [
                "1 held, 9",
                "1 held, 9",
                "1 held, 0",
                "2 held, 9",
                "2 held, 9",
                again
            ]
        );
        assert_eq!(guests.iter().map(Guest::held_blocks).collect::<Vec<_>>(), [2, 2]);
    }
}

/// Another module passes a guest's memory, and its allocator, off as its own.
#[test]
fn a_caller_with_the_memory_of_another_guest() {
    let engine = engine();
    let mut linker = linker(&engine, |guest, caller, n| {
        if n != 0 {
            let error = guest.free(&mut *caller, PtrMut::<u64>::new(n)).unwrap_err();
            assert!(matches!(error, GuestError::BlockNotHeld { .. }), "{error}");
            assert!(guest.func::<(), u32>(&mut *caller, "nine").is_err());
            caller.data_mut().lines.push("refused".to_owned());
        }
        Ok(())
    });
    let mut store = Store::new(&engine, State::default());
    let own = module(&engine, &format!("{OWN_MEMORY} {ALLOCATOR}"));
    let instance = linker.instantiate(&mut store, &own).unwrap();
    linker.instance(&mut store, "other", instance).unwrap();
    let owner = Guest::from_instance(&mut store, &instance).unwrap();
    let owned = owner.alloc(&mut store, &7_u64).unwrap();
    for rest in [
        r#"(import "other" "memory" (memory 1)) (export "memory" (memory 0))"#,
        r#"(import "other" "memory" (memory 1)) (export "memory" (memory 0))
            (import "other" "shared_abi_alloc" (func $alloc (param i32 i32) (result i32)))
            (import "other" "shared_abi_free" (func $free (param i32 i32 i32)))
            (export "shared_abi_alloc" (func $alloc)) (export "shared_abi_free" (func $free))"#,
    ] {
        let instance = linker.instantiate(&mut store, &module(&engine, rest)).unwrap();
        run(&mut store, &instance, owned.offset());
    }
    assert_eq!(store.data().lines, ["refused", "refused"]);
    owner.free(&mut store, owned).unwrap();
}

/// Instances that share a memory, which each imports and exports: only an allocator tells them apart.
#[test]
fn guests_on_one_memory() {
    let engine = engine();
    let mut linker = linker(&engine, adopt);
    let mut store = Store::new(&engine, State::default());
    let memory = Memory::new(&mut store, MemoryType::new(1, None)).unwrap();
    linker.define(&store, "env", "memory", memory).unwrap();
    let memory = r#"(import "env" "memory" (memory 1)) (export "memory" (memory 0))"#;
    for (allocator, lines) in [
        ("", ["1 held, 0", "1 held, 0", "1 held, 0"]),
        (ALLOCATOR, ["1 held, 9", "1 held, 0", "2 held, 9"]),
    ] {
        let module = module(&engine, &format!("{memory} {allocator}"));
        let known = linker.instantiate(&mut store, &module).unwrap();
        let guest = Guest::from_instance(&mut store, &known).unwrap();
        let unknown = linker.instantiate(&mut store, &module).unwrap();
        store.data_mut().lines.clear();
        run(&mut store, &known, 64);
        run(&mut store, &unknown, 64);
        run(&mut store, &known, 128);
        assert_eq!(store.data().lines, lines);
        assert_eq!(guest.held_blocks(), if allocator.is_empty() { 0 } else { 2 });
    }
}

/// An engine that reserves no room for memories: they move when they grow, and without bytes they may be anywhere.
fn engine_without_reservations() -> Engine {
    let mut config = Config::new();
    config
        .memory_reservation(0)
        .memory_reservation_for_growth(0)
        .memory_guard_size(0);
    Engine::new(&config).unwrap()
}

/// Memories without bytes can't be told apart.
#[test]
fn a_memory_without_bytes() {
    let engine = engine_without_reservations();
    let linker = linker(&engine, |guest, caller, n| {
        if n != 0 {
            let line = guest.func::<(), u32>(&mut *caller, "nine").is_ok().to_string();
            caller.data_mut().lines.push(line);
        }
        Ok(())
    });
    let module = module(&engine, r#"(memory (export "memory") 0)"#);
    let mut store = Store::new(&engine, State::default());
    let known = linker.instantiate(&mut store, &module).unwrap();
    let guest = Guest::from_instance(&mut store, &known).unwrap();
    let unknown = linker.instantiate(&mut store, &module).unwrap();
    run(&mut store, &unknown, 1);
    run(&mut store, &known, 1);
    assert!(guest.memory(&store).bytes().is_empty());
    assert_eq!(store.data().lines, ["false", "false"]);
}

/// A memory that moves when it grows is still the guest's.
#[test]
fn a_memory_that_moves() {
    let engine = engine_without_reservations();
    let linker = linker(&engine, adopt);
    let mut store = Store::new(&engine, State::default());
    let grows = r#"(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))"#;
    let module = module(&engine, &format!("{OWN_MEMORY} {grows}"));
    let guest = Guest::instantiate(&mut store, &linker, &module).unwrap();
    let run = guest.func::<u32, ()>(&mut store, "run").unwrap();
    let grow = guest.func::<u32, u32>(&mut store, "grow").unwrap();
    run.call(&mut store, 64).unwrap();
    let before = guest.memory(&store).bytes().as_ptr();
    assert_eq!(grow.call(&mut store, 1000).unwrap(), 1);
    assert_ne!(guest.memory(&store).bytes().as_ptr(), before);
    run.call(&mut store, 128).unwrap();
    assert_eq!(store.data().lines, ["1 held, 9", "2 held, 9"]);
}

/// Stores of one engine, one beside the other and one after the other, where the next may be in the place of the last.
#[test]
fn stores_have_nothing_in_common() {
    let engine = engine();
    let linker = linker(&engine, adopt);
    let module = module(&engine, OWN_MEMORY);
    let make = || {
        let mut store = Store::new(&engine, State::default());
        let instance = linker.instantiate(&mut store, &module).unwrap();
        let guest = Guest::from_instance(&mut store, &instance).unwrap();
        (store, instance, guest)
    };
    let (mut first, first_instance, _) = make();
    for _ in 0..100 {
        let (mut store, instance, guest) = make();
        for (store, instance) in [(&mut first, &first_instance), (&mut store, &instance)] {
            run(
                store,
                instance,
                64 + 8 * u32::try_from(store.data().lines.len()).unwrap(),
            );
        }
        assert_eq!(store.data().lines, ["1 held, 9"]);
        assert_eq!(guest.held_blocks(), 1);
    }
    assert_eq!(first.data().lines.last().unwrap(), "100 held, 9");
}
