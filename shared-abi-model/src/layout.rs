//! The layout of a type: `Layout`, and what it is made of.

use core::fmt;

use crate::text::same;
use crate::ty::Type;

/// The size, alignment and fields of a type, the same on wasm32 and on a 64-bit host.
///
/// Its [`Display`](fmt::Display) is a [`Listing`](crate::Listing): one line a field with its offset and size, holes
/// where they are, and a summary.
///
/// ```
/// use shared_abi_model::{Field, Kind, Layout, Type};
///
/// let fields = [Field::new("x", Type::new("i32"), 4, 4)];
/// let layout = Layout::enclose("Point", Kind::Struct, &fields, usize::MAX, 1);
/// assert_eq!((layout.name, layout.size, layout.align), ("Point", 4, 4));
/// assert_eq!(layout.fields[0].name, "x");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Layout<'a> {
    /// The name of the type, without its path and with its arguments: `Node`, `Pair<u8>`, `[u32; 4]`.
    pub name: &'a str,
    /// What kind of type this is.
    pub kind: Kind,
    /// Size in bytes, with the padding at the end.
    pub size: usize,
    /// Alignment in bytes, a power of two.
    pub align: usize,
    /// The fields in the order in which they were declared; empty for a type without any.
    ///
    /// Of an enum: the tag, then the fields of each variant, one variant after the other;
    /// [`fields_of`](Self::fields_of) has those of one.
    pub fields: &'a [Field<'a>],
    /// The variants of an enum.
    pub variants: &'a [Variant<'a>],
    /// Whether the type may gain fields at its end: `#[shared_abi(extensible)]`.
    pub extensible: bool,
}

/// One field of a [`Layout`].
///
/// ```
/// use shared_abi_model::{Field, Type};
///
/// let field = Field::new("next", Type::new("Ptr<Node>"), 8, 8);
/// assert_eq!((field.name, field.ty.as_str(), field.offset, field.size), ("next", "Ptr<Node>", 0, 8));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Field<'a> {
    /// The field's name; of a tuple struct, its index.
    pub name: &'a str,
    /// The type that stands in memory: `PtrMut<Node>` where `*mut Node` was written.
    pub ty: Type<'a>,
    /// The type as it was written in the source; that in memory, where the source isn't known. It makes no difference
    /// between two layouts.
    pub written: &'a str,
    /// Offset in bytes from the start of the type.
    pub offset: usize,
    /// Size in bytes.
    pub size: usize,
    /// Alignment in bytes of the field's type; a packed struct may place it at a lesser one. 0 if that isn't known: of
    /// a struct, enum or union in what was written before version 2.
    pub align: usize,
    /// Whether an older guest may lack the field: `#[shared_abi(added)]`.
    pub added: bool,
}

/// One variant of an enum.
///
/// ```
/// use shared_abi_model::Variant;
///
/// let walking = Variant::new("Walking", 2);
/// assert_eq!((walking.name, walking.value), ("Walking", 2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variant<'a> {
    /// The variant's name.
    pub name: &'a str,
    /// The value of the tag that stands for it.
    pub value: i128,
    /// Which of the layout's fields are its own: the index of the first, and how many.
    pub(crate) own: (usize, usize),
}

/// What kind of type a [`Layout`] describes.
///
/// ```
/// assert_eq!(shared_abi_model::Kind::Union.to_string(), "union");
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

impl Kind {
    /// The keyword of its declaration, or a word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Array => "array",
            Self::Pointer => "pointer",
            Self::Struct => "struct",
            Self::Union => "union",
            Self::Enum => "enum",
        }
    }

    /// Whether a type of this kind is declared, and so stands in locks and manifests.
    #[must_use]
    pub const fn is_declared(self) -> bool {
        matches!(self, Self::Struct | Self::Union | Self::Enum)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<'a> Field<'a> {
    /// A field at offset 0.
    #[must_use]
    pub const fn new(name: &'a str, ty: Type<'a>, size: usize, align: usize) -> Self {
        Self {
            name,
            ty,
            written: ty.as_str(),
            offset: 0,
            size,
            align,
            added: false,
        }
    }

    /// The same field, at another offset.
    #[must_use]
    pub const fn at(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// The same field, whose type was written another way.
    #[must_use]
    pub const fn written(mut self, written: &'a str) -> Self {
        self.written = written;
        self
    }

    /// The same field, of a type that gained it.
    #[must_use]
    pub const fn added(mut self) -> Self {
        self.added = true;
        self
    }

    /// Where it ends, in bytes from the start of the type.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.offset.saturating_add(self.size)
    }
}

impl PartialEq for Field<'_> {
    fn eq(&self, other: &Self) -> bool {
        let places = |field: &Self| (field.offset, field.size, field.align, field.added);
        self.name == other.name && self.ty == other.ty && places(self) == places(other)
    }
}

