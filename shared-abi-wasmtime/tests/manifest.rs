//! A guest that was built from other types than its host doesn't start.

mod support;

use std::error::Error;

use shared_abi::{Ptr, SharedAbi};
use shared_abi_wasmtime::{Expect, Guest, GuestError, Manifest, ManifestError};
use shared_abi_wasmtime_test_guest::{Batch, Node, Sample, Summary};
use support::{engine, rust_guest, rust_guest_that_forbids_unsafe, rust_guest_that_imports_memory};
use wasmtime::{Caller, Instance, Linker, Module, Store};

#[derive(SharedAbi)]
#[repr(C)]
struct Point {
    x: i32,
    y: i32,
}

const POINT: &str =
    "struct Point, size 8, align 4\n    x: i32, offset 0, size 4\n    y: i32, offset 4, size 4\n";

/// The custom section with this body, in the text format.
fn manifest(body: &str) -> String {
    let record = shared_abi_manifest::record(body).replace('\n', "\\n");
    format!(r#"(@custom "shared-abi" "{record}")"#)
}

/// Loads a module that calls the host from its start function and from `_initialize`. Says how often it did.
fn load(section: &str, expect: &Expect) -> (Result<Guest, GuestError>, u32) {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "ran", |mut caller: Caller<'_, u32>| {
            *caller.data_mut() += 1
        })
        .unwrap();
    let mut store = Store::new(&engine, 0);
    let wasm = wat::parse_str(format!(
        r#"(module {section} (import "env" "ran" (func $ran)) (memory (export "memory") 1)
            (func $start call $ran) (start $start) (func (export "_initialize") call $ran))"#
    ))
    .unwrap();
    let result = Guest::load(&mut store, &linker, wasm, expect);
    (result, *store.data())
}

fn refused(section: &str, expect: &Expect) -> ManifestError {
    let (result, ran) = load(section, expect);
    let error = result.expect_err("refused");
    assert_eq!(ran, 0, "refused, but after its code has run");
    assert!(error.source().is_none(), "its text is the error's own");
    let text = error.to_string();
    let GuestError::Manifest(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.to_string(), text);
    error
}

#[test]
fn a_guest_that_agrees() {
    for body in [
        POINT.to_owned(),
        format!("{POINT}struct Other, size 1, align 1\n"),
    ] {
        let (result, ran) = load(&manifest(&body), &Expect::types::<Point>());
        assert!(result.unwrap().compatibility().is_some());
        assert_eq!(ran, 2);
    }
}

#[test]
fn a_guest_that_disagrees() {
    let body = POINT.replace("y: i32", "y: f32");
    let error = refused(&manifest(&body), &Expect::types::<Point>());
    assert_eq!(
        error.to_string(),
        "the guest was built from other types than this host:\n  Point: y: f32 → i32\nbuild both from the same types"
    );
    let error = refused(&manifest(""), &Expect::types::<(Point, Sample)>());
    let ManifestError::Mismatch(mismatch) = error else {
        panic!("{error}");
    };
    assert_eq!(mismatch.to_string(), "Point: only in host\nSample: only in host");
}

