//! What the tests run on wasm32, and the types that they share with it.

use shared_abi::{FnPtr, Handle, Ptr, PtrMut, RelPtr, SharedAbi, Slice, Str, layout_of};

/// A node with the native pointer of its own side.
#[derive(SharedAbi, Clone, Copy, Debug)]
#[repr(C)]
pub struct Node {
    /// What the lists add up.
    pub value: u64,
    /// The next one, or null.
    pub next: *mut Node,
}

/// Every kind of native pointer.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Everything {
    /// Before a gap.
    pub flag: bool,
    /// To one.
    pub one: *const Node,
    /// To several.
    pub many: *const [u16],
    /// To several, writable.
    pub many_mut: *mut [u16],
    /// To a string.
    pub text: *const str,
    /// A function.
    pub function: extern "C" fn(i32) -> i32,
    /// No function.
    pub no_function: Option<extern "C" fn(i32) -> i32>,
    /// Null or not.
    pub option: Option<std::ptr::NonNull<Node>>,
    /// Nested, with pointers of its own.
    pub node: Node,
    /// In an array.
    pub nodes: [*mut Node; 2],
    /// A payload with a pointer.
    pub shape: Shape,
}

/// An enum of which one variant holds a native pointer.
#[derive(SharedAbi, Clone, Copy, Debug)]
#[repr(C, u32)]
pub enum Shape {
    /// Nothing.
    Empty,
    /// A pointer.
    Link(*mut Node),
    /// A number.
    Circle {
        /// In meters.
        radius: f64,
    },
}

/// What the guest publishes for the host to look at.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub struct Published {
    /// A list of three nodes: 1, 2, 3.
    pub list: PtrMut<NodeAbi>,
    /// 10, 20, 30.
    pub numbers: Slice<u16>,
    /// A string.
    pub text: Str,
    /// The table index of a function that adds one.
    pub function: FnPtr<extern "C" fn(i32) -> i32>,
    /// The twin of an [`Everything`].
    pub everything: Ptr<EverythingAbi>,
    /// Leads to the number behind it.
    pub relative: RelPtr<u32>,
    /// 77.
    pub number: u32,
    /// What the host handed out.
    pub handle: Handle<()>,
}

/// The layouts of all of these types, as this target has them.
#[must_use]
pub fn layouts() -> String {
    let all = [
        layout_of::<Node>(),
        layout_of::<Everything>(),
        layout_of::<Shape>(),
        layout_of::<Published>(),
    ];
    format!("{all:#?}")
}

/// What crosses a call as its tag.
#[derive(SharedAbi, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
pub enum State {
    /// Below zero.
    Low = -300,
    /// Zero.
    Idle = 0,
    /// Above.
    High = 7,
}

/// A reference that isn't spelled as one.
type Number<'a> = &'a u64;

shared_abi::manifest!(Published, Everything);

shared_abi::export! {
    /// How many flags are set.
    fn count(flags: &[bool]) -> u32 {
        flags.iter().map(|&flag| u32::from(flag)).sum()
    }

    /// Returns the number, times a factor.
    fn times(number: &u64, factor: u64) -> u64 {
        number * factor
    }

    /// Looks at nothing, so that no load of its own traps.
    fn ignore(_number: &u64) -> u32 {
        1
    }

    fn increment_one(number: &mut u64) {
        *number += 1;
    }

    fn fill(numbers: &mut [u64], value: u64) {
        numbers.fill(value);
    }

    /// How many characters the text has.
    fn characters(text: &str) -> u32 {
        text.chars().count() as u32
    }

    fn through_an_alias(number: Number) -> u64 {
        *number
    }

    fn perhaps(number: Option<&u64>) -> u64 {
        number.copied().unwrap_or(u64::MAX)
    }

    fn perhaps_increment(number: Option<&mut u64>) -> bool {
        number.map(|number| *number += 1).is_some()
    }

    fn swap(one: &mut u64, other: &mut u64) {
        std::mem::swap(one, other);
    }

    fn swap_perhaps(one: Option<&mut u64>, other: Option<&mut u64>) {
        if let (Some(one), Some(other)) = (one, other) {
            std::mem::swap(one, other);
        }
    }

    fn copy(from: &[u64], to: &mut [u64]) {
        to.copy_from_slice(from);
    }

    fn add_text(text: &str, bytes: &mut [u8]) -> u32 {
        text.len() as u32 + bytes.len() as u32
    }

    fn add(one: &u64, other: &u64) -> u64 {
        one + other
    }

    fn len(bytes: &[u8]) -> u32 {
        bytes.len() as u32
    }

    /// More than one argument, each passed as the numbers that its own type has.
    pub fn mixed(a: u8, text: &str, b: f32, none: Option<&u64>, c: i64, mut d: u32) -> f64 {
        d += u32::from(a) + text.len() as u32;
        f64::from(d) + f64::from(b) + c as f64 + none.copied().unwrap_or_default() as f64
    }

    fn nothing() {}

    #[cfg(any())]
    fn not_there(absent: Absent) {}
}

