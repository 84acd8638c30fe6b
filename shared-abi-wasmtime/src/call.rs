//! Calling a guest's functions with pointers.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use shared_abi::{FnPtr, Handle, Ptr, Ptr32, PtrMut};
use wasmtime::{AsContext, AsContextMut, Func, TypedFunc, ValType, WasmParams, WasmResults, WasmTy};

use crate::error::GuestError;

/// A type that a guest's function can take or return, and the wasm type that stands for it.
///
/// | Rust | wasm |
/// |---|---|
/// | `u8` to `u32`, `i8` to `i32`, `bool`, `char` | `i32` |
/// | `u64`, `i64` | `i64` |
/// | `f32`, `f64` | `f32`, `f64` |
/// | `Ptr<T>`, `PtrMut<T>`, `Ptr32<T>`: the offset | `i32` |
/// | `FnPtr<F>`: the index in the function table | `i32` |
/// | `Handle<T>`: the bits | `i64` |
///
/// A slice or a string is passed as two arguments: `(slice.start(), slice.len())`, or by a pointer to a struct that
/// holds it.
///
/// An enum of your own, where the guest returns its discriminant. (Where the enum is another crate's, as in the crate of the
/// types, implement it for a struct around the enum.)
///
/// ```
/// use shared_abi_wasmtime::WasmArg;
///
/// #[derive(Debug, PartialEq)]
/// enum Verdict { Pass, Drop }
///
/// impl WasmArg for Verdict {
///     type Raw = u32;
///     fn into_raw(self) -> u32 {
///         self as u32
///     }
///     fn from_raw(raw: u32) -> Option<Self> {
///         match raw {
///             0 => Some(Self::Pass),
///             1 => Some(Self::Drop),
///             _ => None, // the call returns `GuestError::InvalidResult`
///         }
///     }
/// }
/// assert_eq!(Verdict::from_raw(1), Some(Verdict::Drop));
/// assert_eq!(bool::from_raw(2), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be passed to a guest's function",
    label = "not a wasm argument; for an enum of your own, implement `WasmArg`",
    note = "a struct goes by pointer, `Ptr<T>`; one of the host's gets there by `guest.alloc(&mut store, &value)?`",
    note = "a slice or a string goes as two, `(Ptr<T>, u32)`: `guest.alloc_slice`, then `(slice.start(), slice.len())`"
)]
pub trait WasmArg: Sized {
    /// The number that wasm passes.
    type Raw: WasmTy + Copy + fmt::Display;

    /// The number that stands for this value.
    fn into_raw(self) -> Self::Raw;

    /// The value that a number from the guest stands for, if there is one.
    fn from_raw(raw: Self::Raw) -> Option<Self>;
}

macro_rules! numbers {
    ($($ty:ty as $raw:ty: $into:expr, $from:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl WasmArg for $ty {
            type Raw = $raw;
            #[inline]
            fn into_raw(self) -> $raw {
                let into: fn($ty) -> $raw = $into;
                into(self)
            }
            #[inline]
            fn from_raw(raw: $raw) -> Option<Self> {
                let from: fn($raw) -> Option<$ty> = $from;
                from(raw)
            }
        }
    )*};
}

numbers! {
    u8 as u32: u32::from, |raw| raw.try_into().ok();
    u16 as u32: u32::from, |raw| raw.try_into().ok();
    u32 as u32: |value| value, Some;
    u64 as u64: |value| value, Some;
    i8 as i32: i32::from, |raw| raw.try_into().ok();
    i16 as i32: i32::from, |raw| raw.try_into().ok();
    i32 as i32: |value| value, Some;
    i64 as i64: |value| value, Some;
    f32 as f32: |value| value, Some;
    f64 as f64: |value| value, Some;
    bool as u32: u32::from, |raw| match raw {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    char as u32: u32::from, char::from_u32;
}

macro_rules! slots {
    ($($name:ident<$t:ident> $({$sized:tt})?)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$t $(: ?$sized)?> WasmArg for $name<$t> {
            type Raw = u32;
            #[inline]
            fn into_raw(self) -> u32 {
                self.offset()
            }
            #[inline]
            fn from_raw(raw: u32) -> Option<Self> {
                Some(Self::new(raw))
            }
        }
    )*};
}

slots!(Ptr<T> {Sized} PtrMut<T> {Sized} Ptr32<T> {Sized} FnPtr<F>);