#[test]
fn a_guest_without_a_manifest() {
    let error = refused("", &Expect::types::<Point>());
    // Its functions have names, and these are in a custom section.
    assert!(matches!(error, ManifestError::NoSection { any_custom: true, .. }));
    // What is there must be right, if it is looked at.
    let error = refused(r#"(@custom "shared-abi" "?")"#, &Expect::types::<Point>());
    assert!(matches!(error, ManifestError::BadHeader { .. }));
}

#[test]
fn nothing_is_relied_on() {
    for section in ["", &manifest(POINT), r#"(@custom "shared-abi" "?")"#] {
        let (result, ran) = load(section, &Expect::nothing());
        let guest = result.unwrap();
        assert_eq!((ran, guest.compatibility().is_some()), (2, true));
    }
}

/// The check comes before the compiler: what it refuses may be a module that can't be compiled.
#[test]
fn what_is_refused_is_not_compiled() {
    let engine = engine();
    let mut store = Store::new(&engine, ());
    let mut wasm = wat::parse_str(format!("(module {})", manifest(POINT))).unwrap();
    // A function section without a code section.
    wasm.extend([3, 2, 1, 0]);
    let linker = Linker::new(&engine);
    let error = Guest::load(&mut store, &linker, &wasm, &Expect::types::<Node>()).unwrap_err();
    assert!(
        matches!(error, GuestError::Manifest(ManifestError::Mismatch(_))),
        "{error}"
    );
    for expect in [Expect::types::<Point>(), Expect::nothing()] {
        let error = Guest::load(&mut store, &linker, &wasm, &expect).unwrap_err();
        assert!(matches!(error, GuestError::Compile(_)), "{error}");
    }
}

#[test]
fn rust_guests() {
    let expect = Expect::types::<(Node, Batch, Summary, Sample)>();
    for wasm in [rust_guest(), rust_guest_that_imports_memory()] {
        assert!(expect.check_wasm(wasm).is_ok());
        let manifest = Manifest::from_wasm(wasm).unwrap();
        assert_eq!(manifest.layouts(), expect.layouts());
    }
    let error = expect.check_wasm(rust_guest_that_forbids_unsafe()).unwrap_err();
    assert!(matches!(error, ManifestError::NoSection { .. }), "{error}");
}

/// Types of the names that the guest knows, as a host has them that was built weeks later.
mod later {
    use shared_abi::{Handle, SharedAbi};

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Sample {
        pub kind: u8,
        pub unit: u8,
        pub at: u64,
        pub value: f64,
    }

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Batch {
        pub name: *const str,
        pub samples: *const [Sample],
        pub sensor: Handle<u8>,
    }
}

/// What is passed is the same, and what it points to isn't.
#[test]
fn a_rust_guest_that_is_stale() {
    let engine = engine();
    let mut store = Store::new(&engine, ());
    let linker = Linker::new(&engine); // nothing that it imports, since it doesn't come that far
    let error = Guest::load(
        &mut store,
        &linker,
        rust_guest(),
        &Expect::types::<later::Batch>(),
    )
    .unwrap_err();
    let GuestError::Manifest(ManifestError::Mismatch(mismatch)) = error else {
        panic!("{error}");
    };
    assert_eq!(
        mismatch.to_string(),
        "Sample: guest 16 bytes, host 24; at: u32 → u64, offset 4 → 8; value: offset 8 → 16; unit: only in host"
    );
}

#[test]
fn what_was_not_compared_is_not_compatible() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "ran", |mut caller: Caller<'_, u32>| {
            let guest = Guest::from_caller(&mut caller).unwrap();
            assert!(guest.compatibility().is_some());
            *caller.data_mut() += 1;
        })
        .unwrap();
    let mut store = Store::new(&engine, 0);
    let wat = format!(
        r#"(module {} (import "env" "ran" (func $ran)) (memory (export "memory") 1) (func (export "run") call $ran))"#,
        manifest(POINT)
    );
    let wasm = wat::parse_str(wat).unwrap();
    let module = Module::new(&engine, &wasm).unwrap();

    let guest = Guest::instantiate(&mut store, &linker, &module).unwrap();
    assert!(guest.compatibility().is_none());
    let ran = linker.get(&mut store, "env", "ran").unwrap();
    let instance = Instance::new(&mut store, &module, &[ran]).unwrap();
    assert!(
        Guest::from_instance(&mut store, &instance)
            .unwrap()
            .compatibility()
            .is_none()
    );

    let guest = Guest::load(&mut store, &linker, &wasm, &Expect::types::<Point>()).unwrap();
    assert!(guest.compatibility().is_some() && guest.clone().compatibility().is_some());
    guest
        .func::<(), ()>(&mut store, "run")
        .unwrap()
        .call(&mut store, ())
        .unwrap();
    assert_eq!(*store.data(), 1);
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Status {
    uptime: u64,
    load: u32,
    #[shared_abi(added)]
    errors: u32,
}

/// How much the guest has of a type is known from its manifest, not from what it has in memory.
#[test]
fn a_guest_from_before_a_field_was_added() {
    let engine = engine();
    let older = "struct Status, size 16, align 8, extensible\n    uptime: u64, offset 0, size 8\n    load: u32, offset 8, size 4\n";
    let same = format!("{older}    errors: u32, offset 12, size 4, added\n");
    for (body, errors) in [(older, None), (&same, Some(7))] {
        let mut store = Store::new(&engine, ());
        let wat = format!(
            r#"(module {} (memory (export "memory") 1) (data (i32.const 16) "\64\00\00\00\00\00\00\00\03\00\00\00\07"))"#,
            manifest(body)
        );
        let wasm = wat::parse_str(wat).unwrap();
        let guest = Guest::load(
            &mut store,
            &Linker::new(&engine),
            wasm,
            &Expect::types::<Status>(),
        )
        .unwrap();
        let prefix = guest.compatibility().unwrap().prefix::<Status>().unwrap();
        let status = guest.memory(&store).get(Ptr::<Status>::new(16)).unwrap();
        assert_eq!((status.uptime, status.load), (100, 3));
        assert_eq!(status.errors(prefix).unwrap(), errors);
    }
}
