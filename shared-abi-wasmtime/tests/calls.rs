//! Typed calls: signatures, results, traps, and errors of host functions.

mod support;

use std::error::Error;

use shared_abi::{AccessError, FnPtr, Handle, Ptr, Ptr32, PtrMut};
use shared_abi_wasmtime::{Expect, Guest, GuestError, GuestFunc};
use support::{engine, load};
use wasmtime::{Caller, Config, Engine, Linker, Store, Trap};

const MEMORY: &str = r#"(memory (export "memory") 1)"#;

#[test]
fn signatures() {
    let (mut store, guest) = load(&format!(
        r#"(module {MEMORY}
            (func (export "f") (param i32 i64 f32 f64) (result i32) i32.const 0)
            (func (export "none"))
            (func (export "wide") (result i64) i64.const -1)
            (func (export "reference") (param funcref))
            (global (export "global") i32 (i32.const 0)))"#
    ))
    .unwrap();
    let s = &mut store;
    assert!(
        guest
            .func::<(Ptr<u8>, Handle<u8>, f32, f64), PtrMut<u8>>(&mut *s, "f")
            .is_ok()
    );
    assert!(
        guest
            .func::<(Ptr32<u8>, u64, f32, f64), FnPtr<fn()>>(&mut *s, "f")
            .is_ok()
    );
    assert!(guest.func::<(bool, i64, f32, f64), char>(&mut *s, "f").is_ok());

    let error = guest.func::<Ptr<u8>, Handle<u8>>(&mut *s, "f").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`f` is (i32, i64, f32, f64) -> (i32), not (i32) -> (i64)"
    );
    assert!(matches!(error, GuestError::Signature { .. }));
    for name in ["none", "wide", "reference"] {
        let error = guest.func::<(), Ptr<u8>>(&mut *s, name).unwrap_err();
        assert!(error.to_string().ends_with("not () -> (i32)"), "{error}");
    }
    for name in ["nothing", "global", "memory", ""] {
        let error = guest.func::<(), ()>(&mut *s, name).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the guest exports no function `{name}`")
        );
        assert!(matches!(error, GuestError::NoFunction { .. }));
    }
}

#[test]
fn arguments_and_results_keep_their_bits() {
    let (mut store, guest) = load(&format!(
        r#"(module {MEMORY}
            (func (export "i32") (param i32) (result i32) local.get 0)
            (func (export "i64") (param i64) (result i64) local.get 0)
            (func (export "swap") (param i32 i64) (result i64 i32) local.get 1 local.get 0))"#
    ))
    .unwrap();
    macro_rules! round {
        ($name:literal: $($ty:ty = $value:expr),* $(,)?) => {$({
            let echo = guest.func::<$ty, $ty>(&mut store, $name).unwrap();
            assert_eq!(echo.call(&mut store, $value).unwrap(), $value);
            // One argument may be written as a tuple.
            let echo = guest.func::<($ty,), ($ty,)>(&mut store, $name).unwrap();
            assert_eq!(echo.clone().call(&mut store, ($value,)).unwrap(), ($value,));
        })*};
    }
    round!("i32": u8 = 255, i8 = -128, u16 = 65535, i16 = -1, u32 = u32::MAX, i32 = i32::MIN, bool = true, char = '😀');
    round!("i32": Ptr<u64> = Ptr::new(u32::MAX), PtrMut<u64> = PtrMut::new(0x8000_0000), Ptr32<u8> = Ptr32::new(1));
    round!("i32": FnPtr<extern "C" fn()> = FnPtr::new(u32::MAX), Ptr<str> = Ptr::new(5));
    round!("i64": u64 = u64::MAX, i64 = i64::MIN, Handle<str> = Handle::from_bits(u64::MAX - 1));
    let swap = guest
        .func::<(Ptr<u8>, Handle<u8>), (Handle<u8>, Ptr<u8>)>(&mut store, "swap")
        .unwrap();
    let swapped = swap
        .call(&mut store, (Ptr::new(1), Handle::from_bits(2)))
        .unwrap();
    assert_eq!(swapped, (Handle::from_bits(2), Ptr::new(1)));
    assert_eq!(format!("{swap:?}"), "GuestFunc(swap)");
}