#[diagnostic::do_not_recommend]
impl<T: ?Sized> WasmArg for Handle<T> {
    type Raw = u64;
    #[inline]
    fn into_raw(self) -> u64 {
        self.to_bits()
    }
    #[inline]
    fn from_raw(raw: u64) -> Option<Self> {
        Some(Self::from_bits(raw))
    }
}

/// The arguments or results of a guest's function: one [`WasmArg`], or a tuple of up to 16, `()` for none.
///
/// ```
/// use shared_abi::Ptr;
/// use shared_abi_wasmtime::WasmArgs;
///
/// let args: (Ptr<u64>, f32) = (Ptr::new(16), 0.5);
/// assert_eq!(args.into_raw(), (16, 0.5));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be passed to a guest's function",
    label = "not a wasm argument, nor a tuple of up to 16: a struct goes by pointer, `Ptr<T>`, a slice or a string \
             as two, `(Ptr<T>, u32)`; for `usize` take `u32`"
)]
pub trait WasmArgs: Sized {
    /// The numbers that wasm passes.
    type Raw: WasmParams + WasmResults;

    /// The numbers that stand for these values.
    fn into_raw(self) -> Self::Raw;

    /// The values that numbers from the guest stand for, or the type of the first that has none, and the number.
    ///
    /// # Errors
    /// If a number stands for no value of its type.
    fn from_raw(raw: Self::Raw) -> Result<Self, (&'static str, String)>;

    /// The names of the wasm types, for errors.
    #[doc(hidden)]
    fn wasm_types() -> Vec<&'static str>;
}

/// The name of the wasm type that the runtime passes an `A` as.
fn wasm_type<A: WasmArg>() -> &'static str {
    match std::any::type_name::<A::Raw>() {
        "u32" => "i32",
        "u64" => "i64",
        name => name,
    }
}

#[inline]
fn value<A: WasmArg>(raw: A::Raw) -> Result<A, (&'static str, String)> {
    A::from_raw(raw).ok_or_else(|| (std::any::type_name::<A>(), raw.to_string()))
}

// No implementation is recommended: an error would list dozens of them.
#[diagnostic::do_not_recommend]
impl<A: WasmArg> WasmArgs for A {
    type Raw = A::Raw;
    #[inline]
    fn into_raw(self) -> A::Raw {
        WasmArg::into_raw(self)
    }
    #[inline]
    fn from_raw(raw: A::Raw) -> Result<Self, (&'static str, String)> {
        value(raw)
    }
    fn wasm_types() -> Vec<&'static str> {
        vec![wasm_type::<A>()]
    }
}

macro_rules! tuples {
    ($($($arg:ident)*;)*) => {$(
        #[allow(non_snake_case, clippy::unused_unit, reason = "the variables are named as their types; `()` has none")]
        #[diagnostic::do_not_recommend]
        impl<$($arg: WasmArg),*> WasmArgs for ($($arg,)*) {
            type Raw = ($($arg::Raw,)*);
            #[inline]
            fn into_raw(self) -> Self::Raw {
                let ($($arg,)*) = self;
                ($($arg.into_raw(),)*)
            }
            #[inline]
            fn from_raw(raw: Self::Raw) -> Result<Self, (&'static str, String)> {
                let ($($arg,)*) = raw;
                Ok(($(value::<$arg>($arg)?,)*))
            }
            fn wasm_types() -> Vec<&'static str> {
                vec![$(wasm_type::<$arg>()),*]
            }
        }
    )*};
}

tuples! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
    A B C D E F G H I J K L M;
    A B C D E F G H I J K L M N;
    A B C D E F G H I J K L M N O;
    A B C D E F G H I J K L M N O P;
}

/// A guest's function whose signature has been checked: what [`Guest::func`](crate::Guest::func) returns.
///
/// It keeps no borrow of the store, and is cheap to clone.
///
/// ```
/// # use shared_abi_wasmtime::{Expect, Guest, GuestError};
/// # use wasmtime::{Engine, Linker, Store};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let engine = Engine::default();
/// # let mut store = Store::new(&engine, ());
/// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
/// #     (func (export "divide") (param i32 i32) (result i32) (i32.div_u (local.get 0) (local.get 1))))"#)?;
/// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
/// let divide = guest.func::<(u32, u32), u32>(&mut store, "divide")?;
/// assert_eq!(divide.call(&mut store, (7, 2))?, 3);
///
/// let error = divide.call(&mut store, (7, 0)).unwrap_err();
/// assert!(matches!(error, GuestError::Trap { trap: wasmtime::Trap::IntegerDivisionByZero, .. }));
/// assert_eq!(error.to_string(), "`divide` trapped: wasm trap: integer divide by zero");
/// # Ok(())
/// # }
/// ```
pub type GuestFunc<Args, Ret> = Typed<Args, Ret, <Args as WasmArgs>::Raw, <Ret as WasmArgs>::Raw>;

