//! The traits: what may be shared, what stands in linear memory, and what is the same on both sides.

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::slice;

use shared_abi_model::Text;

use crate::checks::Checks;
use crate::fields::{Facts, Fields, zero_fields};
use crate::invalid::Invalid;
use crate::layout::{Kind, Layout};
use crate::manifest::{Edge, Origin};
use crate::memory::{
    Access, ArrayView, CheckedSlice, Fixed, FixedSize, FromView, Here, Leads, LinearMemory, ResolveMut, Site,
    SliceView, SliceViewMut, View, ViewMut,
};
use crate::select::{Choose, Form, Select};

/// A type that guest and host can share, in the form [`Abi`](SharedAbi::Abi).
///
/// Derive it: `#[derive(SharedAbi)]`.
///
/// ```
/// use shared_abi::{PtrMut, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// pub struct Node { value: u64, next: *mut Node }
///
/// let node: <Node as SharedAbi>::Abi = NodeAbi { value: 1, next: PtrMut::NULL };
/// # let _ = node.value;
/// ```
///
/// # Safety
/// For the derive macro and this crate only; what an implementation must hold is not a stable interface.
// No implementation is recommended: an error would list dozens of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't cross between wasm32 and a 64-bit host",
    label = "not shareable",
    note = "a struct, enum or union of your own: add `#[derive(SharedAbi)]` to it",
    note = "a type of another crate, a reference, a `Vec`: the derive's documentation has a table of what can cross"
)]
pub unsafe trait SharedAbi: Sized {
    /// The type that stands in linear memory: `Self`, or its twin where native pointers are rewritten.
    type Abi: InMemory;

    /// Whether [`Abi`](SharedAbi::Abi) is another type than `Self`.
    #[doc(hidden)]
    const REWRITTEN: bool = false;

    /// The proof that [`Abi`](SharedAbi::Abi) is the one type or the other.
    #[doc(hidden)]
    const FORM: Form<Self, Self::Abi>;

    /// The form of this value that stands in linear memory. For [guest code](crate#guest-code).
    #[inline]
    fn into_abi(self) -> Self::Abi {
        const { Self::FORM.conversions() }.0(self)
    }

    /// The guest's own form of a value from linear memory. For [guest code](crate#guest-code).
    ///
    /// # Safety
    /// Each [`FnPtr`](crate::FnPtr) in `abi` is null or leads to a function of its signature.
    ///
    /// # Panics
    /// If a [`FnPtr`](crate::FnPtr) is null and the field is no `Option`.
    #[inline]
    unsafe fn from_abi(abi: Self::Abi) -> Self {
        // SAFETY: the caller's promise.
        unsafe { const { Self::FORM.conversions() }.1(abi) }
    }
}

/// A type that has the same bytes and the same meaning on wasm32 and on a 64-bit host.
///
/// What the host writes, copies or steps over is such a type. A struct without native pointers is one; a struct with
/// them is not, but its twin `XAbi` is. An [`Extensible`](crate::Extensible) one isn't either, since only the guest
/// knows its size; the host reads it through a pointer, as every type that is [`InMemory`].
///
/// ```
/// use shared_abi::{AbiType, Access, LinearMemory, Slice};
///
/// /// The last element of a slice in linear memory.
/// fn last<T: AbiType + Copy>(memory: LinearMemory<'_>, slice: Slice<T>) -> Access<Option<T>> {
///     Ok(memory.slice(slice)?.last().copied())
/// }
/// assert_eq!(last(LinearMemory::new(&[0, 1, 2, 3]), Slice::<u8>::new(1, 2)), Ok(Some(2)));
/// assert_eq!(<u16 as AbiType>::LAYOUT.size, 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` doesn't have the same bytes on both sides",
    label = "needed is a number, a slot, or what derives `SharedAbi`; if `{Self}` does and has native pointers, name its \
             twin, `{Self}Abi`"
)]
pub trait AbiType: InMemory<Size: Fixed<Self>> {
    /// Size, alignment and fields.
    const LAYOUT: &'static Layout = <Self as InMemory>::KNOWN;
}