#[test]
fn results_that_are_no_values() {
    let (mut store, guest) = load(&format!(
        r#"(module {MEMORY} (func (export "echo") (param i32) (result i32) local.get 0)
            (func (export "pair") (result i32 i32) i32.const 1 i32.const 2))"#
    ))
    .unwrap();
    macro_rules! refused {
        ($($ty:ty: $bits:expr => $found:literal),* $(,)?) => {$({
            let echo = guest.func::<u32, $ty>(&mut store, "echo").unwrap();
            let error = echo.call(&mut store, $bits).unwrap_err();
            assert_eq!(error.to_string(), format!("`echo` returned {}, which is no `{}`", $found, stringify!($ty)));
            assert!(matches!(error, GuestError::InvalidResult { expected: stringify!($ty), .. }));
        })*};
    }
    refused!(
        bool: 2 => "2", bool: u32::MAX => "4294967295", bool: 0x100 => "256", char: 0xD800 => "55296",
        char: 0x11_0000 => "1114112", u8: 256 => "256", u8: u32::MAX => "4294967295", i8: 128 => "128",
        i8: 255 => "255", u16: 65536 => "65536", i16: 0x8000 => "32768",
    );
    let pair = guest.func::<(), (bool, bool)>(&mut store, "pair").unwrap();
    let error = pair.call(&mut store, ()).unwrap_err();
    assert_eq!(error.to_string(), "`pair` returned 2, which is no `bool`");
}

/// A pointer that a guest returns is only a number until it is followed.
#[test]
fn bad_pointers_are_errors_when_followed() {
    let (mut store, guest) = load(&format!(
        r#"(module {MEMORY} (func (export "f") (result i32) i32.const -8))"#
    ))
    .unwrap();
    let f = guest.func::<(), Ptr<u64>>(&mut store, "f").unwrap();
    let pointer = f.call(&mut store, ()).unwrap();
    let error = GuestError::from(guest.memory(&store).get(pointer).unwrap_err());
    assert!(matches!(
        error,
        GuestError::Access(AccessError::OutOfBounds { .. })
    ));
    assert_eq!(
        error.to_string(),
        "u64 at 0xffff_fff8: 8 bytes end at 0x1_0000_0000, past the 0x1_0000 bytes of linear memory"
    );
}

#[test]
fn traps_are_typed() {
    let (mut store, guest) = load(&format!(
        r#"(module {MEMORY} (table 1 funcref) (type $t (func))
            (func (export "unreachable") unreachable)
            (func (export "memory out of bounds") (drop (i32.load (i32.const 65533))))
            (func (export "table out of bounds") (call_indirect (type $t) (i32.const 9)))
            (func (export "null function") (call_indirect (type $t) (i32.const 0)))
            (func (export "division") (drop (i32.div_s (i32.const -2147483648) (i32.const -1))))
            (func $deep (export "stack") (call $deep)))"#
    ))
    .unwrap();
    for (name, expected) in [
        ("unreachable", Trap::UnreachableCodeReached),
        ("memory out of bounds", Trap::MemoryOutOfBounds),
        ("table out of bounds", Trap::TableOutOfBounds),
        ("null function", Trap::IndirectCallToNull),
        ("division", Trap::IntegerOverflow),
        ("stack", Trap::StackOverflow),
    ] {
        let func = guest.func::<(), ()>(&mut store, name).unwrap();
        let error = func.call(&mut store, ()).unwrap_err();
        assert_eq!(error.to_string(), format!("`{name}` trapped: {expected}"));
        assert!(error.source().is_some());
        let GuestError::Trap { trap, error, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(trap, expected);
        assert_eq!(error.downcast_ref::<Trap>(), Some(&expected));
    }
}

