//! A host on another runtime than wasmtime checks its guest's manifest before it hands the module to the runtime.

use shared_abi::{LinearMemory, Ptr};
use shared_abi_manifest::{Expect, ManifestError};
use tests::build_guest;
use tests_guest::{Everything, Published};
use wasmi::{Engine, Linker, Module, Store};

#[test]
fn wasmi_host() {
    let wasm = std::fs::read(build_guest("tests-guest")).unwrap();
    let agreed = Expect::types::<(Published, Everything)>().check_wasm(&wasm);
    agreed.unwrap_or_else(|error| panic!("{error}"));

    let engine = Engine::default();
    let module = Module::new(&engine, &wasm).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine)
        .instantiate_and_start(&mut store, &module)
        .unwrap();
    let publish = instance.get_typed_func::<(), u32>(&store, "publish").unwrap();
    let published = publish.call(&mut store, ()).unwrap();

    let memory = instance.get_memory(&store, "memory").unwrap();
    let memory = LinearMemory::new(memory.data(&store));
    let published = memory.get(Ptr::<Published>::new(published)).unwrap();
    assert_eq!(published.number, 77);
    assert_eq!(published.numbers().unwrap(), [10, 20, 30]);
    let everything = published.everything().unwrap().unwrap();
    assert_eq!(everything.text().unwrap(), "Grüße");
    assert_eq!(everything.node().value, 8);
}

/// What a host has that was built from later types of the same names.
mod later {
    use shared_abi::{FnPtr, Handle, Ptr, PtrMut, RelPtr, SharedAbi, Slice, Str};

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Node {
        pub id: u32,
        pub value: u64,
        pub next: *mut Node,
    }

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Published {
        pub list: PtrMut<NodeAbi>,
        pub numbers: Slice<u32>,
        pub text: Str,
        pub function: FnPtr<extern "C" fn(i32) -> i32>,
        pub everything: Ptr<u8>,
        pub number: u32,
        pub relative: RelPtr<u32>,
        pub handle: Handle<()>,
    }

    /// A type that only this host has.
    #[derive(SharedAbi)]
    #[repr(u8)]
    #[allow(dead_code, reason = "only its layout is looked at")]
    pub enum Level {
        Low,
        High,
    }
}

#[test]
fn a_stale_guest() {
    let wasm = std::fs::read(build_guest("tests-guest")).unwrap();
    let expect = Expect::types::<(later::Published, later::Level)>();
    let error = expect.check_wasm(&wasm).unwrap_err();
    let ManifestError::Mismatch(mismatch) = &error else {
        panic!("{error}");
    };
    let lines: Vec<String> = mismatch.to_string().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "Level: only in host",
            "Node: guest 16 bytes, host 24; value: offset 0 → 8; next: offset 8 → 16; id: only in host",
            "Published: numbers: Slice<u16> → Slice<u32>; everything: Ptr<Everything> → Ptr<u8>; \
             relative: offset 56 → 60; number: offset 60 → 56",
        ]
    );
    assert!(error.to_string().contains("name it there"), "{error}");
}
