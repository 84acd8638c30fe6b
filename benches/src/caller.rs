//! How a host function gets at the guest that calls it.

use crate::measure::median;
use anyhow::Result;
use shared_abi::Ptr;
use shared_abi_wasmtime::{CheckedModule, Expect, Guest};
use std::time::Instant;
use wasmtime::{Caller, Engine, Linker, Memory, Store, TypedFunc};

/// Calls of the host in one sample.
const CALLS: u32 = 100_000;

/// Guests in the store of the last row, of which only one calls.
const MANY: usize = 100;

/// What the host keeps for its functions.
#[derive(Default)]
struct State {
    memory: Option<Memory>,
    guest: Option<Guest>,
    sum: u32,
}

/// Calls the host so often, through an import that is `way`.
fn module(way: &str) -> String {
    format!(
        r#"(module (import "host" "{way}" (func $call (param i32)))
            (memory (export "memory") 1) (data (i32.const 16) "\01")
            (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024)
            (func (export "shared_abi_free") (param i32 i32 i32))
            (func (export "run") (param $left i32)
                (loop $next
                    (call $call (i32.const 16))
                    (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))"#
    )
}

fn linker(engine: &Engine) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    linker.func_wrap("host", "memory", |mut caller: Caller<'_, State>, offset: u32| {
        let memory = caller
            .data()
            .memory
            .ok_or_else(|| wasmtime::Error::msg("too early"))?;
        let (bytes, state) = memory.data_and_store_mut(&mut caller);
        state.sum += shared_abi::LinearMemory::new(bytes).get(Ptr::<u32>::new(offset))?;
        Ok(())
    })?;
    let add = |guest: &Guest, caller: &mut Caller<'_, State>, offset: u32| {
        let (memory, state) = guest.memory_and_data_mut(caller);
        state.sum += memory.shared().get(Ptr::<u32>::new(offset))?;
        Ok(())
    };
    linker.func_wrap(
        "host",
        "clone",
        move |mut caller: Caller<'_, State>, offset: u32| {
            let guest = caller.data().guest.clone();
            let guest = guest.ok_or_else(|| wasmtime::Error::msg("too early"))?;
            add(&guest, &mut caller, offset)
        },
    )?;
    linker.func_wrap(
        "host",
        "caller",
        move |mut caller: Caller<'_, State>, offset: u32| {
            let guest = Guest::from_caller(&mut caller)?;
            add(&guest, &mut caller, offset)
        },
    )?;
    Ok(linker)
}

struct Row {
    name: &'static str,
    store: Store<State>,
    run: TypedFunc<u32, ()>,
    times: Vec<f64>,
}

/// The median seconds of a call in each way.
pub fn measure(rounds: usize) -> Result<Vec<(&'static str, f64)>> {
    let engine = Engine::default();
    let linker = linker(&engine)?;
    let mut rows = Vec::new();
    for (name, way, guests) in [
        ("a kept `Memory`", "memory", 1),
        ("a clone in the data", "clone", 1),
        ("`Guest::from_caller`", "caller", 1),
        ("the same, 100 guests", "caller", MANY),
    ] {
        let mut store = Store::new(&engine, State::default());
        let checked = CheckedModule::new(&engine, wat::parse_str(module(way))?, &Expect::nothing())?;
        let instance = linker.instantiate(&mut store, checked.module())?;
        let guest = checked.guest(&mut store, &instance)?;
        for _ in 1..guests {
            checked.instantiate(&mut store, &linker)?;
        }
        store.data_mut().memory = instance.get_memory(&mut store, "memory");
        store.data_mut().guest = Some(guest);
        rows.push(Row {
            name,
            run: instance.get_typed_func(&mut store, "run")?,
            store,
            times: Vec::new(),
        });
    }
    // Each round has them all, so that what else the machine does meets all alike.
    for _ in 0..rounds {
        for row in &mut rows {
            row.store.data_mut().sum = 0;
            let start = Instant::now();
            row.run.call(&mut row.store, CALLS)?;
            row.times.push(start.elapsed().as_secs_f64() / f64::from(CALLS));
            anyhow::ensure!(row.store.data().sum == CALLS, "a wrong sum");
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| (row.name, median(row.times)))
        .collect())
}
