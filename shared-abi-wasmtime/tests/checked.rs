//! Modules that are checked once and become many guests.

mod support;

use shared_abi::{Ptr, SharedAbi};
use shared_abi_wasmtime::{CheckedModule, Expect, Guest, GuestError, Manifest, ManifestError};
use support::{engine, rust_guest};
use wasmtime::{Caller, Linker, Memory, MemoryType, Module, Store};

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Status {
    uptime: u64,
    load: u32,
    #[shared_abi(added)]
    errors: u32,
}

const OLDER: &str = "struct Status, size 16, align 8, extensible\n    uptime: u64, offset 0, size 8\n    load: u32, offset 8, size 4\n";

const SAME: &str = "struct Status, size 16, align 8, extensible\n    uptime: u64, offset 0, size 8\n    \
                    load: u32, offset 8, size 4\n    errors: u32, offset 12, size 4, added\n";

/// A module with a manifest.
fn wasm(manifest: &str, rest: &str) -> Vec<u8> {
    let record = shared_abi_manifest::record(manifest).replace('\n', "\\n");
    let section = format!(r#"(@custom "shared-abi" "{record}")"#);
    wat::parse_str(format!("(module {section} {rest})")).unwrap()
}

/// Whether a guest has `errors`: 7, where its memory has it.
fn errors(guest: &Guest, store: &Store<u32>) -> Option<u32> {
    let prefix = guest.compatibility().unwrap().prefix::<Status>().unwrap();
    let status = guest.memory(store).get(Ptr::<Status>::new(16)).unwrap();
    status.errors(prefix).unwrap()
}

const MEMORY: &str = r#"(memory (export "memory") 1) (data (i32.const 28) "\07")"#;

/// Two modules of one store, each of which knows its own.
#[test]
fn each_guest_keeps_what_its_module_was_checked_for() {
    let engine = engine();
    let linker = Linker::new(&engine);
    let expect = Expect::types::<Status>();
    let older = CheckedModule::new(&engine, wasm(OLDER, MEMORY), &expect).unwrap();
    let same = CheckedModule::new(&engine, wasm(SAME, MEMORY), &expect).unwrap();
    let mut store = Store::new(&engine, 0);
    for _ in 0..3 {
        let guest = older.instantiate(&mut store, &linker).unwrap();
        assert_eq!(errors(&guest, &store), None);
        let guest = same.clone().instantiate(&mut store, &linker).unwrap();
        assert_eq!(errors(&guest.clone(), &store), Some(7));
    }
}

#[test]
fn an_instance_that_the_embedder_made() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    let checked = CheckedModule::new(&engine, wasm(SAME, MEMORY), &Expect::types::<Status>()).unwrap();
    let linked = linker.instantiate_pre(checked.module()).unwrap();
    let mut store = Store::new(&engine, 0);
    let instance = linked.instantiate(&mut store).unwrap();
    assert!(
        Guest::from_instance(&mut store, &instance)
            .unwrap()
            .compatibility()
            .is_none()
    );
    assert_eq!(
        errors(&checked.guest(&mut store, &instance).unwrap(), &store),
        Some(7)
    );
    // From here on it is known.
    assert_eq!(
        errors(&Guest::from_instance(&mut store, &instance).unwrap(), &store),
        Some(7)
    );

    // The same bytes, compiled again, are another module.
    let other = Module::new(&engine, wasm(SAME, MEMORY)).unwrap();
    let instance = linker.instantiate(&mut store, &other).unwrap();
    let error = checked.guest(&mut store, &instance).unwrap_err();
    assert!(matches!(error, GuestError::OtherModule));
    assert_eq!(
        error.to_string(),
        "the instance is of another module than the one that was checked"
    );

    // Of one that imports its memory, and doesn't export it, the memory can't be found.
    let memory = Memory::new(&mut store, MemoryType::new(1, None)).unwrap();
    linker.define(&store, "env", "memory", memory).unwrap();
    let importing = wasm(SAME, r#"(import "env" "memory" (memory 1))"#);
    let checked = CheckedModule::new(&engine, importing, &Expect::types::<Status>()).unwrap();
    let instance = linker.instantiate(&mut store, checked.module()).unwrap();
    assert!(matches!(
        checked.guest(&mut store, &instance),
        Err(GuestError::NoMemory)
    ));
    // The linker knows it.
    for _ in 0..2 {
        let guest = checked.instantiate(&mut store, &linker).unwrap();
        memory.data_mut(&mut store)[28] = 7;
        assert_eq!(errors(&guest, &store), Some(7));
    }
}

#[test]
fn what_is_refused_is_not_compiled() {
    let engine = engine();
    let mut stale = wasm(&OLDER.replace("u64", "i64"), "");
    stale.extend([3, 2, 1, 0]); // a function section without a code section
    let error = CheckedModule::new(&engine, &stale, &Expect::types::<Status>()).unwrap_err();
    assert!(
        matches!(error, GuestError::Manifest(ManifestError::Mismatch(_))),
        "{error}"
    );
    let error = CheckedModule::new(&engine, &stale, &Expect::nothing()).unwrap_err();
    assert!(matches!(error, GuestError::Compile(_)), "{error}");
}

/// Before there is a store.
#[test]
fn a_memory_that_cannot_be_shared() {
    let engine = engine();
    let wasm = wasm(SAME, r#"(memory (export "memory") i64 1)"#);
    let expect = Expect::types::<Status>();
    let error = CheckedModule::new(&engine, &wasm, &expect).unwrap_err();
    assert!(matches!(error, GuestError::Memory64 { .. }), "{error}");
    let module = Module::new(&engine, &wasm).unwrap();
    let error =
        CheckedModule::from_module(module, &Manifest::from_wasm(&wasm).unwrap(), &expect).unwrap_err();
    assert!(matches!(error, GuestError::Memory64 { .. }), "{error}");
}

#[test]
fn a_module_that_was_compiled_before() {
    let engine = engine();
    let wasm = wasm(OLDER, MEMORY);
    let manifest = Manifest::from_wasm(&wasm).unwrap();
    let module = Module::new(&engine, &wasm).unwrap();
    let checked = CheckedModule::from_module(module.clone(), &manifest, &Expect::types::<Status>()).unwrap();
    let mut store = Store::new(&engine, 0);
    let guest = checked.instantiate(&mut store, &Linker::new(&engine)).unwrap();
    assert_eq!(errors(&guest, &store), None);

    #[derive(SharedAbi)]
    #[repr(C)]
    struct Other {
        x: i32,
    }
    let error = CheckedModule::from_module(module, &manifest, &Expect::types::<Other>()).unwrap_err();
    assert!(
        matches!(error, GuestError::Manifest(ManifestError::Mismatch(_))),
        "{error}"
    );
}

#[test]
fn a_file() {
    let engine = engine();
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("checked.wasm");
    std::fs::write(&path, wasm(SAME, MEMORY)).unwrap();
    let checked = CheckedModule::from_file(&engine, &path, &Expect::types::<Status>()).unwrap();
    let mut store = Store::new(&engine, 0);
    let guest = checked.instantiate(&mut store, &Linker::new(&engine)).unwrap();
    assert_eq!(errors(&guest, &store), Some(7));
    std::fs::remove_file(&path).unwrap();
    let error = CheckedModule::from_file(&engine, &path, &Expect::nothing()).unwrap_err();
    assert!(
        matches!(error, GuestError::Manifest(ManifestError::Io(_))),
        "{error}"
    );
}

#[test]
fn another_engine() {
    let (one, other) = (engine(), engine());
    let checked = CheckedModule::new(&one, wasm(SAME, MEMORY), &Expect::nothing()).unwrap();
    for (store, linker) in [(&one, &other), (&other, &one), (&other, &other)] {
        let error = checked
            .instantiate(Store::new(store, 0), &Linker::new(linker))
            .unwrap_err();
        assert!(matches!(error, GuestError::WrongEngine), "{error}");
    }
}

/// In a start function the instance isn't known, but the module is.
#[test]
fn a_start_function_that_calls() {
    let engine = engine();
    let expect = Expect::types::<Status>();
    let start = r#"(import "env" "call" (func $call)) (memory (export "memory") 1) (start $call)"#;
    let inner = CheckedModule::new(&engine, wasm(OLDER, start), &expect).unwrap();
    let outer = CheckedModule::new(&engine, wasm(SAME, start), &expect).unwrap();
    let mut linker = Linker::new(&engine);
    // 2 and more: instantiates the inner one meanwhile. 1: fails.
    let next = inner.clone();
    linker
        .func_wrap("env", "call", move |mut caller: Caller<'_, u32>| {
            let has_errors = |caller: &mut Caller<'_, u32>| {
                let guest = Guest::from_caller(caller).unwrap();
                let prefix = guest.compatibility()?.prefix::<Status>()?;
                let status = guest.memory(&*caller).get(Ptr::<Status>::new(16)).unwrap();
                Some(status.errors(prefix).unwrap().is_some())
            };
            match *caller.data() {
                0 => assert_eq!(has_errors(&mut caller), None),
                1 => {
                    assert_eq!(has_errors(&mut caller), Some(false));
                    return Err(wasmtime::Error::msg("no"));
                }
                _ => {
                    assert_eq!(has_errors(&mut caller), Some(true));
                    *caller.data_mut() = 1;
                    let mut linker = Linker::new(caller.engine());
                    let call = |mut caller: Caller<'_, u32>| {
                        let guest = Guest::from_caller(&mut caller)?;
                        let prefix = guest.compatibility().unwrap().prefix::<Status>().unwrap();
                        let status = guest.memory(&caller).get(Ptr::<Status>::new(16))?;
                        assert_eq!(status.errors(prefix)?, None);
                        Ok(())
                    };
                    linker.func_wrap("env", "call", call)?;
                    next.instantiate(&mut caller, &linker)?;
                    // One that wasn't checked, while one that was is being instantiated.
                    let mut linker = Linker::new(caller.engine());
                    let call = |mut caller: Caller<'_, u32>| {
                        assert!(Guest::from_caller(&mut caller)?.compatibility().is_none());
                        Ok(())
                    };
                    linker.func_wrap("env", "call", call)?;
                    linker.instantiate(&mut caller, next.module())?;
                    assert_eq!(has_errors(&mut caller), Some(true));
                }
            }
            Ok(())
        })
        .unwrap();
    let mut store = Store::new(&engine, 2);
    outer.instantiate(&mut store, &linker).unwrap();
    let error = inner.instantiate(&mut store, &linker).unwrap_err();
    assert!(error.to_string().ends_with(": no"), "{error}");
    // What has failed isn't being instantiated any more.
    *store.data_mut() = 0;
    linker.instantiate(&mut store, inner.module()).unwrap();
    linker.instantiate(&mut store, outer.module()).unwrap();
}

