//! The fields of a type, as a tuple of their types, and what follows from them for the whole.
//!
//! What the derive calls here and in [`layout`](crate::layout) are functions of [`Layout`] itself: the type that
//! `InMemory::KNOWN` has. A path to another crate of the same shape (`crate = "…"`) can't put others in their place.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::abi::InMemory;
use crate::checks::Checks;
use crate::layout::{Field, Layout};
use crate::memory::Invalid;

/// Types of fields, in order: a tuple of up to eight, or `fn(A, B)`, the types of `A` and behind them those of `B`.
///
/// Both are written without a name, so that whatever a user's names mean, this is meant.
///
/// # Safety
/// The constants and functions speak of exactly these types.
pub unsafe trait Fields {
    /// How many there are.
    const COUNT: usize;

    /// Whether every bit pattern is a value of each.
    const ANY_BITS: bool;

    /// Whether one has padding.
    const PADDED: bool;

    /// Whether of one it can't be told which bytes are padding.
    const OPAQUE: bool;

    /// Whether one holds a pointer that can be followed.
    const POINTERS: bool;

    /// Checks that in the bytes of a `T` its fields from `S` on are values of these types.
    fn validate<T: InMemory, S: Start>(bytes: &[u8]) -> Result<(), Invalid>;

    /// Zeroes the padding inside of the fields from `S` on in a copy of a `T`.
    ///
    /// # Safety
    /// `bytes` are as many as `T` has, and hold values of these types where its fields from `S` on stand.
    unsafe fn zero_padding<T: InMemory, S: Start>(bytes: &mut [MaybeUninit<u8>]);
}

/// The index of the first of some fields, as a type: it has to be a constant where the offsets are looked up.
pub trait Start {
    /// The index.
    const INDEX: usize;
}

struct At<const INDEX: usize>;

impl<const INDEX: usize> Start for At<INDEX> {
    const INDEX: usize = INDEX;
}

/// Behind the fields `F` that start at `S`.
struct Behind<S, F>(PhantomData<(S, F)>);

impl<S: Start, F: Fields> Start for Behind<S, F> {
    const INDEX: usize = S::INDEX + F::COUNT;
}

macro_rules! tuples {
    ($($field:ident $place:literal),*) => {
        // SAFETY: each type is passed over, and its own constants and functions are those of an `AbiType`.
        unsafe impl<$($field: InMemory),*> Fields for ($($field,)*) {
            const COUNT: usize = 0 $(+ { let _ = $place; 1 })*;
            const ANY_BITS: bool = true $(&& $field::ANY_BITS)*;
            const PADDED: bool = false $(|| $field::PADDED)*;
            const OPAQUE: bool = false $(|| $field::OPAQUE)*;
            const POINTERS: bool = false $(|| $field::POINTERS)*;

            #[inline]
            fn validate<T: InMemory, S: Start>(bytes: &[u8]) -> Result<(), Invalid> {
                let _ = bytes;
                $(validate_field::<$field>(bytes, const { offset::<T>(S::INDEX + $place) })?;)*
                Ok(())
            }

            #[inline]
            unsafe fn zero_padding<T: InMemory, S: Start>(bytes: &mut [MaybeUninit<u8>]) {
                let _ = &bytes;
                // SAFETY: the caller's promise covers each field.
                $(unsafe { zero_field::<$field>(bytes, const { offset::<T>(S::INDEX + $place) }) };)*
            }
        }
    };
}

tuples!();
tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

// SAFETY: the types of `A`, then those of `B`.
unsafe impl<A: Fields, B: Fields> Fields for fn(A, B) {
    const COUNT: usize = A::COUNT + B::COUNT;
    const ANY_BITS: bool = A::ANY_BITS && B::ANY_BITS;
    const PADDED: bool = A::PADDED || B::PADDED;
    const OPAQUE: bool = A::OPAQUE || B::OPAQUE;
    const POINTERS: bool = A::POINTERS || B::POINTERS;

    #[inline]
    fn validate<T: InMemory, S: Start>(bytes: &[u8]) -> Result<(), Invalid> {
        A::validate::<T, S>(bytes)?;
        B::validate::<T, Behind<S, A>>(bytes)
    }

    #[inline]
    unsafe fn zero_padding<T: InMemory, S: Start>(bytes: &mut [MaybeUninit<u8>]) {
        // SAFETY: the caller's promise covers the fields of both.
        unsafe {
            A::zero_padding::<T, S>(bytes);
            B::zero_padding::<T, Behind<S, A>>(bytes);
        }
    }
}

const fn offset<T: InMemory>(index: usize) -> usize {
    T::KNOWN.fields[index].offset
}

#[inline]
fn validate_field<F: InMemory>(bytes: &[u8], offset: usize) -> Result<(), Invalid> {
    if F::ANY_BITS {
        return Ok(());
    }
    let field = &bytes[offset..offset + F::KNOWN.size];
    F::validate(field).map_err(|invalid| invalid.shifted(offset))
}

