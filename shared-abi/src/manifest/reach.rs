//! Which types a type reaches, inline or through its pointers.
//!
//! Types lead in circles: a node points to a node. Constants can't, but statics can name each other's addresses. So
//! each type has a static [`Node`] and a constant [`Edge`] that leads to it. A generic type can't have a static, and
//! has a constant node; where such a one points to another generic type it says so by name only, which
//! [`Reachable::of`] then looks for.
//!
//! A constant can't compare addresses, and two types may have one name and one text, but lead to different ones. So what
//! a type is is told by its name and its [`Origin`].

use core::mem::MaybeUninit;

use shared_abi_model::{Differences, Text, same};

use crate::SharedAbi;
use crate::abi::InMemory;
use crate::layout::Layout;

/// A type with a name, and where it leads.
pub struct Node {
    /// The type.
    pub layout: &'static Layout,
    /// Which type of that name it is.
    pub origin: &'static Origin,
    /// What its fields hold and point to.
    pub edges: &'static [Edge],
    /// Its fields that point to a type which is not among the edges.
    pub named: &'static [Named],
}

/// A field that points to a type which is only named.
pub struct Named {
    /// The field.
    pub field: &'static str,
    /// The name of the type, or empty if it has none.
    pub target: &'static str,
    /// Which type of that name.
    pub origin: &'static Origin,
}

/// Which one of all types of a name a type is: where it was declared, and which its arguments are.
pub struct Origin {
    place: &'static str,
    arguments: &'static [&'static Self],
}

impl Origin {
    /// Of a type that no two have the name of.
    pub const NONE: &'static Self = &Self::at("");

    /// Of a type without arguments: the module and the place in its file.
    #[must_use]
    pub const fn at(place: &'static str) -> Self {
        Self::applied(place, &[])
    }

    /// Of a generic type with these arguments. What an argument that is a constant is, the name says.
    #[must_use]
    pub const fn applied(place: &'static str, arguments: &'static [&'static Self]) -> Self {
        Self { place, arguments }
    }

    const fn is(&self, other: &Self) -> bool {
        if !same(self.place, other.place) || self.arguments.len() != other.arguments.len() {
            return false;
        }
        let mut i = 0;
        while i < self.arguments.len() {
            if !self.arguments[i].is(other.arguments[i]) {
                return false;
            }
            i += 1;
        }
        true
    }
}

/// The way to a node; or nowhere, of a type that has no name of its own and leads to none.
///
/// The compiler looks at all that a constant leads to, and a circle would have no end. It doesn't look into a
/// `MaybeUninit`.
#[derive(Clone, Copy)]
pub struct Edge(MaybeUninit<Option<&'static Node>>);

impl Edge {
    /// Nowhere.
    pub const NONE: Self = Self(MaybeUninit::new(None));

    /// The way to `node`.
    #[must_use]
    pub const fn to(node: &'static Node) -> Self {
        Self(MaybeUninit::new(Some(node)))
    }

    const fn node(self) -> Option<&'static Node> {
        // SAFETY: both constructors initialize it, and nothing else writes to it.
        unsafe { self.0.assume_init() }
    }
}

/// Types that a manifest names: one that is [`SharedAbi`], or a tuple of up to twelve of these.
///
/// ```
/// use shared_abi::{SharedAbi, Types};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Point { x: i32, y: i32 }
///
/// fn takes<T: Types>() {}
/// takes::<Point>();
/// takes::<(Point, u32, (Point, *const Point))>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be in a manifest",
    label = "not shareable",
    note = "a manifest names types that derive `SharedAbi`, or tuples of up to twelve of them"
)]
pub trait Types {
    #[doc(hidden)]
    const LISTED: Listed;
}

/// A type that is named, or several.
pub enum Listed {
    /// One.
    Type(Edge),
    /// Several.
    Tuple(&'static [Self]),
}

#[diagnostic::do_not_recommend]
impl<T: SharedAbi> Types for T {
    const LISTED: Listed = Listed::Type(<T::Abi as InMemory>::EDGE);
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$first: Types $(, $rest: Types)*> Types for ($first, $($rest,)*) {
            const LISTED: Listed = Listed::Tuple(&[$first::LISTED $(, $rest::LISTED)*]);
        }
        tuples!($($rest)*);
    };
    () => {
        #[diagnostic::do_not_recommend]
        impl Types for () {
            const LISTED: Listed = Listed::Tuple(&[]);
        }
    };
}
tuples!(A B C D E F G H I J K L);

/// More types than any manifest should have.
const MOST: usize = 1024;

