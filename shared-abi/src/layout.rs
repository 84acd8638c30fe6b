//! The layout of a type, and the C algorithm that decides it.
//!
//! Everything here is computed in `const` from sizes that don't depend on the target; the derive's
//! assertions then hold the compiler's own layout against it.

use core::fmt;
use core::mem::{Discriminant, MaybeUninit};

use crate::SharedAbi;
use crate::abi::InMemory;
use crate::memory::Size;
use crate::text::Text;

/// The size, alignment and fields of a type, the same on wasm32 and on a 64-bit host.
///
/// Its [`Display`](fmt::Display) prints like `pahole`: one line a field with its offset and size,
/// holes where they are, and a summary.
///
/// ```
/// use shared_abi::{SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Header { kind: u8, len: u32 }
///
/// let layout = layout_of::<Header>();
/// assert_eq!((layout.name, layout.size, layout.align), ("Header", 8, 4));
/// assert_eq!(layout.fields[1].offset, 4);
/// assert!(layout.to_string().contains("3 bytes of padding"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Layout {
    /// The name of the Rust type, without its path and with its arguments: `Node`, `Pair<u8>`, `[u32; 4]`.
    pub name: &'static str,
    /// What kind of type this is.
    pub kind: Kind,
    /// Size in bytes, with the padding at the end.
    pub size: usize,
    /// Alignment in bytes, a power of two.
    pub align: usize,
    /// The fields in the order in which they were declared; empty for a type without any.
    ///
    /// For an enum: the tag, then the fields of each variant as `Variant.field`.
    pub fields: &'static [Field],
    /// The variants of an enum.
    pub variants: &'static [Variant],
    /// Whether the type may gain fields at its end: `#[shared_abi(extensible)]`.
    pub extensible: bool,
}

/// One field of a [`Layout`].
///
/// ```
/// use shared_abi::{Ptr, SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Entry { key: u32, value: Ptr<u8> }
///
/// let value = layout_of::<Entry>().fields[1];
/// assert_eq!((value.name, value.ty, value.offset, value.size), ("value", "Ptr<u8>", 8, 8));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The field's name; of a tuple struct, its index.
    pub name: &'static str,
    /// The field's type, as it was written.
    pub ty: &'static str,
    /// The name of the type that stands in memory: `PtrMut<Node>` where `*mut Node` was written.
    pub abi: &'static str,
    /// Offset in bytes from the start of the type.
    pub offset: usize,
    /// Size in bytes.
    pub size: usize,
    /// Alignment in bytes of the field's type; a packed struct may place it at a lesser one.
    pub align: usize,
    /// Whether an older guest may lack the field: `#[shared_abi(added)]`.
    pub added: bool,
}

/// One variant of an enum.
///
/// ```
/// use shared_abi::{SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(u8)]
/// enum Activity { Standing = 1, Walking }
///
/// let walking = layout_of::<Activity>().variants[1];
/// assert_eq!((walking.name, walking.value), ("Walking", 2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variant {
    /// The variant's name.
    pub name: &'static str,
    /// The value of the tag that stands for it.
    pub value: i128,
}

/// What kind of type a [`Layout`] describes.
///
/// ```
/// use shared_abi::{Kind, layout_of};
///
/// assert_eq!(layout_of::<u64>().kind, Kind::Scalar);
/// assert_eq!(layout_of::<*const u64>().kind, Kind::Pointer);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A number, `bool` or `char`.
    Scalar,
    /// An array.
    Array,
    /// A pointer, slice, string, function or handle slot.
    Pointer,
    /// A struct.
    Struct,
    /// A union: its fields overlap.
    Union,
    /// An enum, with or without data.
    Enum,
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

impl Layout {
    /// The layout of a type that has no fields of its own.
    pub(crate) const fn leaf(name: &'static str, kind: Kind, size: usize, align: usize) -> Self {
        Self {
            name,
            kind,
            size,
            align,
            fields: &[],
            variants: &[],
            extensible: false,
        }
    }

