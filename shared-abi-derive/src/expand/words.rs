//! The words of the error, should a field's type be none that can be shared.
//!
//! A name proves nothing: the type decides whether there is an error, and its name only what it says.

use syn::Type;

use crate::ast::{last_segment, peel, target};

/// The trait of the library whose words fit a field's type, and the type that they are about: of an array or a
/// pointer what it holds or leads to.
pub(super) fn of(ty: &Type) -> (&'static str, &Type) {
    find(ty, "Any")
}

fn find<'a>(ty: &'a Type, otherwise: &'static str) -> (&'static str, &'a Type) {
    let ty = peel(ty);
    match ty {
        Type::Array(array) => return find(&array.elem, otherwise),
        Type::Slice(slice) => return find(&slice.elem, otherwise),
        Type::Ptr(pointer) => return find(&pointer.elem, otherwise),
        _ => {}
    }
    if let Some(target) = target(ty) {
        return find(target, "Pointed");
    }
    let Some((name, arguments)) = last_segment(ty) else {
        return (otherwise, ty);
    };
    let words = match (name.as_str(), arguments.as_slice()) {
        ("Option", [inner]) => match last_segment(inner) {
            Some((name, targets)) if name == "NonNull" && targets.len() == 1 => {
                return find(targets[0], otherwise);
            }
            _ => "Choice",
        },
        ("Result", _) => "Choice",
        ("Duration" | "Instant" | "SystemTime", []) => "Time",
        ("NonZero", [_]) => "NonZero",
        (name, []) if is_number(name, "NonZero") => "NonZero",
        (name, []) if is_number(name, "Atomic") => "Atomic",
        ("AtomicBool", []) | ("AtomicPtr", [_]) => "Atomic",
        ("c_void", []) => "Void",
        ("Cell" | "RefCell" | "UnsafeCell" | "OnceCell" | "Mutex" | "RwLock" | "OnceLock", [_]) => "Cell",
        (
            "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "VecDeque" | "BinaryHeap" | "LinkedList",
            [_, ..],
        ) => "Collection",
        ("MaybeUninit" | "ManuallyDrop" | "Wrapping" | "Saturating" | "Reverse" | "Pin", [_]) => "Wrapper",
        ("Range" | "RangeInclusive" | "RangeFrom" | "RangeTo", [_]) => "Range",
        ("Ordering", []) => "Compared",
        ("IpAddr" | "Ipv4Addr" | "Ipv6Addr" | "SocketAddr" | "SocketAddrV4" | "SocketAddrV6", []) => {
            "Address"
        }
        ("Cow", _) | ("CStr" | "OsStr" | "Path", []) => "Text",
        (_, [_, ..]) if otherwise == "Any" => "Generic",
        _ => otherwise,
    };
    (words, ty)
}

/// Whether a name is `prefix` and that of an integer, as `AtomicU32` is.
fn is_number(name: &str, prefix: &str) -> bool {
    let number = name.strip_prefix(prefix);
    number.is_some_and(|number| {
        matches!(
            number,
            "U8" | "U16" | "U32" | "U64" | "U128" | "Usize" | "I8" | "I16" | "I32" | "I64" | "I128" | "Isize"
        )
    })
}