/// A Rust guest: two instances that don't know of each other.
#[test]
fn a_rust_guest() {
    use shared_abi_wasmtime_test_guest::{Batch, Node, Sample, Summary};
    let engine = engine();
    let expect = Expect::types::<(Node, Batch, Summary, Sample)>();
    let checked = CheckedModule::new(&engine, rust_guest(), &expect).unwrap();
    let mut linker = Linker::new(&engine);
    linker.define_unknown_imports_as_traps(checked.module()).unwrap();
    let mut store = Store::new(&engine, ());
    let one = checked.instantiate(&mut store, &linker).unwrap();
    let other = checked.instantiate(&mut store, &linker).unwrap();
    let block = one.alloc(&mut store, &7_u32).unwrap();
    assert_eq!((one.held_blocks(), other.held_blocks()), (1, 0));
    assert!(matches!(
        other.free(&mut store, block),
        Err(GuestError::BlockNotHeld { .. })
    ));
    one.free(&mut store, block).unwrap();
}

/// One instance, compared with two sets of types: each `Guest` has its own, and the blocks are the same.
#[test]
fn compared_twice() {
    let engine = engine();
    let wasm = wasm(SAME, MEMORY);
    let status = CheckedModule::new(&engine, &wasm, &Expect::types::<Status>()).unwrap();
    let manifest = Manifest::from_wasm(&wasm).unwrap();
    let nothing = CheckedModule::from_module(status.module().clone(), &manifest, &Expect::nothing()).unwrap();
    let mut store = Store::new(&engine, 0);
    let instance = Linker::new(&engine)
        .instantiate(&mut store, status.module())
        .unwrap();
    let of_nothing = nothing.guest(&mut store, &instance).unwrap();
    let of_status = status.guest(&mut store, &instance).unwrap();
    assert!(of_nothing.compatibility().unwrap().prefix::<Status>().is_none());
    assert_eq!(errors(&of_status, &store), Some(7));
    of_nothing.adopt(&store, Ptr::<u64>::new(64)).unwrap();
    assert_eq!((of_nothing.held_blocks(), of_status.held_blocks()), (1, 1));
}
