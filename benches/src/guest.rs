//! Instances of the guest, and what every approach needs of one.

use crate::approach::component::Bench;
use anyhow::{Context, Result};
use bench_shapes::workload::{MESSAGE_BYTES, Order, RECORDS};
use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Instance, Memory, Module, Store, TypedFunc, WasmParams, WasmResults};

/// More than the longest encoding of a record takes.
const MAX_RECORD_BYTES: u32 = 128;

/// What the harness does with a guest around the measured calls.
pub trait BenchGuest {
    /// The part of a guest that belongs to one approach.
    type Exports;

    /// Makes `exports` the ones that the approach sees.
    fn select(&mut self, exports: &Self::Exports);

    /// Clears what an earlier sample wrote.
    fn forget_written(&mut self) -> Result<()>;

    /// The guest's checksum over what the host wrote.
    fn written(&mut self, len: u32) -> Result<u64>;
}

/// A range of linear memory; `len` is in elements.
#[derive(Clone, Copy)]
pub struct Span {
    pub offset: u32,
    pub len: u32,
}

/// An instance of the core module. `P` and `R` are what its `…_respond` functions take and return.
pub struct CoreGuest<P, R> {
    store: Store<()>,
    memory: Memory,
    instance: Instance,
    message: u32,
    buffer: Span,
    exports: Exports<P, R>,
}

/// A guest whose structs are read and written where they lie: `…_respond(message)`.
pub type InPlaceGuest = CoreGuest<u32, ()>;

/// A guest that exchanges encoded bytes: `…_respond(bytes, len) -> len`.
pub type EncodedGuest = CoreGuest<(u32, u32), u32>;

/// The functions and the data of one approach in a [`CoreGuest`].
pub struct Exports<P, R> {
    records: Span,
    lists: Option<[u32; 2]>,
    respond: TypedFunc<P, R>,
    written: TypedFunc<(u32, u32), u64>,
}

impl<P, R> Clone for Exports<P, R> {
    fn clone(&self) -> Self {
        Self {
            respond: self.respond.clone(),
            written: self.written.clone(),
            ..*self
        }
    }
}

impl<P, R> Exports<P, R> {
    /// The same functions on another approach's data. Only where both lay their structs out alike.
    pub fn on_data_of(&self, other: &Self) -> Self {
        Self {
            records: other.records,
            lists: other.lists,
            ..self.clone()
        }
    }
}

impl<P: WasmParams, R: WasmResults> CoreGuest<P, R> {
    /// Instantiates the module, with the exports whose names start with `prefix` selected.
    pub fn new(engine: &Engine, module: &Module, prefix: &str) -> Result<Self> {
        let mut store = Store::new(engine, ());
        let instance = Instance::new(&mut store, module, &[])?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .context("the guest exports no memory")?;
        let allocate = instance.get_typed_func::<u32, u32>(&mut store, "allocate")?;
        let message = allocate.call(&mut store, MESSAGE_BYTES as u32 / 8)?;
        let len = RECORDS * MAX_RECORD_BYTES;
        let buffer = Span {
            offset: allocate.call(&mut store, len / 8)?,
            len,
        };
        let exports = Self::find(&mut store, instance, prefix)?;
        Ok(Self {
            store,
            memory,
            instance,
            message,
            buffer,
            exports,
        })
    }

    /// The exports whose names start with `prefix`, after they made their data.
    pub fn exports(&mut self, prefix: &str) -> Result<Exports<P, R>> {
        Self::find(&mut self.store, self.instance, prefix)
    }

    fn find(store: &mut Store<()>, instance: Instance, prefix: &str) -> Result<Exports<P, R>> {
        let records = instance.get_typed_func::<(), u64>(&mut *store, &format!("{prefix}_records"))?;
        let packed = records.call(&mut *store, ())?;
        let lists = match instance.get_typed_func::<u32, u32>(&mut *store, &format!("{prefix}_list")) {
            Ok(list) => {
                let in_order = list.call(&mut *store, Order::Memory as u32)?;
                Some([in_order, list.call(&mut *store, Order::Shuffled as u32)?])
            }
            Err(_) => None,
        };
        Ok(Exports {
            records: Span {
                offset: packed as u32,
                len: (packed >> 32) as u32,
            },
            lists,
            respond: instance.get_typed_func(&mut *store, &format!("{prefix}_respond"))?,
            written: instance.get_typed_func(&mut *store, &format!("{prefix}_written"))?,
        })
    }

    pub fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    pub fn memory_mut(&mut self) -> &mut [u8] {
        self.memory.data_mut(&mut self.store)
    }

    /// What the guest returned for W1.
    pub fn records(&self) -> Span {
        self.exports.records
    }

    /// Offset of the first node of W2.
    pub fn list(&self, order: Order) -> Result<u32> {
        Ok(self.exports.lists.context("this guest makes no list")?[order as usize])
    }

    /// Offset of the memory set aside for the messages of W3.
    pub fn message(&self) -> u32 {
        self.message
    }

    /// The memory set aside for W4; `len` is in bytes.
    pub fn buffer(&self) -> Span {
        self.buffer
    }

    /// Calls the guest's function of W3.
    pub fn respond(&mut self, arguments: P) -> Result<R> {
        Ok(self.exports.respond.call(&mut self.store, arguments)?)
    }
}

impl<P: WasmParams, R: WasmResults> BenchGuest for CoreGuest<P, R> {
    type Exports = Exports<P, R>;

    fn select(&mut self, exports: &Self::Exports) {
        self.exports = exports.clone();
    }

    fn forget_written(&mut self) -> Result<()> {
        let start = self.buffer.offset as usize;
        let len = self.buffer.len as usize;
        self.memory_mut()[start..start + len].fill(0);
        Ok(())
    }

    fn written(&mut self, len: u32) -> Result<u64> {
        Ok(self
            .exports
            .written
            .call(&mut self.store, (self.buffer.offset, len))?)
    }
}

/// An instance of the component.
pub struct ComponentGuest {
    pub store: Store<()>,
    pub bench: Bench,
}

impl ComponentGuest {
    pub fn new(engine: &Engine, component: &Component) -> Result<Self> {
        let mut store = Store::new(engine, ());
        let bench = Bench::instantiate(&mut store, component, &Linker::new(engine))?;
        Ok(Self { store, bench })
    }
}

impl BenchGuest for ComponentGuest {
    type Exports = ();

    fn select(&mut self, (): &()) {}

    fn forget_written(&mut self) -> Result<()> {
        Ok(self.bench.call_write(&mut self.store, &[])?)
    }

    fn written(&mut self, _len: u32) -> Result<u64> {
        Ok(self.bench.call_written(&mut self.store)?)
    }
}