impl<T: InMemory<Size: Fixed<T>>> AbiType for T {}

/// A type that stands in linear memory, so that a pointer can lead to it: an [`AbiType`], or an
/// [`Extensible`](crate::Extensible) one, of which a guest may have fewer or more fields.
///
/// # Safety
/// For the derive macro and this crate only; what an implementation must hold is not a stable interface.
#[diagnostic::on_unimplemented(
    message = "`{Self}` doesn't have the same bytes on both sides",
    label = "needed is a number, a slot, or what derives `SharedAbi`; if `{Self}` does and has native pointers, name its \
             twin, `{Self}Abi`"
)]
pub unsafe trait InMemory: SharedAbi + 'static {
    // What it is.

    /// Size, alignment and fields, as far as this side knows them.
    const KNOWN: &'static Layout;

    /// The layout's name. By itself, since a type that points to itself knows its name before its layout.
    #[doc(hidden)]
    const NAME: &'static str;

    /// The way to the types that it is made of and leads to.
    #[doc(hidden)]
    const EDGE: Edge;

    /// The name of the type with a name that this leads to, through arrays and pointers: its own, or empty if none
    /// does.
    #[doc(hidden)]
    const LEADS_TO: &'static str = Self::NAME;

    /// Which type of that name.
    #[doc(hidden)]
    const ORIGIN: &'static Origin = Origin::NONE;

    // Which bytes are valid.

    /// The types of its fields in their order, of an enum those of all variants; of a type without fields `()`.
    #[doc(hidden)]
    type Fields: Fields;

    /// What is known of all its values.
    #[doc(hidden)]
    const FACTS: Facts = Facts::of::<Self::Fields>(Self::KNOWN);

    /// Whether it has padding, as a type, so that the writable view of a type without needs no room for a copy:
    /// `Select<{ FACTS.padded }>`, or `Select<true>` where a generic type can't tell.
    #[doc(hidden)]
    type Padding: Choose;

    /// Checks that `bytes`, as many as the type has, are a value of it.
    #[doc(hidden)]
    #[inline]
    fn validate(bytes: &[u8]) -> Result<(), Invalid> {
        Checks::validate_fields::<Self, Self::Fields, 0>(bytes)
    }

    /// Zeroes in `bytes`, a copy of a value, all that isn't a field's; what a short member of a union leaves, stays.
    ///
    /// # Safety
    /// `bytes` are as many as the type has, and a field's are initialized.
    #[doc(hidden)]
    #[inline]
    unsafe fn zero_padding(bytes: &mut [MaybeUninit<u8>]) {
        // SAFETY: the caller's promise, and the fields are of these types.
        unsafe { zero_fields::<Self, Self::Fields>(bytes) };
    }

    // How it is borrowed.

    /// What is known of its size: [`FixedSize`], or [`OpenSize`](crate::OpenSize) where it may gain fields at its
    /// end, itself or what it is made of.
    type Size: ResolveMut;

    /// What [`LinearMemory::get`](crate::LinearMemory::get) returns: for a struct `X` its `XRef<'m>`.
    type Ref<'m>: FromView<View<'m, Self>>;

    /// What [`LinearMemoryMut::get_mut`](crate::LinearMemoryMut::get_mut) returns: for a struct `X` its
    /// `XMut<'m>`.
    type Mut<'m>: FromView<ViewMut<'m, Self>>;

    /// What the accessor of a slice of this type returns: `&'m [Self]`, or a [`SliceView`] where the
    /// elements hold pointers that can be followed.
    type SliceRef<'m>: FromView<SliceView<'m, Self>>;

    /// What [`LinearMemoryMut::slice_mut`](crate::LinearMemoryMut::slice_mut) returns:
    /// `&'m mut [Self]`, or a [`SliceViewMut`] where the elements have padding.
    type SliceMut<'m>: FromView<CheckedSlice<'m, Self>>;

    /// Where the accessor of a field of this type leads: to the field, or to what it points to.
    #[doc(hidden)]
    type Leads: Leads<Self>;

    /// Follows a pointer to a value.
    #[doc(hidden)]
    #[inline]
    fn resolve<'m>(
        memory: LinearMemory<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<Self::Ref<'m>> {
        View::checked(memory, offset, site)
    }
}

