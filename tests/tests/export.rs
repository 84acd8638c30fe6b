//! What a guest's `export!` makes of the host's arguments: the value, or a trap.

#![forbid(unsafe_code)]

use shared_abi::{LinearMemory, LinearMemoryMut, Ptr, Slice, SliceMut};
use tests::build_guest;
use wasmtime::{Engine, Instance, Memory, Module, Store, WasmParams, WasmResults};

struct Guest {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Guest {
    fn new() -> Self {
        let engine = Engine::default();
        let module = Module::from_file(&engine, build_guest("tests-guest")).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        Self {
            store,
            instance,
            memory,
        }
    }

    /// Calls an export; `None` if it traps.
    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, params: P) -> Option<R> {
        let function = self
            .instance
            .get_typed_func::<P, R>(&mut self.store, name)
            .unwrap();
        function.call(&mut self.store, params).ok()
    }

    /// Some bytes that are the host's, and where the memory ends.
    fn block(&mut self) -> (u32, u32) {
        let block = self.call::<u32, u32>("allocate", 64).unwrap().next_multiple_of(8);
        (block, u32::try_from(self.memory.data_size(&self.store)).unwrap())
    }

    fn memory_mut(&mut self) -> LinearMemoryMut<'_> {
        LinearMemoryMut::new(self.memory.data_mut(&mut self.store))
    }
}

#[test]
fn one() {
    let mut guest = Guest::new();
    let (block, end) = guest.block();
    guest.memory_mut().write(Ptr::<u64>::new(block), 7).unwrap();
    assert_eq!(guest.call("times", (block, 6_u64)), Some(42_u64));
    assert_eq!(guest.call("increment_one", block), Some(()));
    assert_eq!(guest.call("times", (block, 1_u64)), Some(8_u64));
    for bad in [0, block + 4, end - 4, end, u32::MAX - 7] {
        assert_eq!(guest.call::<_, u64>("times", (bad, 1_u64)), None, "{bad:#x}");
        assert_eq!(guest.call::<_, ()>("increment_one", bad), None, "{bad:#x}");
        assert_eq!(guest.call::<_, u32>("ignore", bad), None, "{bad:#x}");
    }
    assert_eq!(
        guest.call::<_, u64>("times", (end - 8, 0_u64)),
        Some(0),
        "the last one"
    );
}

#[test]
fn several() {
    let mut guest = Guest::new();
    let (block, end) = guest.block();
    assert_eq!(guest.call("fill", (block, 3_u32, 9_u64)), Some(()));
    let memory = LinearMemory::new(guest.memory.data(&guest.store));
    assert_eq!(memory.slice(Slice::<u64>::new(block, 3)).unwrap(), [9, 9, 9]);
    let sizes = [
        (0, 1),
        (block + 4, 1),
        (end - 8, 2),
        (end, 1),
        (block, u32::MAX),
        (block, 1 << 29),
    ];
    for (start, len) in sizes {
        assert_eq!(
            guest.call::<_, ()>("fill", (start, len, 1_u64)),
            None,
            "{start:#x} × {len}"
        );
    }
    assert_eq!(
        guest.call("fill", (0_u32, 0_u32, 1_u64)),
        Some(()),
        "an empty slice may be null"
    );
}

#[test]
fn values() {
    let mut guest = Guest::new();
    let (block, _) = guest.block();
    let bytes = SliceMut::<u8>::new(block, 4);
    guest.memory_mut().write_slice(bytes, &[1, 0, 1, 2]).unwrap();
    assert_eq!(guest.call("count", (block, 3_u32)), Some(2_u32));
    assert_eq!(
        guest.call::<_, u32>("count", (block, 4_u32)),
        None,
        "2 is no `bool`"
    );
    guest.memory_mut().write_slice(bytes, "aß!".as_bytes()).unwrap();
    assert_eq!(guest.call("characters", (block, 4_u32)), Some(3_u32));
    assert_eq!(
        guest.call::<_, u32>("characters", (block, 2_u32)),
        None,
        "half a character"
    );
}