macro_rules! echoes {
    ($($name:ident: $ty:ty)*) => {
        shared_abi::export! {$(
            fn $name(value: $ty) -> $ty {
                value
            }
        )*}
    };
}

echoes! {
    of_u8: u8 of_u16: u16 of_u32: u32 of_u64: u64
    of_i8: i8 of_i16: i16 of_i32: i32 of_i64: i64
    of_f32: f32 of_f64: f64 of_bool: bool of_char: char of_state: State
    of_const: *const u64 of_mut: *mut u64 of_ptr: Ptr<NodeAbi> of_ptr_mut: PtrMut<NodeAbi> of_ptr32: shared_abi::Ptr32<u8>
    of_fn_ptr: FnPtr<extern "C" fn(i32) -> i32> of_handle: Handle<()>
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use std::ptr::{NonNull, null_mut};

    use super::*;

    extern "C" fn increment(n: i32) -> i32 {
        n + 1
    }

    fn leak<T>(value: T) -> &'static mut T {
        Box::leak(Box::new(value))
    }

    fn list(values: &[u64]) -> *mut Node {
        values
            .iter()
            .rev()
            .fold(null_mut(), |next, &value| leak(Node { value, next }))
    }

    fn everything() -> Everything {
        let node = list(&[7]);
        Everything {
            flag: true,
            one: node,
            many: leak([10, 20, 30]).as_slice(),
            many_mut: leak([40, 50]).as_mut_slice(),
            text: "Grüße",
            function: increment,
            no_function: None,
            option: NonNull::new(node),
            node: Node { value: 8, next: node },
            nodes: [null_mut(), node],
            shape: Shape::Link(node),
        }
    }

    /// Where the layouts are, as text.
    #[unsafe(no_mangle)]
    extern "C" fn layouts_here() -> *const Str {
        leak(Str::from_ref(layouts().leak()))
    }

    /// Makes a `Published`, and returns where it is.
    #[unsafe(no_mangle)]
    extern "C" fn publish() -> *const Published {
        let original = everything();
        let published = leak(Published {
            list: PtrMut::from_ptr(list(&[1, 2, 3]).cast()),
            numbers: Slice::from_ref(leak([10_u16, 20, 30])),
            text: Str::from_ref("Grüße"),
            function: <extern "C" fn(i32) -> i32 as SharedAbi>::into_abi(increment),
            everything: Ptr::from_ref(leak(original.into_abi())),
            relative: RelPtr::NULL,
            number: 77,
            handle: Handle::NULL,
        });
        let (own, target) = (&raw const published.relative, &raw const published.number);
        published.relative = RelPtr::between(own as u32, target as u32);
        published
    }

    /// Converts an `Everything` to its twin and back; 0 if nothing changed, else the number of the field.
    #[unsafe(no_mangle)]
    extern "C" fn round_trip() -> u32 {
        let before = everything();
        let abi = everything_of(&before).into_abi();
        assert_eq!(size_of_val(&abi), 136);
        // SAFETY: its functions are those of `everything`.
        let after = unsafe { Everything::from_abi(abi) };
        let same = [
            before.flag == after.flag,
            before.one == after.one,
            std::ptr::eq(before.many, after.many),
            std::ptr::eq(before.many_mut, after.many_mut),
            std::ptr::eq(before.text, after.text),
            after.function as usize == before.function as usize && (after.function)(4) == 5,
            after.no_function.is_none(),
            before.option == after.option,
            before.node.value == after.node.value && before.node.next == after.node.next,
            before.nodes == after.nodes,
            matches!((before.shape, after.shape), (Shape::Link(a), Shape::Link(b)) if a == b),
        ];
        same.iter()
            .position(|same| !same)
            .map_or(0, |index| index as u32 + 1)
    }

    fn everything_of(e: &Everything) -> Everything {
        Everything { ..*e }
    }

    /// The pointers of the slots that the guest reads and writes.
    #[unsafe(no_mangle)]
    extern "C" fn pointers() -> u32 {
        let node = leak(Node {
            value: 5,
            next: null_mut(),
        });
        let abi = leak(node.into_abi());
        let (shared, writable) = (Ptr::from_ref(&*abi), PtrMut::from_mut(&mut *abi));
        let numbers = leak([1_u32, 2, 3]);
        let slice = shared_abi::SliceMut::from_mut(numbers.as_mut_slice());
        // SAFETY: each points to what was leaked just now, and no two references to it live at once.
        unsafe {
            writable.as_mut().unwrap().value = 6;
            slice.as_mut_slice()[2] = 9;
            let same = [
                shared.as_ref().unwrap().value == 6,
                shared.as_ptr().cast_mut() == writable.as_ptr(),
                shared.offset() == shared.as_ptr() as u32,
                Ptr::<u32>::NULL.as_ref().is_none() && PtrMut::<u32>::NULL.as_mut().is_none(),
                Ptr::<u32>::NULL.as_ptr().is_null(),
                slice.cast_const().as_slice() == [1, 2, 9],
                Slice::<u32>::NULL.as_slice().is_empty(),
                Str::from_ref("é").as_str() == "é" && Str::NULL.as_str().is_empty(),
                <Option<extern "C" fn()> as SharedAbi>::from_abi(FnPtr::NULL).is_none(),
            ];
            same.iter()
                .position(|same| !same)
                .map_or(0, |index| index as u32 + 1)
        }
    }

    /// Calls the function at an index that the host has read from a slot.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn call(index: u32, n: i32) -> i32 {
        // SAFETY: the host hands back the index of a function of this signature.
        let function = unsafe { <extern "C" fn(i32) -> i32 as SharedAbi>::from_abi(FnPtr::new(index)) };
        function(n)
    }

    /// What a null function pointer becomes where a function must be: a panic, which traps.
    #[unsafe(no_mangle)]
    extern "C" fn null_function() -> u32 {
        // SAFETY: null is allowed.
        let function = unsafe { <extern "C" fn(i32) -> i32 as SharedAbi>::from_abi(FnPtr::NULL) };
        function(0) as u32
    }

    /// The sum of a `Published` that the host may have changed.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn sum(published: *const Published) -> u64 {
        // SAFETY: the host hands back what `publish` returned.
        unsafe {
            let published = &*published;
            let (mut sum, mut node) = (0, published.list);
            while let Some(found) = node.as_ref() {
                sum += found.value;
                node = found.next;
            }
            sum + published
                .numbers
                .as_slice()
                .iter()
                .map(|n| u64::from(*n))
                .sum::<u64>()
                + published.text.as_str().len() as u64
                + published.handle.to_bits()
        }
    }

    /// Memory for the host to write to.
    #[unsafe(no_mangle)]
    extern "C" fn allocate(size: u32) -> *mut u8 {
        Vec::leak(vec![0_u64; size as usize / 8 + 1]).as_mut_ptr().cast()
    }

    // ---- The same walk, through a slot and through a raw pointer --------------------------------

    /// As a `NodeAbi` is laid out, but with the pointer that the guest has anyway.
    #[repr(C)]
    struct RawNode {
        value: u64,
        next: *mut RawNode,
        upper: u32,
    }

    #[unsafe(no_mangle)]
    unsafe extern "C" fn walk_slots(mut node: PtrMut<NodeAbi>) -> u64 {
        let mut sum = 0_u64;
        // SAFETY: the caller hands over a list.
        while let Some(found) = unsafe { node.as_ref() } {
            sum = sum.wrapping_add(found.value);
            node = found.next;
        }
        sum
    }

    #[unsafe(no_mangle)]
    unsafe extern "C" fn walk_raw(mut node: *mut RawNode) -> u64 {
        let mut sum = 0_u64;
        // SAFETY: the caller hands over a list.
        while let Some(found) = unsafe { node.as_ref() } {
            sum = sum.wrapping_add(found.value);
            node = found.next;
        }
        sum
    }
}
