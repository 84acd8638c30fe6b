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
fn one_or_none() {
    let mut guest = Guest::new();
    let (block, end) = guest.block();
    guest.memory_mut().write(Ptr::<u64>::new(block), 7).unwrap();
    assert_eq!(guest.call("perhaps", block), Some(7_u64));
    assert_eq!(guest.call("perhaps", 0_u32), Some(u64::MAX));
    assert_eq!(guest.call("perhaps_increment", block), Some(1_u32));
    assert_eq!(guest.call("perhaps_increment", 0_u32), Some(0_u32));
    assert_eq!(guest.call("perhaps", block), Some(8_u64));
    assert_eq!(guest.call("through_an_alias", block), Some(8_u64));
    for bad in [block + 4, end - 4, end] {
        assert_eq!(guest.call::<_, u64>("perhaps", bad), None, "{bad:#x}");
        assert_eq!(guest.call::<_, u32>("perhaps_increment", bad), None, "{bad:#x}");
        assert_eq!(guest.call::<_, u64>("through_an_alias", bad), None, "{bad:#x}");
    }
    assert_eq!(guest.call::<_, u64>("through_an_alias", 0), None, "null");
}

#[test]
fn what_is_written_is_one_argument_s() {
    let mut guest = Guest::new();
    let (block, _) = guest.block();
    let numbers = SliceMut::<u64>::new(block, 4);
    guest.memory_mut().write_slice(numbers, &[1, 2, 3, 4]).unwrap();
    assert_eq!(guest.call("swap", (block, block + 8)), Some(()));
    assert_eq!(guest.call::<_, ()>("swap", (block, block)), None);
    assert_eq!(guest.call::<_, ()>("swap_perhaps", (block, block)), None);
    assert_eq!(
        guest.call("swap_perhaps", (0, 0)),
        Some(()),
        "none have no bytes in common"
    );
    assert_eq!(guest.call("copy", (block, 2, block + 16, 2)), Some(()));
    assert_eq!(
        guest.call::<_, ()>("copy", (block, 2, block + 8, 2)),
        None,
        "one in common"
    );
    assert_eq!(guest.call::<_, ()>("copy", (block + 8, 2, block, 2)), None);
    assert_eq!(
        guest.call("copy", (block, 0, block, 0)),
        Some(()),
        "no bytes in common"
    );
    assert_eq!(guest.call("add", (block, block)), Some(4_u64), "both are read");
    assert_eq!(guest.call::<_, u32>("add_text", (block, 1, block, 1)), None);
    let memory = LinearMemory::new(guest.memory.data(&guest.store));
    assert_eq!(memory.slice(numbers).unwrap(), [2, 1, 2, 1]);
}

#[test]
fn numbers_that_are_no_values() {
    let mut guest = Guest::new();
    for (name, good, bad) in [
        ("of_u8", [0, 255], [256, -1]),
        ("of_u16", [0, 0xFFFF], [0x1_0000, -1]),
        ("of_u32", [0, -1], [0, 0]),
        ("of_i8", [-128, 127], [128, -129]),
        ("of_i16", [-0x8000, 0x7FFF], [0x8000, -0x8001]),
        ("of_i32", [i32::MIN, i32::MAX], [0, 0]),
        ("of_bool", [0, 1], [2, -1]),
        ("of_char", [0x41, 0x10_FFFF], [0xD800, 0x11_0000]),
        ("of_state", [-300, 7], [1, 0x1_0007]),
    ] {
        for good in good {
            assert_eq!(guest.call(name, good), Some(good), "{name}");
        }
        for bad in bad.into_iter().filter(|&bad| bad != 0) {
            assert_eq!(guest.call::<i32, i32>(name, bad), None, "{name}: {bad:#x}");
        }
    }
}

#[test]
fn numbers_and_slots_as_they_are() {
    let mut guest = Guest::new();
    let names = ["const", "mut", "ptr", "ptr_mut", "ptr32", "fn_ptr"];
    for name in names.map(|name| format!("of_{name}")) {
        for offset in [0, 3, u32::MAX] {
            assert_eq!(guest.call(&name, offset), Some(offset), "{name}");
        }
    }
    for name in ["of_u64", "of_i64", "of_handle"] {
        assert_eq!(guest.call(name, i64::MIN + 5), Some(i64::MIN + 5), "{name}");
    }
    assert_eq!(guest.call("of_f32", 0.5_f32), Some(0.5_f32));
    assert_eq!(guest.call("of_f64", f64::INFINITY), Some(f64::INFINITY));
    assert_eq!(guest.call("nothing", ()), Some(()));
}

#[test]
fn each_argument_in_its_place() {
    let mut guest = Guest::new();
    let (block, _) = guest.block();
    guest
        .memory_mut()
        .write_slice(SliceMut::<u8>::new(block, 2), b"ab")
        .unwrap();
    let sum = guest.call("mixed", (1_u32, block, 2_u32, 0.5_f32, 0_u32, -10_i64, 4_u32));
    assert_eq!(sum, Some(-2.5_f64));
}

#[test]
fn more_than_half_of_the_address_space() {
    let mut guest = Guest::new();
    guest.memory.grow(&mut guest.store, 0x8002).unwrap(); // its pages are never touched
    assert_eq!(guest.call("len", (0x1_0000, i32::MAX)), Some(i32::MAX));
    assert_eq!(guest.call::<_, u32>("len", (0x1_0000, 0x8000_0000_u32)), None);
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