    /// The bytes that belong to no field: holes between the fields and padding at the end.
    ///
    /// Padding inside of a nested type isn't counted. Of a union or an enum, 0.
    ///
    /// ```
    /// # use shared_abi::{SharedAbi, layout_of};
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Header { kind: u8, len: u32 }
    ///
    /// assert_eq!(layout_of::<Header>().padding(), 3);
    /// ```
    #[must_use]
    pub const fn padding(&self) -> usize {
        if !matches!(self.kind, Kind::Struct) {
            return 0;
        }
        let mut used = 0;
        let mut i = 0;
        while i < self.fields.len() {
            used += self.fields[i].size;
            i += 1;
        }
        self.size - used
    }

    /// The field in which the byte at `offset` lies; of several that overlap, the first.
    ///
    /// ```
    /// # use shared_abi::{SharedAbi, layout_of};
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Header { kind: u8, len: u32 }
    ///
    /// let layout = layout_of::<Header>();
    /// assert_eq!(layout.field_at(6).map(|field| field.name), Some("len"));
    /// assert_eq!(layout.field_at(2), None); // padding
    /// ```
    #[must_use]
    pub fn field_at(&self, offset: usize) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|f| f.offset <= offset && offset - f.offset < f.size)
    }
}

// ---- The C algorithm -------------------------------------------------------------------------

/// Behind the name of a field's type.
const GROWS: &str = "` is, or steps over, an extensible type, whose size differs from guest to guest; store a \
                     pointer to one";