/// All types that some types reach, inline or through their pointers: what [`manifest!`](crate::manifest!) writes.
///
/// ```
/// use shared_abi::{Reachable, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Sample { at: u32, value: f32 }
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Batch { sensor: u64, samples: *const [Sample] }
///
/// const TYPES: Reachable = Reachable::of::<Batch>();
/// let names: Vec<_> = TYPES.layouts().iter().map(|layout| layout.name).collect();
/// assert_eq!(names, ["Batch", "Sample"]);
/// ```
pub struct Reachable {
    /// Of each name one.
    layouts: [&'static Layout; MOST],
    /// Which of that name was the first, as nearly always there is one.
    origins: [&'static Origin; MOST],
    len: usize,
    /// All types, also those that differ in nothing but in what they lead to.
    nodes: [Option<&'static Node>; MOST],
    visited: usize,
}

impl Reachable {
    /// Everything that a type reaches, or those of a tuple: each type with a name once, those nearest to the roots first.
    ///
    /// # Panics
    /// If they are more than 1023, if two are of one name, or if one leads to a type by name only that isn't there.
    #[must_use]
    #[track_caller]
    pub const fn of<T: Types>() -> Self {
        Self::of_all(&[T::LISTED])
    }

    /// Everything that these types reach.
    ///
    /// # Panics
    /// As [`of`](Self::of).
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn of_all(listed: &[Listed]) -> Self {
        let mut found = Self {
            layouts: [<u8 as InMemory>::KNOWN; MOST],
            origins: [Origin::NONE; MOST],
            len: 0,
            nodes: [None; MOST],
            visited: 0,
        };
        found.take_listed(listed);
        let mut next = 0;
        while let Some(node) = found.nodes[next] {
            found.take_all(node.edges);
            next += 1;
        }
        found.assert_complete();
        found
    }

    /// Their layouts.
    #[must_use]
    pub const fn layouts(&self) -> &[&'static Layout] {
        self.layouts.split_at(self.len).0
    }

    #[track_caller]
    const fn take_listed(&mut self, listed: &[Listed]) {
        let mut i = 0;
        while i < listed.len() {
            match &listed[i] {
                Listed::Type(edge) => self.take(*edge),
                Listed::Tuple(listed) => self.take_listed(listed),
            }
            i += 1;
        }
    }

    #[track_caller]
    const fn take_all(&mut self, edges: &[Edge]) {
        let mut i = 0;
        while i < edges.len() {
            self.take(edges[i]);
            i += 1;
        }
    }

    #[track_caller]
    const fn take(&mut self, edge: Edge) {
        let Some(node) = edge.node() else { return };
        let layout = node.layout;
        let known = self.find(layout.name);
        if let Some(index) = known
            && (self.origins[index].is(node.origin) || self.has(layout.name, node.origin))
        {
            return;
        }
        // One place stays empty, to end the search.
        assert!(self.visited < MOST - 1, "a manifest has at most 1023 types");
        self.nodes[self.visited] = Some(node);
        self.visited += 1;
        let Some(index) = known else {
            self.layouts[self.len] = layout;
            self.origins[self.len] = node.origin;
            self.len += 1;
            return;
        };
        // A host can't tell them apart, and needn't as long as they are alike, in all that they lead to.
        if Differences::new(self.layouts[index], layout).next().is_some() {
            let text = Text::new().text("two different types are named ");
            let text = text
                .quoted(layout.name)
                .text("; a manifest knows types by their names: ");
            panic!("{}", text.text("rename one").as_str());
        }
    }

    /// The index of the layout of this name.
    const fn find(&self, name: &str) -> Option<usize> {
        let mut i = 0;
        while i < self.len {
            if same(self.layouts[i].name, name) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// Whether this very type is there.
    const fn has(&self, name: &str, origin: &Origin) -> bool {
        let mut i = 0;
        while let Some(node) = self.nodes[i] {
            if same(node.layout.name, name) && node.origin.is(origin) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Asserts that the types which are only named were found another way.
    #[track_caller]
    const fn assert_complete(&self) {
        let mut next = 0;
        while let Some(node) = self.nodes[next] {
            let mut i = 0;
            while i < node.named.len() {
                let Named {
                    field,
                    target,
                    origin,
                } = node.named[i];
                if !target.is_empty() && !self.has(target, origin) {
                    let text = Text::new()
                        .member(node.layout.name, field)
                        .text(" leads to ")
                        .quoted(target);
                    let text = text.text(", which the manifest lacks; name it too: `manifest!(…, ");
                    panic!("{}", text.text(target).text(")`").as_str());
                }
                i += 1;
            }
            next += 1;
        }
    }
}