/// # Safety
/// `bytes` hold a copy of an `F` at `offset`.
#[inline]
unsafe fn zero_field<F: InMemory>(bytes: &mut [MaybeUninit<u8>], offset: usize) {
    if F::PADDED {
        // SAFETY: the same promise.
        unsafe { F::zero_padding(&mut bytes[offset..offset + F::KNOWN.size]) };
    }
}

/// For the derive: what a type's constants and functions are, from its fields'.
impl Checks {
    /// Whether every bit pattern is a value of each field.
    #[must_use]
    pub const fn any_bits<F: Fields>() -> bool {
        F::ANY_BITS
    }

    /// Whether a field holds a pointer that can be followed.
    #[must_use]
    pub const fn pointers<F: Fields>() -> bool {
        F::POINTERS
    }

    /// Whether of a field it can't be told which bytes are padding.
    #[must_use]
    pub const fn opaque<F: Fields>() -> bool {
        F::OPAQUE
    }

    /// Whether some byte of a struct isn't covered by its fields, or a field has such a byte itself.
    #[must_use]
    pub const fn padded<F: Fields>(layout: &Layout) -> bool {
        F::PADDED || layout.padding() > 0
    }

    /// Whether some member of a union doesn't fill it, or has a byte itself that isn't a field's.
    #[must_use]
    pub const fn has_short_member<F: Fields>(layout: &Layout) -> bool {
        let mut i = 0;
        while i < layout.fields.len() {
            if layout.fields[i].size < layout.size {
                return true;
            }
            i += 1;
        }
        F::PADDED || F::OPAQUE
    }

    /// Checks that in the bytes of a `T` its fields from `FIRST` on are values of the types `F`.
    ///
    /// # Errors
    /// If one isn't.
    #[inline]
    pub fn validate_fields<T: InMemory, F: Fields, const FIRST: usize>(bytes: &[u8]) -> Result<(), Invalid> {
        F::validate::<T, At<FIRST>>(bytes)
    }

    /// Zeroes in a copy of the struct `T` all that isn't a field's.
    ///
    /// # Safety
    /// `bytes` are as many as `T` has, and hold values of the types `F` where its fields stand.
    #[inline]
    pub unsafe fn zero_struct<T: InMemory, F: Fields>(bytes: &mut [MaybeUninit<u8>]) {
        zero_gaps(T::KNOWN.fields, 0, bytes);
        // SAFETY: the same promise.
        unsafe { F::zero_padding::<T, At<0>>(bytes) };
    }

    /// Zeroes in a copy of the enum `T` what a variant leaves of the payload: its own are the fields `F`, from `FIRST`
    /// on.
    ///
    /// # Safety
    /// `bytes` are as many as `T` has, and hold values of the types `F` where these fields stand.
    #[inline]
    pub unsafe fn zero_variant<T: InMemory, F: Fields, const FIRST: usize>(bytes: &mut [MaybeUninit<u8>]) {
        let (tag, own) = (&T::KNOWN.fields[0], &T::KNOWN.fields[FIRST..FIRST + F::COUNT]);
        zero_gaps(own, tag.size, bytes);
        // SAFETY: the same promise.
        unsafe { F::zero_padding::<T, At<FIRST>>(bytes) };
    }

    /// The bytes of an enum's tag.
    ///
    /// # Panics
    /// If `bytes` are fewer, which `validate` is never called with.
    #[inline]
    #[must_use]
    pub fn tag<const N: usize>(bytes: &[u8]) -> [u8; N] {
        *bytes.first_chunk().expect("an enum has the bytes of its tag")
    }

    /// The bytes of the tag in a copy of an enum.
    ///
    /// # Safety
    /// The tag, the first `N` of `bytes`, is initialized.
    ///
    /// # Panics
    /// If `bytes` are fewer, which `zero_padding` is never called with.
    #[inline]
    #[must_use]
    pub unsafe fn copied_tag<const N: usize>(bytes: &[MaybeUninit<u8>]) -> [u8; N] {
        let tag = bytes
            .first_chunk::<N>()
            .expect("an enum has the bytes of its tag");
        // SAFETY: the caller's promise.
        tag.map(|byte| unsafe { byte.assume_init() })
    }
}

/// Zeroes every byte from `end` on that none of `fields`, in the order of their offsets, covers.
#[inline]
fn zero_gaps(fields: &[Field], mut end: usize, bytes: &mut [MaybeUninit<u8>]) {
    for field in fields {
        if field.offset > end {
            bytes[end..field.offset].fill(MaybeUninit::new(0));
        }
        end = field.offset + field.size;
    }
    bytes[end..].fill(MaybeUninit::new(0));
}
