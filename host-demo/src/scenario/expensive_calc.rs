//! A calculation whose guest writes its results to memory made by the host, at an offset chosen by the host.

use std::hint::black_box;
use std::io::Write;

use anyhow::{Result, ensure};
use demo_types::expensive_calc::Step;
use shared_abi::Slice;
use shared_abi_wasmtime::{Expect, Guest};
use wasmtime::{Engine, Global, GlobalType, Linker, Memory, MemoryType, Mutability, Store, Val, ValType};

use crate::embedded;

const STEP_SIZE: u32 = size_of::<Step>() as u32;

/// Where the host wants the results, in bytes from the start of its memory.
const DATA_OFFSET: u32 = 0x400;

/// The numbers to calculate with: from here to before `TO`.
const FROM: i32 = 12;
const TO: i32 = 34;

/// The calculation stops where two iterations differ by no more.
const ENOUGH: f64 = 1e-12;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let pages = Memory::new(&mut store, MemoryType::new(1, Some(1)))?;
    let offset_type = GlobalType::new(ValType::I32, Mutability::Const);
    let data_offset = Global::new(&mut store, offset_type, Val::I32(DATA_OFFSET.cast_signed()))?;

    let mut linker = Linker::new(&engine);
    linker.define(&store, "mem", "pages", pages)?;
    linker.define(&store, "mem", "data_offset", data_offset)?;
    linker.func_wrap("math", "sin", f64::sin)?;
    linker.func_wrap("math", "cos", f64::cos)?;
    linker.func_wrap("math", "log", f64::ln)?;
    // As bytes, since that is what has custom sections.
    let wasm = wat::parse_bytes(embedded::EXPENSIVE_CALC)?;
    let guest = Guest::load(&mut store, &linker, wasm, &Expect::types::<Step>())?;

    let expensive_calc = guest.func::<(i32, i32), u32>(&mut store, "expensive_calc")?;
    let written = expensive_calc.call(&mut store, (FROM, TO))?;
    ensure!(
        written.is_multiple_of(STEP_SIZE),
        "the guest wrote {written} bytes, no whole number of steps"
    );

    let steps = Slice::<Step>::new(DATA_OFFSET, written / STEP_SIZE);
    let steps = guest.memory(&store).slice(steps)?;
    writeln!(
        out,
        "  {written} bytes at {DATA_OFFSET:#x}: {} steps",
        steps.len()
    )?;
    for step in [steps.first(), steps.last()].into_iter().flatten() {
        let (x, value, iterations) = (step.x, step.value, step.iterations);
        writeln!(
            out,
            "  {value:.6} = cos({value:.6}) * sin({x}), after {iterations} iterations"
        )?;
    }
    // Opaque to the compiler: what it folded itself could differ from the run-time `sin` in the last bit.
    let expected: Vec<_> = (FROM..TO).map(black_box).map(expected).collect();
    ensure!(
        steps == expected,
        "the host calculates something else: {expected:?}"
    );
    writeln!(out, "  the host calculates the same, to the last bit")?;
    Ok(())
}

/// What the guest calculates, in Rust.
fn expected(x: i32) -> Step {
    let mut next = f64::from(x).ln();
    let sin_x = f64::from(x).sin();
    let mut iterations = 0;
    loop {
        let value = next;
        next = value.cos() * sin_x;
        iterations += 1;
        let change = next - value;
        if change.abs() <= ENOUGH {
            return Step {
                x,
                iterations,
                value: next,
                change,
            };
        }
    }
}
