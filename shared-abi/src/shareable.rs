//! What the derive asks of a field's type, in words that fit how the type is written.
//!
//! All these traits hold for the same types, those that are [`SharedAbi`](crate::SharedAbi): the type decides, and
//! the tokens choose only the words of the error. `Leaf` is what the error is about: of `[T; 4]` and `*const T`
//! it is `T`. `YES` is nothing: asking for it asks for the trait, and not for the type's form in memory, which may
//! be what is just being decided. It is a constant, not a type, since of a type rustc would say what is missing
//! further down, in the words of `SharedAbi`.

macro_rules! shareable {
    ($($name:ident $($message:literal)?: $label:literal, $($note:literal),+;)*) => {$(
        shareable!(@ $name ($($message)? "`{Leaf}` can't cross between wasm32 and a 64-bit host") $label, $($note),+);
    )*};
    (@ $name:ident ($message:literal $($other:literal)?) $label:literal, $($note:literal),+) => {
        #[doc = concat!("Shareable; if not: ", $label, ".")]
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            $(note = $note),+
        )]
        pub trait $name<Leaf: ?Sized = Self> {
            /// Nothing.
            const YES: ();
        }

        // So that the error is about this trait, and not about what `SharedAbi` asks of a part of the type.
        #[diagnostic::do_not_recommend]
        impl<T: crate::SharedAbi, Leaf: ?Sized> $name<Leaf> for T {
            const YES: () = ();
        }
    };
}

shareable! {
    Any: "not shareable",
        "a struct, enum or union of your own: add `#[derive(SharedAbi)]` to it",
        "a type of another crate: store what it is made of, in a struct of your own",
        "an alias of `usize`: use `u32` or `u64`; of `u128`: `[u64; 2]`; of a tuple: a `#[repr(C)]` struct; of `fn(A)`: \
         `extern \"C\" fn(A)`",
        "an alias of `&T` or `Box<T>`: use `Ptr<T>` or `PtrMut<T>`; of `Vec<T>`: `Slice<T>`; of `String`: `Str`; of \
         `Option<T>`: a `bool` beside the value";
    Pointed "`{Leaf}` doesn't have the same bytes on both sides": "not what a slot can point to",
        "a struct with native pointers, itself or in a nested struct, has a twin: name `{Leaf}Abi` here",
        "a struct, enum or union of your own without any: add `#[derive(SharedAbi)]` to it",
        "an alias of `usize`: use `u32` or `u64`; of `u128`: `[u64; 2]`; of a tuple: a `#[repr(C)]` struct";
    Generic: "it can't, or what stands in its brackets can't",
        "what stands in its brackets has to be a number, a slot, or a type that derives `SharedAbi`",
        "a generic type of your own: add `#[derive(SharedAbi)]` to it",
        "a type of another crate: store what it is made of, in a struct of your own";
    Time: "a time, in a form that only Rust knows",
        "store a `u64`: the nanoseconds, of a `SystemTime` since `UNIX_EPOCH`; an `Instant` means nothing on the other side";
    NonZero: "never 0, but the other side can write 0",
        "store the plain number, `u32` for `NonZeroU32`, and make the other of it after reading";
    Atomic: "meant for threads that share it, but it is read here as plain bytes",
        "store the plain number, `u32` for `AtomicU32`; threads that share linear memory aren't supported";
    Void: "says nothing of what is there, so the other side couldn't follow a pointer to it",
        "point to the type that is meant: `*mut T` or `PtrMut<T>`; for bytes of any kind `*mut u8`",
        "a name of something that only one side has is a `Handle<T>` or a `u64`";
    Cell: "changed through a shared reference, but the other side's bytes are read in place",
        "store the plain `T`; who writes borrows the memory, as a `&mut` does";
    Collection: "owns memory of one side's allocator, in a form that only Rust knows",
        "store its entries one behind the other: a `Slice<T>`, with a `#[repr(C)]` struct of key and value for `T`";
    Wrapper: "a wrapper of the standard library",
        "store the plain `T`";
    Range: "a range, in a form that only Rust knows",
        "store its ends: two fields, `start` and `end`";
    Choice: "one of two, in a form that only Rust knows",
        "use a `bool` beside the value, or a `#[repr(C, u32)]` enum of your own",
        "of a pointer there needs to be none: `Ptr<T>` may be null";
    Compared: "an enum of the standard library, which gives no word on its bytes",
        "store an `i8`, or a `#[repr(i8)]` enum of your own";
    Address: "an address, in a form that only Rust knows",
        "store its bytes: `[u8; 4]` or `[u8; 16]`, and a `u16` for the port";
    Text: "text or a path, owned by one side or in a form that only Rust knows",
        "use `Str`, or `Slice<u8>` where it may be no UTF-8";
}