impl Eq for Field<'_> {}

impl<'a> Variant<'a> {
    /// A variant without fields.
    #[must_use]
    pub const fn new(name: &'a str, value: i128) -> Self {
        Self {
            name,
            value,
            own: (0, 0),
        }
    }

    const fn has(&self, field: usize) -> bool {
        let (first, count) = self.own;
        field >= first && field - first < count
    }

    /// The same variant, with `count` of the layout's fields, from the one at the index `first` on.
    #[must_use]
    pub const fn with_fields(mut self, first: usize, count: usize) -> Self {
        self.own = (first, count);
        self
    }
}

impl<'a> Layout<'a> {
    /// The layout of a type that has no fields of its own.
    #[must_use]
    pub const fn leaf(name: &'a str, kind: Kind, size: usize, align: usize) -> Self {
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

    /// The same layout, with these fields.
    #[must_use]
    pub const fn with_fields(mut self, fields: &'a [Field<'a>]) -> Self {
        self.fields = fields;
        self
    }

    /// The same layout, of an enum with these variants.
    ///
    /// # Panics
    /// If the fields of a variant don't stand behind those of the one before it; one without fields says where they would
    /// stand, unless none has any.
    #[must_use]
    pub const fn with_variants(mut self, variants: &'a [Variant<'a>]) -> Self {
        let (mut end, mut i) = (0, 0);
        while i < variants.len() {
            let (first, count) = variants[i].own;
            assert!(
                first >= end,
                "a variant's fields stand behind those of the one before it"
            );
            end = first + count;
            i += 1;
        }
        self.variants = variants;
        self
    }

    /// The same layout, of a type that may gain fields at its end.
    #[must_use]
    pub const fn extensible(mut self) -> Self {
        self.extensible = true;
        self
    }

    /// The same layout, under another name.
    #[must_use]
    pub const fn named(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// The fields of one of its variants.
    ///
    /// # Panics
    /// If the variant is that of another layout, with more fields than this one has.
    #[must_use]
    pub const fn fields_of(&self, variant: &Variant<'_>) -> &'a [Field<'a>] {
        let (first, count) = variant.own;
        self.fields.split_at(first).1.split_at(count).0
    }

    /// The fields that are no variant's: all of a struct or a union, the tag of an enum.
    #[must_use]
    pub const fn common_fields(&self) -> &'a [Field<'a>] {
        let mut end = self.fields.len();
        let mut i = 0;
        while i < self.variants.len() {
            let (first, count) = self.variants[i].own;
            if count > 0 && first < end {
                end = first;
            }
            i += 1;
        }
        self.fields.split_at(end).0
    }

    /// The index of the variant that the field at this index belongs to.
    #[must_use]
    pub const fn variant_of(&self, index: usize) -> Option<usize> {
        // Each variant's fields stand behind those of the one before it.
        let (mut start, mut end) = (0, self.variants.len());
        while start < end {
            let middle = start + (end - start) / 2;
            if self.variants[middle].own.0 <= index {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        if start > 0 && self.variants[start - 1].has(index) {
            Some(start - 1)
        } else {
            None
        }
    }

    /// The index of the variant of this name.
    #[must_use]
    pub const fn variant_named(&self, name: &str) -> Option<usize> {
        let mut i = 0;
        while i < self.variants.len() {
            if same(self.variants[i].name, name) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// The bytes that belong to no field: holes between the fields and padding at the end.
    ///
    /// Padding inside of a nested type isn't counted. Of a union or an enum, 0: which bytes a value has depends on it.
    ///
    /// ```
    /// # use shared_abi_model::{Field, Kind, Layout, Type};
    /// let fields = [Field::new("kind", Type::new("u8"), 1, 1), Field::new("len", Type::new("u32"), 4, 4).at(4)];
    /// assert_eq!(Layout::enclose("Header", Kind::Struct, &fields, usize::MAX, 1).padding(), 3);
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
    /// # use shared_abi_model::{Field, Kind, Layout, Type};
    /// let fields = [Field::new("kind", Type::new("u8"), 1, 1), Field::new("len", Type::new("u32"), 4, 4).at(4)];
    /// let layout = Layout::enclose("Header", Kind::Struct, &fields, usize::MAX, 1);
    /// assert_eq!(layout.field_at(6).map(|field| field.name), Some("len"));
    /// assert_eq!(layout.field_at(2), None); // padding
    /// ```
    #[must_use]
    pub fn field_at(&self, offset: usize) -> Option<&'a Field<'a>> {
        self.fields
            .iter()
            .find(|f| f.offset <= offset && offset - f.offset < f.size)
    }
}