/// What [`GuestFunc`] is. With the numbers as parameters it needs no bounds, so that a type that can't be passed is
/// reported where it is written, and not wherever the function is mentioned.
pub struct Typed<Args, Ret, RawArgs, RawRet> {
    name: Arc<str>,
    func: TypedFunc<RawArgs, RawRet>,
    signature: PhantomData<fn(Args) -> Ret>,
}

impl<Args: WasmArgs, Ret: WasmArgs> Typed<Args, Ret, Args::Raw, Ret::Raw> {
    /// Checks the signature of a function that the host got from anywhere: a caller's export, a function table.
    /// `name` is for errors.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest, GuestError, GuestFunc};
    /// # use wasmtime::{Caller, Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (import "env" "step" (func $step)) (memory (export "memory") 1)
    /// #     (func (export "next") (result i32) i32.const 9)
    /// #     (func (export "run") (call $step)))"#)?;
    /// # let mut linker = Linker::new(&engine);
    /// linker.func_wrap("env", "step", |mut caller: Caller<'_, ()>| {
    ///     let func = caller.get_export("next").and_then(|export| export.into_func());
    ///     let func = func.ok_or_else(|| wasmtime::Error::msg("no `next`"))?;
    ///     let next = GuestFunc::<(), u32>::new(&caller, "next", func)?;
    ///     assert_eq!(next.call(&mut caller, ())?, 9);
    ///     Ok(())
    /// })?;
    /// # let guest = Guest::load(&mut store, &linker, &wasm, &Expect::nothing())?;
    /// # guest.func::<(), ()>(&mut store, "run")?.call(&mut store, ())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the function has another signature.
    ///
    /// # Panics
    /// If the function isn't of this store.
    pub fn new(store: impl AsContext, name: &str, func: Func) -> Result<Self, GuestError> {
        let func = func.typed(&store).map_err(|_| {
            let ty = func.ty(&store);
            let list = |types: &mut dyn Iterator<Item = ValType>| -> Vec<String> {
                types.map(|ty| ty.to_string()).collect()
            };
            let (params, results) = (list(&mut ty.params()), list(&mut ty.results()));
            GuestError::Signature {
                function: name.to_owned(),
                expected: format!(
                    "({}) -> ({})",
                    Args::wasm_types().join(", "),
                    Ret::wasm_types().join(", ")
                ),
                found: format!("({}) -> ({})", params.join(", "), results.join(", ")),
            }
        })?;
        Ok(Self {
            name: name.into(),
            func,
            signature: PhantomData,
        })
    }

    /// Calls the function. It may call back into the host, which may use the guest meanwhile.
    ///
    /// ```
    /// # use shared_abi::Ptr;
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "after") (param i32) (result i32) (i32.add (local.get 0) (i32.const 8))))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// // `extern "C" fn after(place: *const u64) -> *const u64`
    /// let after = guest.func::<Ptr<u64>, Ptr<u64>>(&mut store, "after")?;
    /// assert_eq!(after.call(&mut store, Ptr::new(16))?, Ptr::new(24));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the guest traps, if a host function that it calls returns an error, or if it returns an invalid value of
    /// the result's type. Pointers that it returns are checked when they are followed.
    ///
    /// # Panics
    /// If the function isn't of this store.
    #[inline]
    pub fn call(&self, store: impl AsContextMut, args: Args) -> Result<Ret, GuestError> {
        match self.func.call(store, args.into_raw()) {
            Ok(raw) => Ret::from_raw(raw).map_err(|(expected, found)| GuestError::InvalidResult {
                function: self.name.as_ref().to_owned(),
                expected,
                found,
            }),
            Err(error) => Err(GuestError::call(&self.name, error)),
        }
    }
}

impl<Args, Ret, RawArgs, RawRet> Clone for Typed<Args, Ret, RawArgs, RawRet> {
    fn clone(&self) -> Self {
        Self {
            name: Arc::clone(&self.name),
            func: self.func.clone(),
            signature: PhantomData,
        }
    }
}

impl<Args, Ret, RawArgs, RawRet> fmt::Debug for Typed<Args, Ret, RawArgs, RawRet> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GuestFunc({})", self.name)
    }
}
