//! The fields of a type, as a tuple of their types, and what follows from them for the whole.
//!
//! What the derive calls here and in [`layout`](crate::layout) are functions of [`Layout`] itself: the type that
//! `InMemory::KNOWN` has. A path to another crate of the same shape (`crate = "…"`) can't put others in their place.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::abi::InMemory;
use crate::checks::Checks;
use crate::invalid::Invalid;
use crate::layout::{Field, Kind, Layout};

/// What is known of all values of a type, or of several types together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether every bit pattern is a value, so that nothing needs to be validated.
    pub any_bits: bool,
    /// Whether some byte of a value may be padding, as of each type that is `opaque`.
    pub padded: bool,
    /// Whether some byte of a value can't be told from padding: a union with members of several sizes.
    pub opaque: bool,
    /// Whether a value holds a slot, also one that the host can't follow (`FnPtr`, `Handle`).
    pub pointers: bool,
}

impl Facts {
    /// Those of numbers: any bytes are one, and nothing else is in them.
    pub const NONE: Self = Self {
        any_bits: true,
        padded: false,
        opaque: false,
        pointers: false,
    };

    /// Those of a type with this layout, whose fields are `F`.
    pub(crate) const fn of<F: Fields>(layout: &Layout) -> Self {
        let fields = F::FACTS;
        match layout.kind {
            Kind::Union => {
                // What a short member leaves is padding, but which member it is nobody knows.
                let opaque = has_short_member(layout) || fields.padded || fields.opaque;
                Self {
                    padded: opaque,
                    opaque,
                    ..fields
                }
            }
            Kind::Enum => Self {
                any_bits: false,
                // A payload shorter than the longest leaves bytes that belong to no field.
                padded: layout.fields.len() > 1,
                ..fields
            },
            _ => Self {
                padded: fields.padded || layout.padding() > 0,
                ..fields
            },
        }
    }

    /// Those of both together.
    const fn and(self, other: Self) -> Self {
        Self {
            any_bits: self.any_bits && other.any_bits,
            padded: self.padded || other.padded,
            opaque: self.opaque || other.opaque,
            pointers: self.pointers || other.pointers,
        }
    }

    /// Those of an array of so many.
    pub(crate) const fn of_array(self, len: usize) -> Self {
        Self {
            any_bits: self.any_bits || len == 0,
            padded: self.padded && len > 0,
            opaque: self.opaque && len > 0,
            pointers: self.pointers,
        }
    }
}

/// Whether some member of a union doesn't fill it.
const fn has_short_member(layout: &Layout) -> bool {
    let mut i = 0;
    while i < layout.fields.len() {
        if layout.fields[i].size < layout.size {
            return true;
        }
        i += 1;
    }
    false
}

/// Types of fields, in order: a tuple of up to eight, or `fn(A, B)`, the types of `A` and behind them those of `B`.
///
/// Both are written without a name, so that whatever a user's names mean, this is meant.
///
/// # Safety
/// The constants and functions speak of exactly these types.
pub unsafe trait Fields {
    /// How many there are.
    const COUNT: usize;

    /// What is known of the values of all of them.
    const FACTS: Facts;

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
        // SAFETY: each type is asked in its turn, and what it says of itself is `InMemory`'s promise.
        unsafe impl<$($field: InMemory),*> Fields for ($($field,)*) {
            const COUNT: usize = 0 $(+ { let _ = $place; 1 })*;
            const FACTS: Facts = Facts::NONE $(.and($field::FACTS))*;

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
    const FACTS: Facts = A::FACTS.and(B::FACTS);

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
    if F::FACTS.any_bits {
        return Ok(());
    }
    let field = &bytes[offset..offset + F::KNOWN.size];
    F::validate(field).map_err(|invalid| invalid.shifted(offset))
}

/// # Safety
/// `bytes` hold a copy of an `F` at `offset`.
#[inline]
unsafe fn zero_field<F: InMemory>(bytes: &mut [MaybeUninit<u8>], offset: usize) {
    if F::FACTS.padded {
        // SAFETY: the same promise.
        unsafe { F::zero_padding(&mut bytes[offset..offset + F::KNOWN.size]) };
    }
}

/// For the derive: what an enum's functions are, from its fields'.
impl Checks {
    /// Checks that in the bytes of a `T` its fields from `FIRST` on are values of the types `F`.
    ///
    /// # Errors
    /// If one isn't.
    #[inline]
    pub fn validate_fields<T: InMemory, F: Fields, const FIRST: usize>(bytes: &[u8]) -> Result<(), Invalid> {
        F::validate::<T, At<FIRST>>(bytes)
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

/// Zeroes in a copy of a `T` all that isn't a field's, where that can be told: not in a union.
///
/// # Safety
/// `bytes` are as many as `T` has, and hold values of the types `F` where its fields stand.
#[inline]
pub(crate) unsafe fn zero_fields<T: InMemory, F: Fields>(bytes: &mut [MaybeUninit<u8>]) {
    if matches!(T::KNOWN.kind, Kind::Struct) {
        zero_gaps(T::KNOWN.fields, 0, bytes);
        // SAFETY: the same promise.
        unsafe { F::zero_padding::<T, At<0>>(bytes) };
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
