//! Guests that call the host that calls the guest, as deep as they can, before something fails.

mod support;

use std::error::Error;
use std::fmt::{self, Write as _};

use shared_abi_wasmtime::{Expect, Guest, GuestError};
use support::engine;
use wasmtime::{AsContextMut, Caller, Config, Engine, Linker, Module, Store, Trap};

/// How a host function hands on the error of the call that it made.
type HandOn = fn(GuestError) -> wasmtime::Error;

struct Host {
    guest: Option<Guest>,
    hand_on: HandOn,
    depth: usize,
}

/// Calls `nest(depth)`, which calls the host, which calls `nest(depth - 1)`; the last one traps.
fn nest(depth: u32, hand_on: HandOn) -> (GuestError, usize) {
    // As much stack as wasmtime may have without an embedder's help is too little for a host without optimizations.
    let mut config = Config::new();
    config.max_wasm_stack(2 << 20);
    let engine = Engine::new(&config).unwrap();
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    let thread = thread.spawn(move || nest_on(&engine, depth, hand_on)).unwrap();
    thread.join().unwrap()
}

fn nest_on(engine: &Engine, depth: u32, hand_on: HandOn) -> (GuestError, usize) {
    let mut linker = Linker::new(engine);
    linker
        .func_wrap("env", "deeper", |mut caller: Caller<'_, Host>, depth: u32| {
            caller.data_mut().depth += 1;
            let guest = caller.data().guest.clone().unwrap();
            let nest = guest.func::<u32, ()>(&mut caller, "nest")?;
            nest.call(&mut caller, depth)
                .map_err(|error| (caller.data().hand_on)(error))
        })
        .unwrap();
    let wat = r#"(module (import "env" "deeper" (func $deeper (param i32))) (memory (export "memory") 1)
        (func (export "nest") (param i32)
            (if (i32.eqz (local.get 0)) (then unreachable))
            (call $deeper (i32.sub (local.get 0) (i32.const 1)))))"#;
    let host = Host {
        guest: None,
        hand_on,
        depth: 0,
    };
    let mut store = Store::new(engine, host);
    let wasm = wat::parse_str(wat).unwrap();
    let guest = Guest::load(&mut store, &linker, wasm, &Expect::nothing()).unwrap();
    store.data_mut().guest = Some(guest.clone());
    let nest = guest.func::<u32, ()>(&mut store, "nest").unwrap();
    let error = nest.call(&mut store, depth).unwrap_err();
    (error, store.data().depth)
}

/// A host's own error, as people write them: with the source's text in its own.
#[derive(Debug)]
struct Repeats(Box<dyn Error + Send + Sync>);

impl fmt::Display for Repeats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the plugin failed: {}", self.0)
    }
}

impl Error for Repeats {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

/// One that stands for another, as `#[error(transparent)]` makes them: nobody sees that there is a `GuestError` in it.
#[derive(Debug)]
struct Transparent(GuestError);

impl fmt::Display for Transparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Transparent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

const HAND_ON: [(&str, HandOn); 7] = [
    ("as it is", |error| error.into()),
    ("with context", |error| {
        wasmtime::Error::new(error).context("while it was called")
    }),
    ("repeated", |error| Repeats(error.into()).into()),
    ("repeated twice", |error| {
        Repeats(Repeats(error.into()).into()).into()
    }),
    ("transparent", |error| Transparent(error).into()),
    ("transparent and repeated", |error| {
        Repeats(Transparent(error).into()).into()
    }),
    ("as a text", |error| wasmtime::Error::msg(format!("{error:?}"))),
];

/// The length of a text, which may not pass `limit`: one that doubles with each call never ends.
fn len(limit: usize, text: fmt::Arguments<'_>) -> usize {
    struct Counter {
        len: usize,
        limit: usize,
    }
    impl fmt::Write for Counter {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.len += text.len();
            assert!(self.len <= self.limit, "more than {} bytes", self.limit);
            Ok(())
        }
    }
    let mut counter = Counter { len: 0, limit };
    counter.write_fmt(text).unwrap();
    counter.len
}

fn sources<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

#[test]
fn the_text_of_one_error_does_not_grow_with_the_depth() {
    for (name, hand_on) in HAND_ON {
        for depth in [0, 1, 2, 18, 60, 200, 300] {
            let (error, reached) = nest(depth, hand_on);
            assert_eq!(reached, depth as usize, "{name}");
            if name != "as a text" {
                let trap = error.to_string();
                assert!(
                    trap.ends_with("wasm trap: wasm `unreachable` instruction executed"),
                    "{name}: {trap}"
                );
            }
            // Twice for what `Repeats` adds to a text that has been cut.
            let limit = 4000;
            let text = len(limit, format_args!("{error}"));
            assert_eq!(text, len(limit, format_args!("{error:?}")), "{name}: {error}");
            assert_eq!(text, len(limit, format_args!("{error:#?}")), "{name}: {error}");
        }
    }
}

#[test]
fn what_reports_every_source_writes_as_much_for_each_call() {
    for (name, hand_on) in HAND_ON {
        for depth in [18, 200, 300] {
            let (error, _) = nest(depth, hand_on);
            // Each call has its own text, those of the host's errors, and a backtrace of up to 20 frames.
            let limit = (depth as usize + 1) * 20_000;
            let all: usize = sources(&error)
                .map(|error| len(limit, format_args!("{error}")))
                .sum();
            assert!(all <= limit, "{name}: {all} bytes at depth {depth}");
            let all: usize = sources(&error)
                .map(|error| len(limit, format_args!("{error:?}")))
                .sum();
            assert!(
                name.contains("repeated") || all <= limit,
                "{name}: {all} bytes at depth {depth}"
            );
            let error = wasmtime::Error::new(error);
            len(limit, format_args!("{error:#}"));
            len(limit, format_args!("{error:?}"));
            assert!(error.root_cause().source().is_none());
        }
    }
}

