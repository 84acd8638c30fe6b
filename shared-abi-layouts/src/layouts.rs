//! A set of layouts: what a lock file and a manifest hold.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use shared_abi_model::{Field, Kind, Layout, Signature, Variant};

use crate::compare::{TypeChange, common_fields};

/// A set of layouts, by name, and of the signatures of functions. It borrows the text that it was read from.
///
/// ```
/// use shared_abi_layouts::Layouts;
///
/// let layouts = Layouts::parse("struct B, size 8, align 4\n\nstruct A, size 4, align 4\n")?;
/// assert_eq!((layouts.len(), layouts.is_empty()), (2, false));
/// assert_eq!(layouts.get("B").unwrap().size, 8);
/// let names: Vec<_> = layouts.iter().map(|layout| layout.name).collect();
/// assert_eq!(names, ["A", "B"]);
/// # Ok::<(), shared_abi_layouts::NotationError>(())
/// ```
#[derive(Clone, Default)]
pub struct Layouts<'a> {
    /// Those of all types, one type behind the other.
    fields: Vec<Field<'a>>,
    variants: Vec<Variant<'a>>,
    types: BTreeMap<&'a str, Entry>,
    functions: BTreeMap<&'a str, Signature<'a>>,
}

/// A type, and where its fields and variants stand.
#[derive(Clone)]
struct Entry {
    kind: Kind,
    size: usize,
    align: usize,
    extensible: bool,
    fields: Range<usize>,
    variants: Range<usize>,
}

/// What two sets say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// A type, and how its layout in the set that was to be added differs.
    Type(TypeChange),
    /// A function, by its name.
    Function(String),
}

impl<'a> Layouts<'a> {
    /// No layouts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The layout of the type with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Layout<'_>> {
        let (name, entry) = self.types.get_key_value(name)?;
        Some(self.layout(name, entry))
    }

    /// All of them, sorted by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Layout<'_>> {
        self.types.iter().map(|(name, entry)| self.layout(name, entry))
    }

    fn layout<'s>(&'s self, name: &'s str, entry: &Entry) -> Layout<'s> {
        let layout = Layout::leaf(name, entry.kind, entry.size, entry.align)
            .with_fields(&self.fields[entry.fields.clone()])
            .with_variants(&self.variants[entry.variants.clone()]);
        if entry.extensible {
            layout.extensible()
        } else {
            layout
        }
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

    /// The functions whose signatures are there, too, sorted by name.
    ///
    /// ```
    /// use shared_abi_layouts::Layouts;
    ///
    /// let layouts = Layouts::parse("fn label(Slice<Sample>, u32) -> u8\n")?;
    /// let (name, signature) = layouts.functions().next().unwrap();
    /// assert_eq!((name, signature.parameters().count()), ("label", 2));
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    pub fn functions(&self) -> impl ExactSizeIterator<Item = (&str, Signature<'_>)> {
        self.functions.iter().map(|(name, signature)| (*name, *signature))
    }

    /// Adds a layout. One that doesn't differ may be added again.
    ///
    /// ```
    /// # use shared_abi_layouts::Layouts;
    /// # use shared_abi_model::{Kind, Layout};
    /// let mut layouts = Layouts::new();
    /// let small = Layout::leaf("A", Kind::Struct, 4, 4);
    /// assert_eq!(layouts.insert(small), Ok(()));
    /// assert_eq!(layouts.insert(small), Ok(()));
    /// let large = Layout::leaf("A", Kind::Struct, 8, 4);
    /// assert_eq!(layouts.insert(large), Err(large));
    /// ```
    ///
    /// # Errors
    /// If there is another one of that name already; it stays, and `layout` is handed back.
    pub fn insert(&mut self, layout: Layout<'a>) -> Result<(), Layout<'a>> {
        self.add(layout.name, &layout, layout.fields, layout.variants)
            .map_err(|_| layout)
    }

    /// Adds what another set has.
    ///
    /// # Errors
    /// At the first type or function that this set has otherwise; what came before it is added.
    pub fn join(&mut self, more: &Layouts<'a>) -> Result<(), Conflict> {
        for (name, entry) in &more.types {
            let layout = more.layout(name, entry);
            let fields = &more.fields[entry.fields.clone()];
            let variants = &more.variants[entry.variants.clone()];
            self.add(name, &layout, fields, variants)
                .map_err(Conflict::Type)?;
        }
        for (name, signature) in &more.functions {
            if !self.add_function(name, *signature) {
                return Err(Conflict::Function((*name).to_owned()));
            }
        }
        Ok(())
    }

    /// The types with the names that are wanted.
    pub(crate) fn only(&self, is_wanted: impl Fn(&str) -> bool) -> Self {
        let mut only = self.clone();
        only.types.retain(|name, _| is_wanted(name));
        only
    }

    /// Adds a layout with these fields and variants, but for its name.
    ///
    /// If there is one of that name, what is said in the second alone is taken from it: what a `FnPtr` or a `Handle` is
    /// of. Else one that says nothing would let two pass that contradict each other.
    ///
    /// # Errors
    /// How it differs from the one of that name, which stays.
    pub(crate) fn add(
        &mut self,
        name: &'a str,
        layout: &Layout<'_>,
        fields: &[Field<'a>],
        variants: &[Variant<'a>],
    ) -> Result<(), TypeChange> {
        let Some(entry) = self.types.get(name) else {
            let behind = |start: usize, len: usize| start..start + len;
            let entry = Entry {
                kind: layout.kind,
                size: layout.size,
                align: layout.align,
                extensible: layout.extensible,
                fields: behind(self.fields.len(), fields.len()),
                variants: behind(self.variants.len(), variants.len()),
            };
            self.fields.extend_from_slice(fields);
            self.variants.extend_from_slice(variants);
            self.types.insert(name, entry);
            return Ok(());
        };
        let there = self.layout(name, entry);
        let layout = layout.with_fields(fields).with_variants(variants);
        if let Some(change) = TypeChange::between(&there, &layout) {
            return Err(change);
        }
        let pairs = common_fields(&there, &layout);
        let known = &mut self.fields[entry.fields.clone()];
        for (left, right) in pairs {
            let (known, field) = (&mut known[left], &fields[right]);
            if field.ty.as_str().len() > known.ty.as_str().len() {
                known.ty = field.ty;
            }
        }
        Ok(())
    }

    /// Adds the signature of a function; `false` if there is another one of that name.
    pub(crate) fn add_function(&mut self, name: &'a str, signature: Signature<'a>) -> bool {
        *self.functions.entry(name).or_insert(signature) == signature
    }

    /// Gives the fields whose alignment wasn't written, as before version 2, that of their types.
    pub(crate) fn align_fields(&mut self) {
        let types = &self.types;
        for field in self.fields.iter_mut().filter(|field| field.align == 0) {
            let of_named = || types.get(field.ty.holds()?).map(|entry| entry.align);
            field.align = field.ty.align().or_else(of_named).unwrap_or(0);
        }
    }
}

/// Prints all of them in the notation, sorted by name, with a blank line between two, and then the functions.
impl fmt::Display for Layouts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, layout) in self.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            layout.notation().fmt(f)?;
        }
        if !self.is_empty() && !self.functions.is_empty() {
            writeln!(f)?;
        }
        for (name, signature) in self.functions() {
            writeln!(f, "fn {name}{}", signature.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Layouts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Layouts<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter()) && self.functions == other.functions
    }
}

impl Eq for Layouts<'_> {}
