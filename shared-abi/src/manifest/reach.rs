//! Which types a type reaches, inline or through its pointers.
//!
//! Types lead in circles: a node points to a node. So they can't be listed by a constant of each type that names
//! the constants of its parts. Here the constant is that of a type *at a depth*, one less for each step, and
//! ends at depth 0; the circles are then seen by name.

use core::marker::PhantomData;

use crate::SharedAbi;
use crate::abi::AbiType;
use crate::layout::{Field, Layout, Variant};
use crate::text::{Text, same};

/// What a type is made of and points to: `()`, a [`One`], or a pair of these.
pub trait Parts {
    /// Whether there are none.
    const NONE: bool;

    /// The parts, seen from a depth.
    type At<D: Depth>: Reach;
}

/// The part of this type.
pub struct One<T>(PhantomData<T>);

/// How far to go on.
pub trait Depth {
    /// What lies below a `T`.
    type Below<T: AbiType>: Reach;
}

/// Not at all.
pub struct Zero;

/// One step further than `D`.
pub struct Next<D>(PhantomData<D>);

/// A tree of types, as a constant.
pub trait Reach {
    #[doc(hidden)]
    const TREE: &'static Tree;
}

/// The types that are reached.
pub enum Tree {
    /// None.
    Leaf,
    /// More, too far down to be followed.
    Cut,
    /// A type, and what lies below.
    Type(&'static Layout, &'static Tree),
    /// Those of two parts.
    Fork(&'static Tree, &'static Tree),
}

/// No parts, as a [`Reach`].
pub struct Nothing;

/// What is too far down, as a [`Reach`].
pub struct TooFar;

/// A part of the type `T`, as a [`Reach`].
pub struct Down<T, D>(PhantomData<(T, D)>);

/// Two parts, as a [`Reach`].
pub struct Fork<A, B, D>(PhantomData<(A, B, D)>);

impl Parts for () {
    const NONE: bool = true;
    type At<D: Depth> = Nothing;
}

impl<T: AbiType> Parts for One<T> {
    const NONE: bool = false;
    type At<D: Depth> = Down<T, D>;
}

impl<A: Parts, B: Parts> Parts for (A, B) {
    const NONE: bool = A::NONE && B::NONE;
    type At<D: Depth> = Fork<A, B, D>;
}

impl Depth for Zero {
    type Below<T: AbiType> = TooFar;
}

impl<D: Depth> Depth for Next<D> {
    type Below<T: AbiType> = <T::Parts as Parts>::At<D>;
}

impl Reach for Nothing {
    const TREE: &'static Tree = &Tree::Leaf;
}

impl Reach for TooFar {
    const TREE: &'static Tree = &Tree::Cut;
}

impl<T: AbiType, D: Depth> Reach for Down<T, D> {
    const TREE: &'static Tree = &Tree::Type(
        T::LAYOUT,
        if T::Parts::NONE {
            &Tree::Leaf
        } else {
            <D::Below<T> as Reach>::TREE
        },
    );
}

impl<A: Parts, B: Parts, D: Depth> Reach for Fork<A, B, D> {
    const TREE: &'static Tree = &Tree::Fork(<A::At<D> as Reach>::TREE, <B::At<D> as Reach>::TREE);
}

type Next4<D> = Next<Next<Next<Next<D>>>>;

/// 32 steps, each into a field or through a pointer.
pub type Deep = Next4<Next4<Next4<Next4<Next4<Next4<Next4<Next4<Zero>>>>>>>>;

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
    type List: Parts;
}

impl<T: SharedAbi> Types for T {
    type List = One<T::Abi>;
}

impl Types for () {
    type List = ();
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Types $(, $rest: Types)*> Types for ($first, $($rest,)*) {
            type List = ($first::List, <($($rest,)*) as Types>::List);
        }
        tuples!($($rest)*);
    };
    () => {};
}
tuples!(A B C D E F G H I J K L);

/// Everything that `T` reaches.
#[must_use]
pub const fn tree<T: Types>() -> &'static Tree {
    <<T::List as Parts>::At<Deep> as Reach>::TREE
}

/// More types than any manifest should have.
const MOST: usize = 1024;

/// The types with names that were found, each once, those nearest to the roots first.
pub struct Found {
    layouts: [&'static Layout; MOST],
    trees: [&'static Tree; MOST],
    len: usize,
}

impl Found {
    /// Everything that is in these trees.
    ///
    /// # Panics
    /// If that is too much: more than 1024 types, types nested too deeply, or two types of one name.
    #[must_use]
    pub const fn of(trees: &[&'static Tree]) -> Self {
        let mut found = Self {
            layouts: [<u8 as AbiType>::LAYOUT; MOST],
            trees: [&Tree::Leaf; MOST],
            len: 0,
        };
        let mut next = 0;
        while next < trees.len() {
            found.look(trees[next], None);
            next += 1;
        }
        // In the order in which they were found, so that each is looked into from as near as can be.
        let mut next = 0;
        while next < found.len {
            found.look(found.trees[next], Some(found.layouts[next]));
            next += 1;
        }
        found
    }

    /// Their layouts.
    #[must_use]
    pub const fn layouts(&self) -> &[&'static Layout] {
        self.layouts.split_at(self.len).0
    }

    /// Takes the types that `tree` starts with.
    const fn look(&mut self, tree: &'static Tree, above: Option<&'static Layout>) {
        match *tree {
            Tree::Leaf => {}
            Tree::Cut => {
                if let Some(layout) = above {
                    let text = Text::new().quoted(layout.name).text(" is nested too deeply ");
                    panic!("{}", text.text("to be found; name it too").as_str());
                }
            }
            Tree::Fork(first, second) => {
                self.look(first, above);
                self.look(second, above);
            }
            // What has no name of its own is looked through.
            Tree::Type(layout, below) if layout.fields.is_empty() => self.look(below, Some(layout)),
            Tree::Type(layout, below) => self.take(layout, below),
        }
    }

    const fn take(&mut self, layout: &'static Layout, tree: &'static Tree) {
        let mut i = 0;
        while i < self.len {
            if same(self.layouts[i].name, layout.name) {
                if !same_layout(self.layouts[i], layout) {
                    let text = Text::new().text("two different types are named ");
                    let text = text
                        .quoted(layout.name)
                        .text("; a manifest knows types by their names: ");
                    panic!("{}", text.text("rename one").as_str());
                }
                return;
            }
            i += 1;
        }
        assert!(self.len < MOST, "more than 1024 types");
        self.layouts[self.len] = layout;
        self.trees[self.len] = tree;
        self.len += 1;
    }
}

const fn same_layout(a: &Layout, b: &Layout) -> bool {
    if a.size != b.size || a.align != b.align || a.kind as u8 != b.kind as u8 || a.extensible != b.extensible
    {
        return false;
    }
    same_fields(a.fields, b.fields) && same_variants(a.variants, b.variants)
}

const fn same_fields(a: &[Field], b: &[Field]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() {
        let (a, b) = (&a[i], &b[i]);
        if a.offset != b.offset || a.size != b.size || !same(a.name, b.name) || !same(a.abi, b.abi) {
            return false;
        }
        i += 1;
    }
    a.len() == b.len()
}

const fn same_variants(a: &[Variant], b: &[Variant]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i].value != b[i].value || !same(a[i].name, b[i].name) {
            return false;
        }
        i += 1;
    }
    a.len() == b.len()
}
