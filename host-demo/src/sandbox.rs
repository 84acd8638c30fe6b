//! The guest, loaded.

use anyhow::Result;
use shared_abi_wasmtime::{Expect, Guest};
use wasmtime::{Engine, Linker, Store};

use crate::embedded;
use crate::imports;

/// The guest and the store that it lives in.
pub struct Sandbox {
    pub store: Store<()>,
    pub guest: Guest,
}

impl Sandbox {
    /// Starts the guest, anew for each scenario, if it has the types that the scenario relies on.
    pub fn load(expect: &Expect) -> Result<Self> {
        Self::load_wasm(embedded::GUEST, expect)
    }

    /// Starts this guest.
    pub fn load_wasm(wasm: &[u8], expect: &Expect) -> Result<Self> {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let mut linker = Linker::new(&engine);
        imports::define(&mut linker)?;
        let guest = Guest::load(&mut store, &linker, wasm, expect)?;
        Ok(Self { store, guest })
    }
}
