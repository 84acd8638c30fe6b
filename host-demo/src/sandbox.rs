//! The guest, loaded.

use anyhow::Result;
use shared_abi_wasmtime::Guest;
use wasmtime::{Engine, Linker, Store};

use crate::embedded;
use crate::imports;

/// The guest and the store that it lives in.
pub struct Sandbox {
    pub store: Store<()>,
    pub guest: Guest,
}

impl Sandbox {
    /// Starts the guest, anew for each scenario.
    pub fn load() -> Result<Self> {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let mut linker = Linker::new(&engine);
        imports::define(&mut linker)?;
        let guest = Guest::load(&mut store, &linker, embedded::GUEST)?;
        Ok(Self { store, guest })
    }
}