#[test]
fn fuel_and_epochs_end_endless_guests() {
    let endless = format!(
        r#"(module {MEMORY} (func (export "f") (loop (br 0)))
            (func (export "shared_abi_alloc") (param i32 i32) (result i32) (loop (br 0)) unreachable))"#
    );
    let wasm = wat::parse_str(endless).unwrap();
    for (config, trap) in [
        (Config::new().consume_fuel(true).clone(), Trap::OutOfFuel),
        (Config::new().epoch_interruption(true).clone(), Trap::Interrupt),
    ] {
        let engine = Engine::new(&config).unwrap();
        let mut store = Store::new(&engine, ());
        if trap == Trap::OutOfFuel {
            store.set_fuel(100_000).unwrap();
        } else {
            store.set_epoch_deadline(1);
            engine.increment_epoch();
        }
        let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing()).unwrap();
        let f = guest.func::<(), ()>(&mut store, "f").unwrap();
        for error in [
            f.call(&mut store, ()).unwrap_err(),
            guest.alloc(&mut store, &1_u8).unwrap_err(),
        ] {
            assert!(
                matches!(&error, GuestError::Trap { trap: found, .. } if *found == trap),
                "{error}"
            );
        }
        assert_eq!(guest.held_blocks(), 0);
    }
}

#[derive(Debug, PartialEq)]
struct Refused(u32);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the host refuses {}", self.0)
    }
}

impl Error for Refused {}

/// What a host function returns comes back as it was, and what the library returns to one as well.
#[test]
fn errors_of_host_functions() {
    let engine = engine();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("env", "refuse", |n: u32| -> wasmtime::Result<()> {
            Err(Refused(n).into())
        })
        .unwrap();
    linker
        .func_wrap("env", "follow", |mut caller: Caller<'_, ()>, n: u32| {
            let guest = Guest::from_caller(&mut caller)?;
            guest.memory(&caller).get(Ptr::<u64>::new(n))?;
            guest.free(&mut caller, Ptr::<u64>::new(n))?;
            Ok(())
        })
        .unwrap();
    let wasm = wat::parse_str(format!(
        r#"(module (import "env" "refuse" (func $refuse (param i32)))
            (import "env" "follow" (func $follow (param i32))) {MEMORY}
            (func (export "refuse") (param i32) (call $refuse (local.get 0)))
            (func (export "follow") (param i32) (call $follow (local.get 0))))"#
    ))
    .unwrap();
    let mut store = Store::new(&engine, ());
    let guest = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap();
    let mut call = |name, n| {
        let func = guest.func::<u32, ()>(&mut store, name).unwrap();
        match func.call(&mut store, n).unwrap_err() {
            GuestError::Call { error, .. } => error,
            other => panic!("{other}"),
        }
    };
    assert_eq!(call("refuse", 7).downcast_ref(), Some(&Refused(7)));
    let error = call("follow", 0);
    assert!(matches!(error.downcast_ref(), Some(AccessError::Null { .. })));
    let error = call("follow", 16);
    assert!(matches!(
        error.downcast_ref(),
        Some(GuestError::BlockNotHeld { offset: 16, .. })
    ));

    let func = guest.func::<u32, ()>(&mut store, "refuse").unwrap();
    let error = func.call(&mut store, 7).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("`refuse` failed: ") && text.contains("the host refuses 7"),
        "{text}"
    );
}

/// After a trap the guest can be used again; what it left in memory is data like any other.
#[test]
fn a_guest_survives_its_traps() {
    let (mut store, guest) = load(&format!(
        r#"(module {MEMORY} (func (export "f") (i32.store (i32.const 16) (i32.const 7)) unreachable))"#
    ))
    .unwrap();
    let f: GuestFunc<(), ()> = guest.func(&mut store, "f").unwrap();
    for _ in 0..3 {
        assert!(f.call(&mut store, ()).is_err());
        assert_eq!(*guest.memory(&store).get(Ptr::<u32>::new(16)).unwrap(), 7);
    }
}

#[test]
fn handles_cross_threads() {
    fn is_send_and_sync<T: Send + Sync + Clone>(_: &T) {}
    fn is_error<T: Error + Send + Sync + 'static>() {}
    let (mut store, guest) = load(&format!(r#"(module {MEMORY} (func (export "f")))"#)).unwrap();
    is_send_and_sync(&guest);
    is_send_and_sync(&guest.func::<(), ()>(&mut store, "f").unwrap());
    is_error::<GuestError>();
    // With its store, a guest may move to another thread.
    std::thread::spawn(move || {
        let f = guest.func::<(), ()>(&mut store, "f").unwrap();
        f.call(&mut store, ()).unwrap();
    })
    .join()
    .unwrap();
}
