//! Layouts as data: what a lock file and a manifest hold.

use std::collections::BTreeMap;
use std::fmt;

/// A set of layouts, by name.
///
/// ```
/// use shared_abi_layouts::Layouts;
///
/// let layouts = Layouts::parse("struct B, size 8, align 4\n\nstruct A, size 4, align 4\n")?;
/// assert_eq!((layouts.len(), layouts.is_empty()), (2, false));
/// assert_eq!(layouts.get("B").unwrap().size, 8);
/// let names: Vec<_> = layouts.iter().map(|layout| layout.name.as_str()).collect();
/// assert_eq!(names, ["A", "B"]);
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layouts {
    types: BTreeMap<String, TypeLayout>,
}

/// The layout of one type.
///
/// ```
/// use shared_abi_layouts::{FieldLayout, Kind, TypeLayout};
///
/// let point = TypeLayout {
///     name: "Point".into(),
///     kind: Kind::Struct,
///     size: 4,
///     align: 4,
///     extensible: false,
///     fields: vec![FieldLayout { name: "x".into(), ty: "i32".into(), offset: 0, size: 4, added: false }],
///     variants: vec![],
/// };
/// assert_eq!(point.to_string(), "struct Point, size 4, align 4\n    x: i32, offset 0, size 4\n");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeLayout {
    /// Its name, without a path and with its arguments: `Node`, `Pair<u8>`.
    pub name: String,
    /// What kind of type it is.
    pub kind: Kind,
    /// Size in bytes, with the padding at the end.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// Whether it may gain fields at its end.
    pub extensible: bool,
    /// Its fields in the order in which they were declared; of an enum the tag, then the fields of each
    /// variant as `Variant.field`.
    pub fields: Vec<FieldLayout>,
    /// The variants of an enum.
    pub variants: Vec<VariantValue>,
}

/// One field of a [`TypeLayout`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldLayout {
    /// Its name; of a tuple struct, its index.
    pub name: String,
    /// The type that stands in memory, in full: `u32`, `[u8; 4]`, `PtrMut<Node>`, `Sample`.
    pub ty: String,
    /// Offset in bytes from the start of the type.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
    /// Whether the type gained it later, so that an older guest doesn't have it.
    pub added: bool,
}

/// One variant of an enum, and the value of its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantValue {
    /// Its name.
    pub name: String,
    /// The tag.
    pub value: i128,
}

/// What kind of type a [`TypeLayout`] describes.
///
/// ```
/// assert_eq!(shared_abi_layouts::Kind::Union.to_string(), "union");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A struct.
    Struct,
    /// A union: its fields overlap.
    Union,
    /// An enum, with or without data.
    Enum,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Struct => "struct",
            Self::Union => "union",
            Self::Enum => "enum",
        })
    }
}

impl Layouts {
    /// No layouts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The layout of the type with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&TypeLayout> {
        self.types.get(name)
    }

    /// All of them, sorted by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &TypeLayout> {
        self.types.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// Adds a layout. The same one may be added again.
    ///
    /// ```
    /// # use shared_abi_layouts::Layouts;
    /// let mut layouts = Layouts::parse("struct A, size 4, align 4\n")?;
    /// let mut other = layouts.get("A").unwrap().clone();
    /// assert_eq!(layouts.insert(other.clone()), Ok(()));
    /// other.size = 8;
    /// assert_eq!(layouts.insert(other.clone()), Err(other));
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    ///
    /// # Errors
    /// If there is another one of that name already; it stays, and `layout` is handed back.
    pub fn insert(&mut self, layout: TypeLayout) -> Result<(), TypeLayout> {
        match self.types.get(&layout.name) {
            Some(there) if *there == layout => Ok(()),
            Some(_) => Err(layout),
            None => {
                self.types.insert(layout.name.clone(), layout);
                Ok(())
            }
        }
    }
}
