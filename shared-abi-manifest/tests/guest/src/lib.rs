//! A type of every kind, for the tests of the manifest's format.
//!
//! What is written of them is compared with `tests/format` byte by byte: don't change a type, add one.
#![deny(missing_docs)]

use std::marker::PhantomData;
use std::ptr::NonNull;

use shared_abi::{FnPtr, Handle, Ptr, Ptr32, PtrMut, RelPtr, SharedAbi, Slice, Slice32, SliceMut, Str};

/// Every number.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Numbers {
    /// 1 byte.
    pub a: u8,
    /// 2 bytes.
    pub b: u16,
    /// 4 bytes.
    pub c: u32,
    /// 8 bytes.
    pub d: u64,
    /// 1 byte.
    pub e: i8,
    /// 2 bytes.
    pub f: i16,
    /// 4 bytes.
    pub g: i32,
    /// 8 bytes.
    pub h: i64,
    /// 4 bytes.
    pub i: f32,
    /// 8 bytes.
    pub j: f64,
    /// 1 byte.
    pub k: bool,
    /// 4 bytes.
    pub l: char,
    /// 4 times 3 times 2 bytes.
    pub m: [[u16; 3]; 4],
    /// None.
    pub n: PhantomData<u64>,
}

/// Every slot.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Slots {
    /// To one.
    pub ptr: Ptr<Numbers>,
    /// To one, writable.
    pub ptr_mut: PtrMut<Slots>,
    /// To one, in 4 bytes.
    pub ptr32: Ptr32<Word>,
    /// To one, from its own place.
    pub rel_ptr: RelPtr<u32>,
    /// To many.
    pub slice: Slice<Packed>,
    /// To many, writable.
    pub slice_mut: SliceMut<Ptr<Gait>>,
    /// To many, in 8 bytes.
    pub slice32: Slice32<Unit>,
    /// A text.
    pub text: Str,
    /// A function.
    pub function: FnPtr<extern "C" fn(i32, f64) -> bool>,
    /// A host's object.
    pub handle: Handle<Numbers>,
}

/// Every native pointer: it has a twin.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Native {
    /// To one.
    pub ptr: *const Native,
    /// To one, writable.
    pub ptr_mut: *mut Pair<u8>,
    /// To one, or null.
    pub option: Option<NonNull<Pair<Ptr<u16>>>>,
    /// To many.
    pub slice: *const [Shape],
    /// To many, writable.
    pub slice_mut: *mut [i64],
    /// A text.
    pub text: *const str,
    /// A function.
    pub function: extern "C" fn(u32),
    /// A function, or null.
    pub option_function: Option<extern "C" fn() -> i8>,
    /// An array of pointers.
    pub array: [*const u8; 3],
}

/// A generic struct.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Pair<T> {
    /// One.
    pub first: Ptr<T>,
    /// The other.
    pub second: Ptr<T>,
}

/// A union.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub union Word {
    /// As a number.
    pub whole: u64,
    /// As bytes.
    pub bytes: [u8; 8],
    /// As halves.
    pub halves: Halves,
}

/// A tuple struct.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Halves(pub u32, pub f32);

/// An enum without data, with values below zero.
#[derive(SharedAbi)]
#[repr(i16)]
pub enum Gait {
    /// Less than nothing.
    Backwards = -300,
    /// Less than nothing.
    Slowly = -1,
    /// Nothing.
    Standing,
    /// Something.
    Running = 7,
}

/// The largest values there are.
#[derive(SharedAbi)]
#[repr(u64)]
pub enum Extreme {
    /// None.
    Least = 0,
    /// All.
    Most = u64::MAX,
}

/// An enum with data.
#[derive(SharedAbi)]
#[repr(C, u8)]
pub enum Shape {
    /// No data.
    Empty,
    /// A number.
    Circle {
        /// In meters.
        radius: f64,
    },
    /// A pointer and a type of its own.
    Labelled(*const str, Extreme),
}

/// A packed struct.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C, packed(2))]
pub struct Packed {
    /// At 0.
    pub kind: u8,
    /// At 2.
    pub value: u64,
}

/// An aligned struct, a raw identifier, and letters that aren't ASCII.
#[derive(SharedAbi)]
#[repr(C, align(32))]
pub struct Größe {
    /// A keyword.
    pub r#type: u32,
}

/// Another name for a number.
#[derive(Clone, Copy, SharedAbi)]
#[repr(transparent)]
pub struct Unit(pub u32);

/// A struct that has grown.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Status {
    /// There from the start.
    pub uptime: u64,
    /// There from the start.
    pub load: u32,
    /// Added where there was padding.
    #[shared_abi(added)]
    pub errors: u32,
    /// Added later.
    #[shared_abi(added)]
    pub worst: Ptr<Status>,
}

/// All of them.
pub type All = (Slots, Native, Größe, Status);

shared_abi::manifest!(All);
