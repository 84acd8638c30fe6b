//! What may become a guest, and what is refused before any of its code runs.

mod support;

use std::error::Error;

use shared_abi::Ptr;
use shared_abi_wasmtime::{Expect, Guest, GuestError};
use support::{engine, load};
use wasmtime::{
    Caller, Engine, Instance, Linker, Memory, MemoryType, MemoryTypeBuilder, Module, SharedMemory, Store,
    Trap,
};

/// Loads a module with a start function that calls `env.ran`, and says whether that was called.
fn refused(wat: &str) -> GuestError {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "ran", |mut caller: Caller<'_, bool>| {
            *caller.data_mut() = true;
        })
        .unwrap();
    let mut store = Store::new(&engine, false);
    let wat =
        format!("(module (import \"env\" \"ran\" (func $ran)) {wat} (func $start call $ran) (start $start))");
    let error = Guest::load(
        &mut store,
        &linker,
        wat::parse_str(wat).unwrap(),
        &Expect::nothing(),
    )
    .unwrap_err();
    assert!(!*store.data(), "refused, but after its start function has run");
    error
}

#[test]
fn memory64() {
    for wat in [
        r#"(memory (export "memory") i64 1)"#,
        r#"(import "env" "memory" (memory i64 1))"#,
    ] {
        let error = refused(wat);
        assert!(matches!(error, GuestError::Memory64 { .. }), "{error}");
    }
    assert_eq!(
        refused(r#"(import "env" "memory" (memory i64 1))"#).to_string(),
        "memory `env.memory` has 64-bit offsets (memory64); build the guest for wasm32"
    );
}

#[test]
fn multi_memory() {
    for wat in [
        r#"(memory (export "memory") 1) (memory 1)"#,
        r#"(memory 1) (memory (export "memory") 1)"#,
        r#"(import "env" "memory" (memory 1)) (memory (export "memory") 1)"#,
        r#"(import "env" "memory" (memory 1)) (import "env" "other" (memory 1))"#,
        r#"(memory (export "memory") i64 1) (memory (export "other") 1 1 shared)"#,
    ] {
        let error = refused(wat);
        assert!(
            matches!(error, GuestError::MultiMemory { count: 2, .. }),
            "{error}"
        );
        assert_eq!(
            error.to_string(),
            "the guest has 2 memories; a pointer can't say which one it means"
        );
    }
}

#[test]
fn shared_memory() {
    for wat in [
        r#"(memory (export "memory") 1 1 shared)"#,
        r#"(import "env" "memory" (memory 1 1 shared))"#,
    ] {
        let error = refused(wat);
        assert!(matches!(error, GuestError::SharedMemory { .. }), "{error}");
    }
    assert_eq!(
        refused(r#"(memory (export "memory") 1 1 shared)"#).to_string(),
        "memory `memory` is shared between threads; references into it would not be sound"
    );
}

#[test]
fn no_memory() {
    for wat in ["", "(memory 1)", r#"(memory (export "mem") 1)"#] {
        let error = refused(wat);
        assert!(matches!(error, GuestError::NoMemory), "{error}");
    }
    assert!(matches!(
        load(r#"(module (func (export "memory")))"#),
        Err(GuestError::NoMemory)
    ));
}

/// A shared memory that the host passes where the module asks for an unshared one.
#[test]
fn shared_memory_passed_as_an_unshared_one() {
    let engine = engine();
    let shared = SharedMemory::new(&engine, MemoryType::shared(1, 1)).unwrap();
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    linker.define(&store, "env", "memory", shared).unwrap();
    let wasm = wat::parse_str(r#"(module (import "env" "memory" (memory 1 1)))"#).unwrap();
    let error = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap_err();
    let GuestError::SharedMemory { memory, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(memory, "env.memory");
}

#[test]
fn not_a_module() {
    let engine = engine();
    let mut store = Store::new(&engine, ());
    for wasm in [
        &b""[..],
        b"\0asm",
        b"\0asm\x01\0\0\0\xFF",
        b"\0asm\x0d\0\x01\0",
        &[0xA5; 100],
    ] {
        let error = Guest::load(&mut store, &Linker::new(&engine), wasm, &Expect::nothing()).unwrap_err();
        assert!(matches!(error, GuestError::Compile(_)), "{error}");
        assert!(
            error.to_string().starts_with("the module can't be compiled: "),
            "{error}"
        );
        assert!(error.source().is_some());
    }
}

#[test]
fn missing_or_wrong_imports() {
    let error = load(r#"(module (import "env" "f" (func)) (memory (export "memory") 1))"#).unwrap_err();
    assert!(matches!(error, GuestError::Instantiate(_)));
    assert!(error.to_string().contains("`env::f`"), "{error}");
    let error = load(r#"(module (import "env" "memory" (memory 1)))"#).unwrap_err();
    assert!(matches!(error, GuestError::Instantiate(_)));
    assert!(error.to_string().contains("`env::memory`"), "{error}");

    let engine = engine();
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    // Too small; 64-bit; no memory at all.
    let small = Memory::new(&mut store, MemoryType::new(1, None)).unwrap();
    let wide = Memory::new(&mut store, MemoryType::new64(2, None)).unwrap();
    linker.define(&store, "env", "small", small).unwrap();
    linker.define(&store, "env", "wide", wide).unwrap();
    linker.func_wrap("env", "function", || ()).unwrap();
    for name in ["small", "wide", "function"] {
        let wasm = wat::parse_str(format!(r#"(module (import "env" "{name}" (memory 2)))"#)).unwrap();
        let error = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap_err();
        assert!(matches!(error, GuestError::Instantiate(_)), "{error}");
        assert!(error.to_string().contains(&format!("`env::{name}`")), "{error}");
    }
}

#[test]
fn start_function_traps() {
    let error =
        load(r#"(module (memory (export "memory") 1) (func $f unreachable) (start $f))"#).unwrap_err();
    assert!(matches!(error, GuestError::Instantiate(_)));
    assert_eq!(
        error.to_string(),
        "the module can't be instantiated: wasm trap: wasm `unreachable` instruction executed"
    );
    let error =
        load(r#"(module (memory (export "memory") 1) (data (i32.const 65530) "too long"))"#).unwrap_err();
    assert!(matches!(error, GuestError::Instantiate(_)), "{error}");
}

#[test]
fn reactors_are_initialized() {
    let memory = r#"(memory (export "memory") 1)"#;
    let (store, guest) = load(&format!(
        r#"(module {memory} (func (export "_initialize") (i32.store (i32.const 16) (i32.const 7))))"#
    ))
    .unwrap();
    assert_eq!(*guest.memory(&store).get(Ptr::<u32>::new(16)).unwrap(), 7);

    let error = load(&format!(
        r#"(module {memory} (func (export "_initialize") unreachable))"#
    ))
    .unwrap_err();
    let GuestError::Trap { function, trap, .. } = error else {
        panic!("{error}")
    };
    assert_eq!((&*function, trap), ("_initialize", Trap::UnreachableCodeReached));

    let error = load(&format!(
        r#"(module {memory} (func (export "_initialize") (param i32)))"#
    ))
    .unwrap_err();
    assert_eq!(error.to_string(), "`_initialize` is (i32) -> (), not () -> ()");
}

#[test]
fn memory_imported_from_the_host() {
    let engine = engine();
    for export in [
        "",
        r#"(export "memory" (memory 0))"#,
        r#"(func (export "memory"))"#,
    ] {
        let mut store = Store::new(&engine, ());
        let memory = Memory::new(&mut store, MemoryType::new(1, None)).unwrap();
        let mut linker = Linker::new(&engine);
        linker.define(&store, "host", "shared", memory).unwrap();
        let wat = format!(
            r#"(module (import "host" "shared" (memory 1)) {export}
                (func (export "store") (i32.store (i32.const 16) (i32.const 7)))
                (func (export "load") (result i32) (i32.load (i32.const 20))))"#
        );
        let guest = Guest::load(
            &mut store,
            &linker,
            wat::parse_str(wat).unwrap(),
            &Expect::nothing(),
        )
        .unwrap();

        guest
            .func::<(), ()>(&mut store, "store")
            .unwrap()
            .call(&mut store, ())
            .unwrap();
        assert_eq!(memory.data(&store)[16], 7);
        assert_eq!(*guest.memory(&store).get(Ptr::<u32>::new(16)).unwrap(), 7);
        *guest.memory_mut(&mut store).get_mut(Ptr::<u32>::new(20)).unwrap() = 9;
        let load = guest.func::<(), u32>(&mut store, "load").unwrap();
        assert_eq!(load.call(&mut store, ()).unwrap(), 9);

        // The host grows it, and the guest's view grows too.
        memory.grow(&mut store, 1).unwrap();
        assert_eq!(guest.memory(&store).bytes().len(), 2 * 65536);
    }
}

#[test]
fn other_engines() {
    let (one, other) = (engine(), engine());
    let wasm = wat::parse_str(r#"(module (memory (export "memory") 1))"#).unwrap();
    let mut store = Store::new(&one, ());
    let module = Module::new(&other, &wasm).unwrap();
    let error = Guest::instantiate(&mut store, &Linker::new(&one), &module).unwrap_err();
    assert!(matches!(error, GuestError::WrongEngine));
    let error = Guest::load(&mut store, &Linker::new(&other), &wasm, &Expect::nothing()).unwrap_err();
    assert!(matches!(error, GuestError::WrongEngine));
}

#[test]
fn from_instance() {
    let engine = engine();
    let mut store = Store::new(&engine, ());
    let memory = Memory::new(&mut store, MemoryType::new(1, None)).unwrap();
    let mut instance = |wat: &str, import: bool| {
        let module = Module::new(&engine, wat::parse_str(wat).unwrap()).unwrap();
        let imports = [memory.into()];
        let instance = Instance::new(&mut store, &module, if import { &imports } else { &[] }).unwrap();
        Guest::from_instance(&mut store, &instance)
    };
    assert!(instance(r#"(module (memory (export "memory") 1))"#, false).is_ok());
    assert!(
        instance(
            r#"(module (import "env" "m" (memory 1)) (export "memory" (memory 0)))"#,
            true
        )
        .is_ok()
    );
    // The host can't see what memory this one imported.
    let error = instance(r#"(module (import "env" "m" (memory 1)))"#, true).unwrap_err();
    assert!(matches!(error, GuestError::NoMemory), "{error}");
    for (wat, refused) in [
        ("(module)", "the guest exports no memory"),
        (
            r#"(module (memory (export "memory") i64 1))"#,
            "memory `memory` has 64",
        ),
        (
            r#"(module (memory (export "memory") 1 1 shared))"#,
            "memory `memory` is shared",
        ),
        (
            r#"(module (memory (export "memory") 1) (memory 1))"#,
            "the guest has 2 memories",
        ),
    ] {
        let error = instance(wat, false).unwrap_err().to_string();
        assert!(error.starts_with(refused), "{error}");
    }
}

/// A memory with pages of one byte: the size is in bytes, whatever the page.
#[test]
fn small_pages() {
    let mut config = wasmtime::Config::new();
    config.wasm_custom_page_sizes(true);
    let engine = Engine::new(&config).unwrap();
    let mut store = Store::new(&engine, ());
    let ty = MemoryTypeBuilder::new()
        .min(20)
        .page_size_log2(0)
        .build()
        .unwrap();
    let memory = Memory::new(&mut store, ty).unwrap();
    let mut linker = Linker::new(&engine);
    linker.define(&store, "env", "memory", memory).unwrap();
    let wasm = wat::parse_str(r#"(module (import "env" "memory" (memory 20 (pagesize 1))))"#).unwrap();
    let guest = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap();
    assert!(guest.memory(&store).get(Ptr::<u32>::new(16)).is_ok());
    assert!(guest.memory(&store).get(Ptr::<u64>::new(16)).is_err());
}