/// Deeper than the runtime's stack: the guest traps, and each call on the way reports it.
#[test]
fn as_deep_as_the_stack_allows() {
    let (error, depth) = nest_on(&engine(), u32::MAX, |error| error.into());
    assert!(depth > 50, "{depth}");
    let text = error.to_string();
    assert!(text.starts_with("`nest` failed: `nest` failed: "), "{text}");
    assert!(text.ends_with("… wasm trap: call stack exhausted"), "{text}");
    assert!(text.len() < 2000, "{text}");
    assert_eq!(
        sources(&error).filter(|error| error.is::<GuestError>()).count(),
        depth + 1
    );
    let trap = sources(&error).find_map(|error| error.downcast_ref::<Trap>());
    assert_eq!(trap, Some(&Trap::StackOverflow));
}

#[test]
fn a_few_calls_are_all_told_in_one_line() {
    let (error, _) = nest(2, |error| error.into());
    assert_eq!(
        error.to_string(),
        "`nest` failed: `nest` failed: `nest` trapped: wasm trap: wasm `unreachable` instruction executed"
    );
    let (error, _) = nest(1, |error| wasmtime::Error::new(error).context("in between"));
    assert_eq!(
        error.to_string(),
        "`nest` failed: in between: `nest` trapped: wasm trap: wasm `unreachable` instruction executed"
    );
}

/// What a host function returns is told with all of its causes, without the guest's backtrace, which is a source.
#[test]
fn a_hosts_own_error() {
    fn fail(text: &str) -> GuestError {
        let engine = engine();
        let mut linker = Linker::new(&engine);
        linker
            .func_wrap(
                "env",
                "fail",
                |caller: Caller<'_, String>| -> wasmtime::Result<()> {
                    Err(wasmtime::Error::msg(caller.data().clone())
                        .context("reading")
                        .context("loading"))
                },
            )
            .unwrap();
        let wat = r#"(module (import "env" "fail" (func $fail)) (func (export "run") (call $fail))
            (memory (export "memory") 1))"#;
        let mut store = Store::new(&engine, text.to_owned());
        let guest = Guest::load(
            &mut store,
            &linker,
            wat::parse_str(wat).unwrap(),
            &Expect::nothing(),
        )
        .unwrap();
        guest
            .func::<(), ()>(&mut store, "run")
            .unwrap()
            .call(&mut store, ())
            .unwrap_err()
    }

    let error = fail("no such file");
    assert_eq!(error.to_string(), "`run` failed: loading: reading: no such file");
    assert!(sources(&error).any(|source| {
        source
            .to_string()
            .starts_with("error while executing at wasm backtrace:")
    }));
    // A long one is cut in its middle, between two characters.
    let error = fail(&format!("x{}", "é".repeat(5000))).to_string();
    let (causes, first) = error.split_once('…').unwrap();
    assert!(
        causes.starts_with("`run` failed: loading: reading: xéé"),
        "{causes}"
    );
    assert!((990..1020).contains(&causes.len()), "{}", causes.len());
    assert!(first.starts_with(" xéé") && first.ends_with("é…"), "{first}");
    assert!((990..1010).contains(&first.len()), "{}", first.len());
}

/// A guest whose start function loads the next guest.
#[test]
fn guests_that_load_guests() {
    let engine = engine();
    let wat = r#"(module (import "env" "load" (func $load)) (memory (export "memory") 1) (start $load))"#;
    let module = Module::new(&engine, wat::parse_str(wat).unwrap()).unwrap();
    let mut store = Store::new(&engine, 100);
    let error = load(&mut store, &module).unwrap_err();
    assert_eq!(*store.data(), 0);
    assert!(error.to_string().ends_with("… enough"), "{error}");
    assert!(error.to_string().len() < 2000, "{error}");
    let all: usize = sources(&error)
        .map(|error| len(1_000_000, format_args!("{error}")))
        .sum();
    assert!(all < 1_000_000, "{all}");
}

/// Loads a guest, with a host function that loads the next one.
fn load(store: impl AsContextMut<Data = u32>, module: &Module) -> Result<Guest, GuestError> {
    let mut linker = Linker::new(module.engine());
    let next = module.clone();
    linker
        .func_wrap("env", "load", move |mut caller: Caller<'_, u32>| {
            *caller.data_mut() -= 1;
            if *caller.data() == 0 {
                return Err(wasmtime::Error::msg("enough"));
            }
            load(&mut caller, &next)?;
            Ok(())
        })
        .unwrap();
    Guest::instantiate(store, &linker, module)
}

/// More causes than anybody would walk past: the first one isn't told, and the text ends.
#[test]
fn causes_without_end() {
    #[derive(Debug)]
    struct Forever;

    impl fmt::Display for Forever {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("again")
        }
    }

    impl Error for Forever {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&Forever)
        }
    }

    let (error, _) = nest(1, |_| Forever.into());
    let text = error.to_string();
    assert!(text.starts_with("`nest` failed: again: again: "), "{text}");
    assert!(text.ends_with('…') && text.len() < 1100, "{text}");
    assert_eq!(text.matches('…').count(), 1, "{text}");
}
