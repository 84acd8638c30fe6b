#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]
//! The derive, seen from a user's crate.
use shared_abi::*;
use std::marker::PhantomData;
use std::ptr::NonNull;

/// Doc.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    /// a
    pub data: i32,
    /// b
    pub number: i32,
    /// c
    pub next: *mut Node,
}

type Alias = *mut A;
#[derive(SharedAbi)]
#[repr(C)]
struct A {
    b: [BP; 2],
    n: Node,
    x: u8,
}
type BP = *const B;
#[derive(SharedAbi)]
#[repr(C)]
struct B {
    a: Alias,
    s: *const [Node],
    t: *const str,
    f: extern "C" fn(i32) -> i32,
    g: Option<NonNull<A>>,
    h: Option<unsafe extern "C" fn()>,
}

#[derive(SharedAbi)]
#[repr(C)]
struct List<T> {
    head: PtrMut<T>,
    len: u32,
    marker: PhantomData<T>,
}
#[derive(SharedAbi)]
#[repr(C)]
struct NativeList<T> {
    head: *mut T,
    len: u32,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(u8)]
enum Kind {
    A = 3,
    B,
    C = 9,
}

#[derive(SharedAbi)]
#[repr(C, u32)]
#[allow(dead_code)]
enum Shape {
    Circle { r: f64 },
    Named(Str, Kind),
    None,
    Link(*mut Node),
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
union U {
    a: u32,
    b: f32,
}

#[derive(SharedAbi)]
#[repr(C, packed(2))]
struct P {
    a: u8,
    b: u32,
    c: Ptr<u32>,
    k: Kind,
}

#[derive(SharedAbi)]
#[repr(transparent)]
struct Meters(f64);

#[derive(SharedAbi)]
#[repr(C, align(32))]
struct Al {
    a: u8,
    m: Meters,
    flag: bool,
    c: char,
    u: U,
    ks: [Kind; 3],
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 16, align = 8, deny_padding)]
struct Pinned {
    a: u32,
    b: u32,
    #[shared_abi(offset = 8)]
    c: u64,
}

#[test]
fn layouts() {
    for l in [
        layout_of::<Node>(),
        layout_of::<A>(),
        layout_of::<B>(),
        layout_of::<List<u8>>(),
        layout_of::<NativeList<Node>>(),
        layout_of::<Kind>(),
        layout_of::<Shape>(),
        layout_of::<U>(),
        layout_of::<P>(),
        layout_of::<Meters>(),
        layout_of::<Al>(),
        layout_of::<Pinned>(),
    ] {
        println!("{l}\n");
    }
    let n = NodeAbi {
        data: 1,
        number: 2,
        next: PtrMut::NULL,
    };
    let m = n;
    assert_eq!(n.data, m.data);
    assert_eq!(std::mem::size_of::<NodeAbi>(), 16);
}
#[test]
fn walk() {
    let mut b = AlignedBytes::<256>::ZERO;
    let mut m = LinearMemoryMut::new(&mut b);
    m.write(
        Ptr::<NodeAbi>::new(16),
        NodeAbi {
            data: 1,
            number: 2,
            next: PtrMut::new(32),
        },
    )
    .unwrap();
    m.write(
        Ptr::<NodeAbi>::new(32),
        NodeAbi {
            data: 3,
            number: 4,
            next: PtrMut::new(16),
        },
    )
    .unwrap();
    m.get_mut(Ptr::<NodeAbi>::new(32)).unwrap().data = 7;
    let next = m
        .get_mut(Ptr::<NodeAbi>::new(32))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(next.data, 1);
    drop(next);
    let r = m.shared();
    let n: NodeRef<'_> = r.get(Ptr::<NodeAbi>::new(16)).unwrap();
    assert_eq!(n.next().unwrap().unwrap().data, 7);
    m.write(Ptr::<ShapeAbi>::new(64), ShapeAbi::Link(PtrMut::new(16)))
        .unwrap();
    match m.shared().get(Ptr::<ShapeAbi>::new(64)).unwrap().view() {
        ShapeView::Link(n) => assert_eq!(n.unwrap().unwrap().data, 1),
        _ => panic!(),
    }
    m.write(
        Ptr::<Al>::new(128),
        Al {
            a: 1,
            m: Meters(2.0),
            flag: true,
            c: 'x',
            u: U { a: 7 },
            ks: [Kind::A, Kind::B, Kind::C],
        },
    )
    .unwrap();
}
