//! Gate 1: the layout of a type, asserted to be what this target's compiler makes of it.

use core::mem::{Discriminant, MaybeUninit};

use shared_abi_model::Text;

use crate::SharedAbi;
use crate::abi::InMemory;
use crate::layout::{Field, Kind, Layout, Type, Variant};
use crate::memory::Size;

/// Behind the name of a field's type.
const GROWS: &str = "` is, or steps over, an extensible type, whose size differs from guest to guest; store a \
                     pointer to one";

/// `` `Type.field` ``, or of a variant's field `` `Type.Variant.field` ``.
const fn member(layout: &Layout, index: usize) -> Text {
    let field = layout.fields[index].name;
    match layout.variant_of(index) {
        Some(variant) => {
            let text = Text::new().text("`").text(layout.name).text(".");
            text.text(layout.variants[variant].name)
                .text(".")
                .text(field)
                .text("`")
        }
        None => Text::new().member(layout.name, field),
    }
}

/// An integer that may be an enum's tag: the compiler's own, whatever goes by its name where a type is declared.
pub trait TagInteger: Copy + sealed::Sealed {}

mod sealed {
    /// Of these types alone.
    pub trait Sealed {}
}

macro_rules! tag_integers {
    ($($ty:ident)*) => {$(
        impl sealed::Sealed for $ty {}
        impl TagInteger for $ty {}
    )*};
}
tag_integers!(u8 i8 u16 i16 u32 i32 u64 i64);

/// For the derive: the assertions, and what a type's constants and functions are.
///
/// They are functions of the type that `Describes::CHECKS` has, so that a path which leads to another crate
/// (`crate = "…"`) can't put others in their place. All that an `unsafe impl` rests on is such a function.
pub struct Checks;

impl Checks {
    // Not by the names of `Kind`, `Field` and `Variant`: a module of such a name, in a look-alike, could have others.

    /// The kind of a struct.
    pub const STRUCT: Kind = Kind::Struct;

    /// The kind of a union.
    pub const UNION: Kind = Kind::Union;

    /// The kind of an enum.
    pub const ENUM: Kind = Kind::Enum;

    /// The same field, of a type that gained it.
    #[must_use]
    pub const fn added(field: Field) -> Field {
        field.added()
    }

    /// A variant whose own are `count` fields of the layout, from the one at the index `first` on.
    #[must_use]
    pub const fn variant(name: &'static str, value: i128, first: usize, count: usize) -> Variant {
        Variant::new(name, value).with_fields(first, count)
    }

    /// A field before it has a place.
    #[must_use]
    pub const fn unplaced<T: InMemory>(name: &'static str, ty: &'static str) -> Field {
        let layout = T::KNOWN;
        Field::new(name, Type::new(layout.name), layout.size, layout.align).written(ty)
    }

    /// The name of `T`, a `Handle`, several or a pointer to one, with what it is of.
    #[must_use]
    pub const fn handle<T: InMemory>(object: &str) -> Text {
        Type::new(T::KNOWN.name).with_object(object)
    }

    /// The same field, whose type has this name.
    #[must_use]
    pub const fn of_handle(name: &'static Text, mut field: Field) -> Field {
        field.ty = Type::new(name.name());
        field
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

    /// The layout of a type that the derive refused, so that no type which holds it is refused for that.
    #[must_use]
    pub const fn refused<T>(name: &'static str) -> Layout {
        Layout::leaf(name, Kind::Struct, size_of::<T>(), align_of::<T>())
    }

    /// Compiles where a value is of the form that `T` has in memory by this trait, and not by another of its name.
    pub fn is_form_of<T: SharedAbi>(_: T::Abi) {}

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
            let text = member(layout, index).text(" is at ").number(offset);
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
    pub const fn assert_tag<T, I: TagInteger>(layout: &Layout) {
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
    pub const fn tagged<T, I: TagInteger>(tag: I) -> MaybeUninit<T> {
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
            let text = member(layout, index).text(" is at ").number(field.offset);
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
        let text = Text::new().quoted(layout.name).text(": ").bytes(next - end);
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
    pub const fn assert_no_gap_inside<F: InMemory>(layout: &Layout, index: usize) {
        if F::FACTS.padded {
            let field = &layout.fields[index];
            let text = member(layout, index).text(": `").text(field.written);
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
            let text = member(layout, index).text(" fills ").number(field.size);
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
            let text = member(layout, index).text(": `").text(field.written);
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

    /// Asserts that a field has a size that both sides know: that its type can't gain fields.
    ///
    /// # Panics
    /// Where it can.
    #[track_caller]
    pub const fn assert_fixed<F: InMemory>(layout: &Layout, index: usize) {
        if !<F::Size as Size>::IS_FIXED {
            let field = &layout.fields[index];
            let text = member(layout, index).text(": `").text(field.written);
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