const fn round_up(offset: usize, align: usize) -> usize {
    match offset.checked_next_multiple_of(align) {
        Some(rounded) => rounded,
        None => panic!("a type can't be larger than the address space"),
    }
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// For the derive: the C algorithm, and the assertions.
///
/// They are functions of the type that `InMemory::KNOWN` has, so that a path which leads to another crate
/// (`crate = "…"`) can't put others in their place.
#[doc(hidden)]
impl Layout {
    /// A field before it has a place.
    #[must_use]
    pub const fn unplaced<T: InMemory>(name: &'static str, ty: &'static str) -> Field {
        let layout = T::KNOWN;
        Field {
            name,
            ty,
            abi: layout.name,
            offset: 0,
            size: layout.size,
            align: layout.align,
            added: false,
        }
    }

    /// A field before it has a place, whose type has the name of a number, `bool`, `char` or `PhantomData`.
    ///
    /// Such a field has no other assertion that it is no type which gains fields.
    ///
    /// # Panics
    /// If it is another type of that name, and may gain fields.
    #[must_use]
    #[track_caller]
    pub const fn unplaced_scalar<T: InMemory>(name: &'static str, ty: &'static str) -> Field {
        if !<T::Size as Size>::IS_FIXED {
            let text = Text::new().quoted(name).text(": `").text(ty);
            panic!("{}", text.text(GROWS).as_str());
        }
        Self::unplaced::<T>(name, ty)
    }

    /// Places fields one after the other, each at the next multiple of its alignment, or of `pack` where
    /// that is less, starting at `start`.
    #[must_use]
    pub const fn place<const N: usize>(mut fields: [Field; N], start: usize, pack: usize) -> [Field; N] {
        let mut end = start;
        let mut i = 0;
        while i < N {
            fields[i].offset = round_up(end, min(fields[i].align, pack));
            end = match fields[i].offset.checked_add(fields[i].size) {
                Some(end) => end,
                None => panic!("a type can't be larger than the address space"),
            };
            i += 1;
        }
        fields
    }

    /// The layout of fields that have their places: a struct after [`place`], a union with every offset 0.
    #[must_use]
    pub const fn enclose(
        name: &'static str,
        kind: Kind,
        fields: &'static [Field],
        pack: usize,
        align: usize,
    ) -> Layout {
        let mut total_align = align;
        let mut end = 0;
        let mut i = 0;
        while i < fields.len() {
            total_align = max(total_align, min(fields[i].align, pack));
            end = max(end, fields[i].offset + fields[i].size);
            i += 1;
        }
        Layout {
            name,
            kind,
            size: round_up(end, total_align),
            align: total_align,
            fields,
            variants: &[],
            extensible: false,
        }
    }

    /// The same layout, of an enum with these variants.
    #[must_use]
    pub const fn with_variants(mut layout: Layout, variants: &'static [Variant]) -> Layout {
        layout.variants = variants;
        layout
    }

    /// One variant of an enum.
    #[must_use]
    pub const fn variant(name: &'static str, value: i128) -> Variant {
        Variant { name, value }
    }

    /// The same field, of a type that gained it.
    #[must_use]
    pub const fn added(mut field: Field) -> Field {
        field.added = true;
        field
    }

    /// The same layout, of a type that may gain fields at its end.
    #[must_use]
    pub const fn extensible(mut layout: Layout) -> Layout {
        layout.extensible = true;
        layout
    }

    /// The layout of a type that the derive refused, so that no type which holds it is refused for that.
    #[must_use]
    pub const fn refused<T>(name: &'static str) -> Layout {
        Layout {
            name,
            kind: Kind::Struct,
            size: size_of::<T>(),
            align: align_of::<T>(),
            fields: &[],
            variants: &[],
            extensible: false,
        }
    }

    /// Moves the fields of an enum's variants to behind its tag: every payload starts at the same offset.
    ///
    /// `fields[0]` is the tag; the others have been placed from 0, variant by variant.
    #[must_use]
    pub const fn behind_tag<const N: usize>(mut fields: [Field; N], align: usize) -> [Field; N] {
        let mut payload_align = align;
        let mut i = 1;
        while i < N {
            payload_align = max(payload_align, fields[i].align);
            i += 1;
        }
        let start = round_up(fields[0].size, payload_align);
        let mut i = 1;
        while i < N {
            fields[i].offset += start;
            i += 1;
        }
        fields
    }

    /// Joins the fields of an enum's tag and variants into one list.
    #[must_use]
    pub const fn join<const N: usize>(parts: &[&[Field]]) -> [Field; N] {
        let mut all = [Field {
            name: "",
            ty: "",
            abi: "",
            offset: 0,
            size: 0,
            align: 1,
            added: false,
        }; N];
        let (mut n, mut i) = (0, 0);
        while i < parts.len() {
            let mut j = 0;
            while j < parts[i].len() {
                all[n] = parts[i][j];
                n += 1;
                j += 1;
            }
            i += 1;
        }
        all
    }
}

// ---- Gate 1: what the derive asserts ---------------------------------------------------------

/// For the derive.
#[doc(hidden)]
impl Layout {
    /// Asserts that the compiler laid `T` out with the ABI's size and alignment.
    ///
    /// # Panics
    /// With both numbers, where it did not.
    #[track_caller]
    pub const fn assert_size<T>(layout: &Layout) {
        let (size, align) = (size_of::<T>(), align_of::<T>());
        if layout.align != align {
            let text = Text::new()
                .quoted(layout.name)
                .text(" is aligned to ")
                .number(align);
            let text = text
                .text(" by this target's compiler, but to ")
                .number(layout.align);
            let text = text.text(" in the shared ABI; a target that aligns types otherwise can't share them");
            panic!("{}", text.as_str());
        }
        if layout.size != size {
            let text = Text::new().quoted(layout.name).text(" is ").number(size);
            let text = text
                .text(" bytes on this target, but ")
                .number(layout.size)
                .text(" in the shared ABI");
            panic!("{}", text.as_str());
        }
    }

    /// Where `value` starts. (A user's trait can put another in the place of the method for it.)
    #[must_use]
    pub const fn start<T>(value: &MaybeUninit<T>) -> *const T {
        value.as_ptr()
    }

    /// A value of `T` to look for its fields in, without any bytes.
    #[must_use]
    pub const fn uninit<T>() -> MaybeUninit<T> {
        MaybeUninit::uninit()
    }

    /// Asserts that the compiler put a field where the ABI has it: `field`, of a value at `start`.
    ///
    /// The caller names `F`, so that the field is proven to be of that type.
    ///
    /// # Safety
    /// `field` lies inside of the value at `start`.
    ///
    /// # Panics
    /// With both numbers, where it did not.
    #[track_caller]
    pub const unsafe fn assert_offset<T, F>(layout: &Layout, index: usize, start: *const T, field: *const F) {
        // SAFETY: both lie in one value, as the caller promises.
        let offset = unsafe { field.byte_offset_from(start) } as usize;
        let expected = &layout.fields[index];
        if expected.offset != offset {
            let text = Text::new()
                .member(layout.name, expected.name)
                .text(" is at ")
                .number(offset);
            let text = text
                .text(" on this target, but at ")
                .number(expected.offset)
                .text(" in the shared ABI");
            panic!("{}", text.as_str());
        }
    }

    /// Asserts that the tag of the enum `T` is an integer as long as `I`.
    ///
    /// # Panics
    /// With both numbers, where it isn't.
    #[track_caller]
    pub const fn assert_tag<T, I>(layout: &Layout) {
        let found = size_of::<Discriminant<T>>();
        if found != size_of::<I>() {
            let text = Text::new()
                .quoted(layout.name)
                .text(" has another tag on this target, of ");
            let text = text.number(found).text(" bytes, than in the shared ABI, of ");
            panic!("{}", text.number(size_of::<I>()).as_str());
        }
    }

    /// A value of the enum `T` with the tag `tag`, an integer, of which nothing else is initialized.
    ///
    /// The compiler can tell its variant only if that is told by no more than this tag.
    #[must_use]
    pub const fn tagged<T, I: Copy>(tag: I) -> MaybeUninit<T> {
        assert!(
            size_of::<I>() <= size_of::<T>(),
            "an enum has the bytes of its tag"
        );
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the tag is no longer than the value.
        unsafe { value.as_mut_ptr().cast::<I>().write_unaligned(tag) };
        value
    }

    /// Asserts that the compiler knows a variant by the tag that the ABI has for it: that it is the one that was looked
    /// for.
    ///
    /// # Panics
    /// Where it is another.
    #[track_caller]
    pub const fn assert_variant(layout: &Layout, wanted: usize, found: usize) {
        if wanted != found {
            let wanted = &layout.variants[wanted];
            let text = Text::new().member(layout.name, wanted.name);
            let text = text
                .text(" has the tag ")
                .integer(wanted.value)
                .text(" in the shared ABI, which is ");
            let text = text.member(layout.name, layout.variants[found].name);
            panic!("{}", text.text(" on this target").as_str());
        }
    }

    /// Asserts a `#[shared_abi(size = …)]` pin.
    ///
    /// A type that is as much too long as its last pinned field is too far back has not moved once more.
    ///
    /// # Panics
    /// With both numbers, and the first field that is not at its own pin.
    #[track_caller]
    pub const fn assert_pinned_size(layout: &Layout, pinned: usize, offsets: &[Option<usize>]) {
        if layout.size == pinned {
            return;
        }
        let mut last = offsets.len();
        while last > 0 {
            last -= 1;
            if let Some(offset) = offsets[last] {
                if layout.fields[last].offset.wrapping_sub(offset) == layout.size.wrapping_sub(pinned) {
                    return;
                }
                break;
            }
        }
        let mut text = Text::new().quoted(layout.name).text(" is ").number(layout.size);
        text = text.text(" bytes, pinned at ").number(pinned);
        let mut i = 0;
        while i < offsets.len() {
            if let Some(offset) = offsets[i]
                && layout.fields[i].offset != offset
            {
                text = text
                    .text("; first difference: ")
                    .quoted(layout.fields[i].name)
                    .text(" is at ");
                text = text
                    .number(layout.fields[i].offset)
                    .text(", pinned at ")
                    .number(offset);
                break;
            }
            i += 1;
        }
        panic!(
            "{}",
            text.text("; restore the fields, or change the pin if both sides are rebuilt")
                .as_str()
        );
    }

    /// Asserts a `#[shared_abi(align = …)]` pin.
    ///
    /// # Panics
    /// With both numbers.
    #[track_caller]
    pub const fn assert_pinned_align(layout: &Layout, pinned: usize) {
        if layout.align != pinned {
            let text = Text::new()
                .quoted(layout.name)
                .text(" is aligned to ")
                .number(layout.align);
            let text = text.text(", pinned at ").number(pinned);
            let text = text.text("; restore the fields, or change the pin if both sides are rebuilt");
            panic!("{}", text.as_str());
        }
    }

    /// Asserts a `#[shared_abi(offset = …)]` pin.
    ///
    /// `before` is the index and the pin of the pinned field before it: where that one has moved as far, it has
    /// taken this one along, and one error is enough.
    ///
    /// # Panics
    /// With both numbers.
    #[track_caller]
    pub const fn assert_pinned_offset(
        layout: &Layout,
        index: usize,
        pinned: usize,
        before: Option<(usize, usize)>,
    ) {
        let field = &layout.fields[index];
        if let Some((before, its_pin)) = before
            && layout.fields[before].offset.wrapping_sub(its_pin) == field.offset.wrapping_sub(pinned)
        {
            return;
        }
        if field.offset != pinned {
            let text = Text::new()
                .member(layout.name, field.name)
                .text(" is at ")
                .number(field.offset);
            let text = text.text(", pinned at ").number(pinned);
            let text =
                text.text("; restore the fields before it, or change the pin if both sides are rebuilt");
            panic!("{}", text.as_str());
        }
    }

    /// Asserts for `#[shared_abi(deny_padding)]` that no gap follows a field.
    ///
    /// # Panics
    /// With the gap and the field that would fill it.
    #[track_caller]
    pub const fn assert_no_gap(layout: &Layout, index: usize) {
        let field = &layout.fields[index];
        let end = field.offset + field.size;
        let last = index + 1 == layout.fields.len();
        let next = if last {
            layout.size
        } else {
            layout.fields[index + 1].offset
        };
        if next == end {
            return;
        }
        let text = Text::new().quoted(layout.name).text(": ").number(next - end);
        let text = text.text(if next - end == 1 { " byte" } else { " bytes" });
        let text = text
            .text(" of implicit padding after ")
            .quoted(field.name)
            .text(" (ends at ")
            .number(end);
        let text = if last {
            text.text(", the type at ").number(next)
        } else {
            text.text(", ")
                .quoted(layout.fields[index + 1].name)
                .text(" starts at ")
                .number(next)
        };
        let text = text
            .text("); add `_pad")
            .number(index)
            .text(": [u8; ")
            .number(next - end)
            .text("]`");
        panic!("{}", text.as_str());
    }

    /// Asserts for `#[shared_abi(deny_padding)]` that the type of a field has no padding either.
    ///
    /// # Panics
    /// With the field, where its type has.
    #[track_caller]
    pub const fn assert_no_gap_inside(layout: &Layout, index: usize, padded: bool) {
        if padded {
            let field = &layout.fields[index];
            let text = Text::new()
                .member(layout.name, field.name)
                .text(": `")
                .text(field.ty);
            let text =
                text.text("` has implicit padding of its own; add `#[shared_abi(deny_padding)]` to it");
            panic!("{}", text.text(" and fill its gaps").as_str());
        }
    }

    /// Asserts that a union's member fills it, as `deny_padding` asks.
    ///
    /// # Panics
    /// With both numbers.
    #[track_caller]
    pub const fn assert_member_fills(layout: &Layout, index: usize) {
        let field = &layout.fields[index];
        if field.size != layout.size {
            let text = Text::new()
                .member(layout.name, field.name)
                .text(" fills ")
                .number(field.size);
            let text = text.text(" of the union's ").number(layout.size);
            let text = text.text(" bytes; wrap it in a struct that ends in `[u8; ");
            let text = text.number(layout.size - field.size).text("]`");
            panic!("{}", text.as_str());
        }
    }

    /// Asserts that a field isn't rewritten: of a union, since nobody knows which member to convert; of a
    /// generic type, since its tokens have to show whether it needs a twin.
    ///
    /// # Panics
    /// Where it is.
    #[track_caller]
    pub const fn assert_not_rewritten<F: SharedAbi>(layout: &Layout, index: usize) {
        if F::REWRITTEN || !F::FORM.is_own() {
            let field = &layout.fields[index];
            let text = Text::new()
                .member(layout.name, field.name)
                .text(": `")
                .text(field.ty);
            let text =
                text.text("` holds a native pointer, 4 bytes on wasm32 and 8 on a 64-bit host, which ");
            let text = text.text(if matches!(layout.kind, Kind::Union) {
                "a union can't"
            } else {
                "a generic type can't behind another name"
            });
            let text = text.text("; use `Ptr<T>`, `PtrMut<T>`, or the `Abi` type of a struct");
            panic!("{}", text.as_str());
        }
    }

    /// The kind of a struct.
    pub const STRUCT: Kind = Kind::Struct;

    /// The kind of a union.
    pub const UNION: Kind = Kind::Union;

    /// The kind of an enum.
    pub const ENUM: Kind = Kind::Enum;

    /// Asserts that a field has a size that both sides know: that its type can't gain fields.
    ///
    /// # Panics
    /// Where it can.
    #[track_caller]
    pub const fn assert_fixed(layout: &Layout, index: usize, is_fixed: bool) {
        if !is_fixed {
            let field = &layout.fields[index];
            let text = Text::new()
                .member(layout.name, field.name)
                .text(": `")
                .text(field.ty);
            panic!("{}", text.text(GROWS).as_str());
        }
    }

    /// Asserts that a type is plain data: the host copies its bytes, so nothing may run when one is dropped.
    ///
    /// # Panics
    /// Where `T` needs to be dropped.
    #[track_caller]
    pub const fn assert_plain<T>(name: &str) {
        if core::mem::needs_drop::<T>() {
            let text = Text::new()
                .quoted(name)
                .text(" implements `Drop`, but its bytes are copied between ");
            let text = text.text("guest and host; remove the `Drop` impl");
            panic!("{}", text.as_str());
        }
    }
}

// ---- Printing --------------------------------------------------------------------------------

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyword = match self.kind {
            Kind::Struct => "struct ",
            Kind::Union => "union ",
            Kind::Enum => "enum ",
            Kind::Scalar | Kind::Array | Kind::Pointer => "",
        };
        if self.fields.is_empty() {
            return write!(
                f,
                "{keyword}{};  /* size: {}, align: {} */",
                self.name, self.size, self.align
            );
        }
        let width = self
            .fields
            .iter()
            .map(|m| m.name.chars().count() + m.ty.chars().count())
            .max()
            .unwrap_or(0);
        let hole = |f: &mut fmt::Formatter<'_>, bytes: usize| {
            let s = if bytes == 1 { "" } else { "s" };
            writeln!(f, "    /* {bytes} byte{s} of padding */")
        };
        writeln!(f, "{keyword}{} {{", self.name)?;
        let mut end = 0;
        for field in self.fields {
            if matches!(self.kind, Kind::Struct) && field.offset > end {
                hole(f, field.offset - end)?;
            }
            let fill = width - field.name.chars().count() - field.ty.chars().count();
            writeln!(
                f,
                "    {}: {},{:fill$}  /* {:4} {:4} */",
                field.name, field.ty, "", field.offset, field.size
            )?;
            end = field.offset + field.size;
        }
        if matches!(self.kind, Kind::Struct) && self.size > end {
            hole(f, self.size - end)?;
        }
        write!(
            f,
            "}};  /* size: {}, align: {}, fields: {}",
            self.size,
            self.align,
            self.fields.len()
        )?;
        match self.padding() {
            0 => f.write_str(" */"),
            padding => write!(f, ", padding: {padding} */"),
        }
    }
}
