//! A host on WAMR checks its guest's manifest before the interpreter sees the module.

#![forbid(unsafe_code)]

use shared_abi::{LinearMemory, Ptr, SharedAbi};
use shared_abi_manifest::{Expect, ManifestError};
use tests::build_guest;
use tests_guest::Published;
use wamrx::{Engine, Linker, Module, Val};

/// What a host has that was built from later types of the same name.
mod later {
    use super::SharedAbi;

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Node {
        pub id: u32,
        pub value: u64,
        pub next: *mut Node,
    }
}

#[test]
fn wamr_host() {
    let wasm = std::fs::read(build_guest("tests-guest")).unwrap();
    let error = Expect::types::<later::Node>().check_wasm(&wasm).unwrap_err();
    let ManifestError::Mismatch(mismatch) = &error else {
        panic!("{error}")
    };
    assert_eq!(
        mismatch.to_string(),
        "Node: guest 16 bytes, host 24; value: offset 0 → 8; next: offset 8 → 16; id: only in host"
    );

    let agreed = Expect::types::<Published>().check_wasm(&wasm);
    agreed.unwrap_or_else(|error| panic!("{error}"));
    let engine = Engine::new().unwrap();
    let module = Module::new(&engine, &wasm).unwrap();
    let instance = Linker::new(&engine).instantiate(module).unwrap();
    let mut published = [Val::I32(0)];
    let publish = instance.get_func("publish").unwrap();
    publish.call(&[], &mut published).unwrap();
    let [Val::I32(at)] = published else {
        panic!("{published:?}")
    };
    let memory = instance.get_memory("memory").unwrap();
    let memory = LinearMemory::new(memory.data());
    let published = memory.get(Ptr::<Published>::new(at.cast_unsigned())).unwrap();
    assert_eq!(published.numbers().unwrap(), [10, 20, 30]);
}