/// The layout that `T` has in linear memory: that of `T::Abi`, so of the twin where there is one.
///
/// ```
/// use shared_abi::{SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// pub struct Node { data: i32, number: i32, next: *mut Node }
///
/// assert_eq!(layout_of::<Node>().size, 16);
/// assert_eq!(layout_of::<Node>(), layout_of::<NodeAbi>());
/// ```
#[must_use]
pub const fn layout_of<T: SharedAbi>() -> &'static Layout {
    <T::Abi as InMemory>::KNOWN
}

/// `SharedAbi` for a type that is its own ABI type.
macro_rules! own_abi {
    ({$($generics:tt)*} $ty:ty) => {
        // SAFETY: the type is `InMemory` itself, and the conversions are the identity.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($generics)*> $crate::SharedAbi for $ty {
            type Abi = Self;
            const FORM: $crate::select::Form<Self, Self> = $crate::select::Form::own();
        }
    };
}
pub(crate) use own_abi;

/// How a type without fields, pointers and padding is borrowed: a plain reference is all it needs.
macro_rules! plain {
    () => {
        type Fields = ();
        type Padding = Select<false>;
        type Size = FixedSize;
        type Ref<'m> = &'m Self;
        type Mut<'m> = &'m mut Self;
        type SliceRef<'m> = &'m [Self];
        type SliceMut<'m> = &'m mut [Self];
        type Leads = Here;
    };
}

macro_rules! scalars {
    ($($ty:ident $size:literal $any_bits:literal $validate:expr;)*) => {$(
        own_abi!({} $ty);
        // SAFETY: the type has this size on every target and no padding; `validate` admits its values only.
        #[diagnostic::do_not_recommend]
        unsafe impl InMemory for $ty {
            const KNOWN: &'static Layout = &Layout::leaf(stringify!($ty), Kind::Scalar, $size, $size);
            const NAME: &'static str = stringify!($ty);
            const EDGE: Edge = Edge::NONE;
            const LEADS_TO: &'static str = "";
            // Each of them, so that a new fact is asked for here.
            const FACTS: Facts = Facts { any_bits: $any_bits, padded: false, opaque: false, pointers: false };
            plain!();
            #[inline]
            fn validate(bytes: &[u8]) -> Result<(), Invalid> {
                let validate: fn(&[u8]) -> Result<(), Invalid> = $validate;
                validate(bytes)
            }
        }
        static_assertions::const_assert_eq!(size_of::<$ty>(), $size);
    )*};
}

scalars! {
    u8 1 true |_| Ok(());
    i8 1 true |_| Ok(());
    u16 2 true |_| Ok(());
    i16 2 true |_| Ok(());
    u32 4 true |_| Ok(());
    i32 4 true |_| Ok(());
    u64 8 true |_| Ok(());
    i64 8 true |_| Ok(());
    f32 4 true |_| Ok(());
    f64 8 true |_| Ok(());
    bool 1 false |bytes| match bytes {
        [0 | 1] => Ok(()),
        _ => Err(Invalid::new("bool", bytes)),
    };
    char 4 false |bytes| match bytes {
        &[a, b, c, d] if char::from_u32(u32::from_le_bytes([a, b, c, d])).is_some() => Ok(()),
        _ => Err(Invalid::new("char", bytes)),
    };
}

