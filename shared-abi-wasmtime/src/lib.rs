//! Structs shared with a WebAssembly guest that runs on wasmtime.
//!
//! A [`Guest`] is an instantiated module whose memory a host may follow pointers in. Before it starts, the types that
//! it was built from are compared with the host's, once for all guests of a [`CheckedModule`]. It knows the guest's
//! allocator and hands out the guest's functions with pointers as arguments and results.
//!
//! ```
//! use shared_abi::{Ptr, PtrMut, SharedAbi};
//! use shared_abi_wasmtime::{Expect, Guest};
//! use wasmtime::{Engine, Linker, Store};
//!
//! #[derive(SharedAbi)]
//! #[repr(C)]
//! struct Point { x: i32, y: i32 }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A Rust guest: `extern "C" fn double(point: *const Point) -> i32`, `export_allocator!()` and `manifest!(Point)`.
//! # let body = "struct Point, size 8, align 4\n    x: i32, offset 0, size 4\n    y: i32, offset 4, size 4\n";
//! # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
//! # let guest_wasm = wat::parse_str(format!(r#"(module (@custom "shared-abi" "{record}")
//! #     (memory (export "memory") 1)
//! #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024)
//! #     (func (export "shared_abi_free") (param i32 i32 i32))
//! #     (func (export "double") (param i32) (result i32)
//! #         (i32.mul (i32.const 2) (i32.load (local.get 0)))))"#))?;
//! let engine = Engine::default();
//! let mut store = Store::new(&engine, ());
//! let guest = Guest::load(&mut store, &Linker::new(&engine), &guest_wasm, &Expect::types::<Point>())?;
//!
//! let point = guest.alloc(&mut store, &Point { x: 21, y: 0 })?;
//! let double = guest.func::<PtrMut<Point>, i32>(&mut store, "double")?;
//! assert_eq!(double.call(&mut store, point)?, 42);
//!
//! guest.memory_mut(&mut store).get_mut(point)?.x = 5;
//! assert_eq!(double.call(&mut store, point)?, 10);
//! guest.free(&mut store, point)?;
//! # Ok(())
//! # }
//! ```
//!
//! # What the guest can do, and what it can't
//!
//! The guest is untrusted. Whatever it answers, the host gets a [`GuestError`]: no panic, no undefined
//! behaviour, no write outside of a checked block. Two things are the embedder's to limit, as for any module:
//! how long a guest runs ([fuel](wasmtime::Config::consume_fuel) or [epochs](wasmtime::Config::epoch_interruption);
//! what they stop comes back as [`GuestError::Trap`]) and how much memory it takes
//! ([`Store::limiter`](wasmtime::Store::limiter)).
//!
//! # What passes through a function's signature
//!
//! In memory a pointer is an 8-byte slot. In a function's signature the guest writes its own pointers, or `u32`:
//! both are an `i32` to wasm, and that is what [`Ptr`](shared_abi::Ptr) becomes as an argument or a result; see
//! [`WasmArg`] for every type.
//!
//! | the guest's `extern "C"` function | the host's [`Guest::func`] |
//! |---|---|
//! | `fn f(batch: *const Batch) -> *mut Node` | `func::<Ptr<Batch>, PtrMut<Node>>` |
//! | `fn f(start: *const Sample, len: u32)` | `func::<(Ptr<Sample>, u32), ()>`, called with `(slice.start(), slice.len())` |
//! | `fn f(compare: extern "C" fn(i32) -> i32)` | `func::<FnPtr<extern "C" fn(i32) -> i32>, ()>` |
//! | `fn f(file: Handle<File>)` | `func::<Handle<File>, ()>` |
//! | `fn f(batch: Ptr<Batch>)` | `func::<Ptr<Ptr<Batch>>, ()>`, see below |
//! | `fn f() -> Ptr<Node>` | `func::<PtrMut<Ptr<Node>>, ()>`, see below |
//!
//! A pointer points to what both sides lay out alike. Where a struct `X` holds native pointers, that is its twin: the
//! guest takes and returns `*const XAbi`, and allocates that, since its own `X` is smaller.
//!
//! The last two rows are better not written. A slot is a union, which the C ABI of wasm32 passes by address: an argument
//! becomes the address of a slot in memory (the host allocates one: `guest.alloc(&mut store, &slot)`), a result
//! becomes a first argument, the address where the guest writes the slot. Nothing in the module tells the address
//! of a slot from a pointer, so a host that calls such a function with the pointer itself gets no error; the guest
//! takes the first bytes of the `Batch` for a pointer.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod admission;
mod allocator;
mod block;
mod call;
mod checked;
mod error;
mod guest;
mod ledger;
mod reason;

pub use block::{Block, Extent};
pub use call::{GuestFunc, Typed, WasmArg, WasmArgs};
pub use checked::CheckedModule;
pub use error::GuestError;
pub use guest::Guest;
#[allow(deprecated, reason = "the former name of `Compatibility`")]
pub use shared_abi_manifest::Agreed;
pub use shared_abi_manifest::{Compatibility, Expect, Manifest, ManifestError, Mismatch};
