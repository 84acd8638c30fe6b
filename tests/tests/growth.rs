//! A struct that gained fields, between real guests and hosts of both ages.

#![forbid(unsafe_code)]

use std::fs;
use std::sync::LazyLock;

use shared_abi::Ptr;
use shared_abi_wasmtime::{Expect, Guest, GuestError};
use tests::{RustcError, Scratch, WASM, target_dir};
use wasmtime::{Engine, Linker, Store};

/// As it was first.
const FIRST: &str = "\
#[derive(shared_abi::SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Status {
    pub uptime: u64,
    pub load: u32,
}
";

/// What was added since; the first of it stands in what was padding.
const ADDED: &str = "\
    #[shared_abi(added)]
    pub errors: u32,
    #[shared_abi(added)]
    pub previous: shared_abi::Ptr<Status>,
}
";

mod first {
    #[derive(shared_abi::SharedAbi)]
    #[repr(C)]
    #[shared_abi(extensible)]
    pub struct Status {
        pub uptime: u64,
        pub load: u32,
    }
}

mod second {
    #[derive(shared_abi::SharedAbi)]
    #[repr(C)]
    #[shared_abi(extensible)]
    pub struct Status {
        pub uptime: u64,
        pub load: u32,
        #[shared_abi(added)]
        pub errors: u32,
        #[shared_abi(added)]
        pub previous: shared_abi::Ptr<Status>,
    }
}

/// Builds a guest of these types, whose `status` has these fields.
fn guest(name: &str, types: &str, fields: &str) -> Vec<u8> {
    let guest = Scratch::new(name, "shared-abi");
    guest.extend_manifest("\n[lib]\ncrate-type = [\"cdylib\"]\n");
    let source = format!(
        "#![forbid(unsafe_code)]\n{types}\nshared_abi::manifest!(Status);\n\nshared_abi::export! {{\n    fn status() -> \
         *const Status {{\n        Box::leak(Box::new(Status {{ uptime: 100, load: 7, {fields} }}))\n    }}\n}}\n"
    );
    guest.write("src/lib.rs", &source);
    let build = guest.cargo(&["build", "--target", WASM]);
    assert!(build.success, "{}", build.stderr);
    let wasm = target_dir().join(WASM).join("debug").join(name.replace('-', "_"));
    fs::read(wasm.with_extension("wasm")).unwrap()
}

static OLDER: LazyLock<Vec<u8>> = LazyLock::new(|| guest("growth-older", FIRST, ""));

static NEWER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let types = FIRST.replace("}\n", ADDED);
    guest(
        "growth-newer",
        &types,
        "errors: 3, previous: shared_abi::Ptr::NULL",
    )
});

fn load(wasm: &[u8], expect: &Expect) -> Result<(Store<()>, Guest), GuestError> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let guest = Guest::load(&mut store, &Linker::new(&engine), wasm, expect)?;
    Ok((store, guest))
}

#[test]
fn a_newer_host_reads_both_guests() {
    use second::Status;
    for (wasm, errors) in [(&OLDER, None), (&NEWER, Some(3))] {
        let (mut store, guest) = load(wasm, &Expect::types::<Status>()).unwrap();
        let status = guest.func::<(), Ptr<Status>>(&mut store, "status").unwrap();
        let status = status.call(&mut store, ()).unwrap();
        let prefix = guest.compatibility().unwrap().prefix::<Status>().unwrap();
        let status = guest.memory(&store).get(status).unwrap();
        assert_eq!((status.uptime, status.load), (100, 7));
        assert_eq!(status.errors(prefix), Ok(errors));
        assert_eq!(status.previous(prefix), Ok(errors.map(|_| Ptr::NULL)));
    }
}

#[test]
fn an_older_host_reads_what_it_knows() {
    use first::Status;
    for wasm in [&OLDER, &NEWER] {
        let (mut store, guest) = load(wasm, &Expect::types::<Status>()).unwrap();
        let status = guest.func::<(), Ptr<Status>>(&mut store, "status").unwrap();
        let status = status.call(&mut store, ()).unwrap();
        let status = guest.memory(&store).get(status).unwrap();
        assert_eq!((status.uptime, status.load), (100, 7));
    }
}

/// Only the guest knows how large its struct is. Not seen by `cargo check`, so not among the cases for trybuild.
#[test]
fn the_host_writes_none() {
    let host = Scratch::new("growth-host", "shared-abi");
    let body = |statement: &str| {
        format!(
            "#![allow(dead_code, unused)]\nuse shared_abi::*;\n{FIRST}\npub fn run(memory: &mut LinearMemoryMut<'_>) {{\n    \
             let at = Ptr::<Status>::new(16);\n    {statement}\n}}\n"
        )
    };
    for statement in [
        "let _ = memory.write(at, Status { uptime: 1, load: 2 });",
        "let _ = memory.get_mut(at);",
        "let _ = memory.write_slice(Slice::<Status>::new(16, 1), &[Status { uptime: 1, load: 2 }]);",
        "let _ = memory.slice_mut(Slice::<Status>::new(16, 2));",
        "let _ = memory.shared().slice(Slice::<Status>::new(16, 2));",
        "let _ = memory.shared().read(at);",
        "let _ = memory.shared().list(at, 1, |_| Ptr::<Status>::NULL).count();",
    ] {
        host.write("src/lib.rs", &body(statement));
        let build = host.cargo(&["check"]);
        let errors = RustcError::parse_all(&build.stderr);
        assert!(!build.success, "{statement} compiles");
        let said = "`Status` is extensible: only the guest knows its size";
        assert!(
            errors.iter().any(|error| error.text.contains(said)),
            "{statement}:\n{}",
            build.stderr
        );
    }
    host.write("src/lib.rs", &body("let _ = memory.shared().get(at);"));
    let build = host.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
}