own_abi!({T: ?Sized + 'static} PhantomData<T>);
// SAFETY: it has no bytes.
#[diagnostic::do_not_recommend]
unsafe impl<T: ?Sized + 'static> InMemory for PhantomData<T> {
    const KNOWN: &'static Layout = &Layout::leaf(Self::NAME, Kind::Struct, 0, 1);
    const NAME: &'static str = "PhantomData";
    const EDGE: Edge = Edge::NONE;
    const LEADS_TO: &'static str = "";
    plain!();
}

// SAFETY: an array of `Abi`s has the layout of the array, element by element.
#[diagnostic::do_not_recommend]
unsafe impl<T: SharedAbi, const N: usize> SharedAbi for [T; N] {
    type Abi = [T::Abi; N];
    const REWRITTEN: bool = T::REWRITTEN;
    const FORM: Form<Self, Self::Abi> = T::FORM.of_array();
    #[inline]
    fn into_abi(self) -> Self::Abi {
        self.map(T::into_abi)
    }
    #[inline]
    unsafe fn from_abi(abi: Self::Abi) -> Self {
        // SAFETY: the caller's promise covers each element.
        abi.map(|element| unsafe { T::from_abi(element) })
    }
}

// SAFETY: an array's elements stand without gaps, each at a multiple of its size, on every target.
#[diagnostic::do_not_recommend]
unsafe impl<T: InMemory, const N: usize> InMemory for [T; N] {
    const KNOWN: &'static Layout = &Layout::leaf(Self::NAME, Kind::Array, array_size::<T>(N), T::KNOWN.align);
    const NAME: &'static str = const { &Text::array(T::NAME, N) }.name();
    const EDGE: Edge = T::EDGE;
    const LEADS_TO: &'static str = T::LEADS_TO;
    const ORIGIN: &'static Origin = T::ORIGIN;
    type Fields = ();
    const FACTS: Facts = T::FACTS.of_array(N);
    type Padding = T::Padding;
    type Size = T::Size;
    type Ref<'m> = ArrayView<'m, T, N>;
    type Mut<'m> = ViewMut<'m, Self>;
    type SliceRef<'m> = SliceView<'m, Self>;
    type SliceMut<'m> = SliceViewMut<'m, Self>;
    type Leads = Here;
    #[inline]
    fn validate(bytes: &[u8]) -> Result<(), Invalid> {
        validate_elements::<T>(bytes)
    }
    #[inline]
    unsafe fn zero_padding(bytes: &mut [MaybeUninit<u8>]) {
        // A type with padding isn't of size 0, for which `chunks_exact_mut` would have no use.
        if T::FACTS.padded {
            for element in bytes.chunks_exact_mut(T::KNOWN.size) {
                // SAFETY: the caller's promise covers each element.
                unsafe { T::zero_padding(element) };
            }
        }
    }
}

const fn array_size<T: InMemory>(len: usize) -> usize {
    match T::KNOWN.size.checked_mul(len) {
        Some(size) => size,
        None => panic!("a type can't be larger than the address space"),
    }
}

/// Validates elements of `T` that stand one behind the other.
#[inline]
pub(crate) fn validate_elements<T: InMemory>(bytes: &[u8]) -> Result<(), Invalid> {
    // A type with fewer values than bit patterns isn't of size 0, for which `chunks_exact` would have no use.
    if !T::FACTS.any_bits {
        for (index, element) in bytes.chunks_exact(T::KNOWN.size).enumerate() {
            T::validate(element).map_err(|invalid| invalid.shifted(index * T::KNOWN.size))?;
        }
    }
    Ok(())
}

/// The value that `bytes`, as many as the type has, are. They need no alignment.
///
/// They are copied once, and the copy is checked: it is right, too, should someone else write to `bytes` meanwhile.
///
/// # Errors
/// If they are invalid for a `T`.
#[inline]
pub(crate) fn value_of<T: InMemory>(bytes: &[u8]) -> Result<T, Invalid> {
    assert_eq!(bytes.len(), size_of::<T>());
    let mut copy = MaybeUninit::<T>::uninit();
    let place = copy.as_mut_ptr().cast::<u8>();
    // SAFETY: both are as many bytes as `T` has, and no one else has the copy.
    unsafe { bytes.as_ptr().copy_to_nonoverlapping(place, size_of::<T>()) };
    if !T::FACTS.any_bits {
        // SAFETY: all bytes of the copy are written. It isn't moved, which would leave out its padding.
        T::validate(unsafe { slice::from_raw_parts(place, size_of::<T>()) })?;
    }
    // SAFETY: the bytes are valid for a `T`: any are, or `validate` found it. A type that is `InMemory` owns nothing, so
    // that a copy of one is sound.
    Ok(unsafe { copy.assume_init() })
}
