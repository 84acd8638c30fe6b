//! A guest in C, with a manifest in C, under a host in Rust.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use shared_abi::{LinearMemory, Ptr, Reachable, SharedAbi, Slice};
use shared_abi_manifest::{Expect, ManifestError};
use shared_abi_model::section::{record, record_len};
use wamrx::{Engine, Linker, Module, Val};

#[derive(SharedAbi)]
#[repr(C)]
struct Batch {
    seq: u64,
    samples: Slice<Sample>,
}

#[derive(Clone, Copy, Debug, PartialEq, SharedAbi)]
#[repr(C)]
struct Sample {
    at: u32,
    value: f32,
}

/// What a header for C would carry.
fn manifest() -> String {
    const TYPES: &Reachable = &Reachable::of::<Batch>();
    const RECORD: [u8; record_len(TYPES.layouts())] = record(TYPES.layouts());
    String::from_utf8(RECORD.to_vec()).unwrap()
}

/// Compiles the guest with these arguments.
fn compile(name: &str, arguments: &[String]) -> Vec<u8> {
    let wasm = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let sysroot = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .unwrap();
    let sysroot = String::from_utf8(sysroot.stdout).unwrap();
    // rustc brings a linker for wasm along.
    let tools = Path::new(sysroot.trim_end()).join("lib/rustlib");
    let host = fs::read_dir(&tools).unwrap().map(|entry| entry.unwrap().path());
    let linker = host
        .map(|target| target.join("bin/gcc-ld/wasm-ld"))
        .find(|linker| linker.is_file());
    let status = Command::new("clang")
        .args([
            "--target=wasm32",
            "-nostdlib",
            "-O2",
            "-Wall",
            "-Werror",
            "-Wl,--no-entry",
            "-Wl,--strip-all",
        ])
        .arg(format!(
            "-fuse-ld={}",
            linker.expect("rustc's linker for wasm").display()
        ))
        .args(arguments)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sensor.c"))
        .arg("-o")
        .arg(&wasm)
        .status()
        .unwrap();
    assert!(status.success());
    fs::read(wasm).unwrap()
}

#[test]
fn wamr_host_of_a_c_guest() {
    // Once for C, and once more for the assembler in it.
    let text = manifest().replace('\n', "\\\\n");
    let wasm = compile("sensor.wasm", &[format!("-DMANIFEST=\"{text}\"")]);
    let agreed = Expect::types::<Batch>().check_wasm(&wasm);
    agreed.unwrap_or_else(|error| panic!("{error}"));

    let engine = Engine::new().unwrap();
    let module = Module::new(&engine, &wasm).unwrap();
    let instance = Linker::new(&engine).instantiate(module).unwrap();
    let mut results = [Val::I32(0)];
    let measure = instance.get_func("measure").unwrap();
    measure.call(&[], &mut results).unwrap();
    let [Val::I32(at)] = results else {
        panic!("{results:?}")
    };
    let memory = instance.get_memory("memory").unwrap();
    let memory = LinearMemory::new(memory.data());
    let batch = memory.get(Ptr::<Batch>::new(at.cast_unsigned())).unwrap();
    let sample = |at, value| Sample { at, value };
    assert_eq!(batch.seq, 7);
    assert_eq!(
        batch.samples().unwrap(),
        [sample(10, 0.5), sample(20, 1.5), sample(30, 2.5)]
    );

    let without = compile("sensor_without.wasm", &[]);
    let error = Expect::types::<Batch>().check_wasm(&without).unwrap_err();
    assert!(matches!(error, ManifestError::NoSection { .. }), "{error}");
}
