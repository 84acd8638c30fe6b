//! The alignment of a field's type, from its text: layouts as data hold that of whole types only.

use shared_abi_layouts::Layouts;

/// The alignment in bytes of the type with this text, or `None` if it is neither known nor among `layouts`.
pub(crate) fn align_of(ty: &str, layouts: &Layouts) -> Option<u64> {
    let element = innermost(ty);
    if let Some(layout) = layouts.get(element) {
        return Some(layout.align);
    }
    let name = element.split_once('<').map_or(element, |(name, _)| name);
    Some(match name {
        "u8" | "i8" | "bool" | "PhantomData" => 1,
        "u16" | "i16" => 2,
        "u32" | "i32" | "f32" | "char" | "Ptr32" | "Slice32" | "RelPtr" => 4,
        "u64" | "i64" | "f64" => 8,
        "Ptr" | "PtrMut" | "Slice" | "SliceMut" | "Str" | "FnPtr" | "Handle" => 8,
        _ => return None,
    })
}

/// The element of an array, of arrays even. No recursion: how deep they are is the guest's choice.
fn innermost(mut ty: &str) -> &str {
    while let Some(inside) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        match inside.rsplit_once("; ") {
            Some((element, _)) => ty = element,
            None => break,
        }
    }
    ty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_types_have_their_alignment() {
        let layouts =
            Layouts::parse("struct Wide, size 16, align 16\nstruct Pair<u8>, size 2, align 1\n").unwrap();
        let cases = [
            ("u8", 1),
            ("bool", 1),
            ("i16", 2),
            ("char", 4),
            ("f64", 8),
            ("[u16; 4]", 2),
            ("[[Wide; 2]; 3]", 16),
            ("Pair<u8>", 1),
            ("Ptr<Pair<u8>>", 8),
            ("Str", 8),
            ("Slice<[u8; 2]>", 8),
            ("Ptr32<u64>", 4),
            ("RelPtr<Wide>", 4),
            ("[PhantomData; 2]", 1),
        ];
        for (ty, align) in cases {
            assert_eq!(align_of(ty, &layouts), Some(align), "{ty}");
        }
        for ty in ["Other", "[Other; 2]", "Pair<u16>", "[u8]", "[]", "["] {
            assert_eq!(align_of(ty, &layouts), None, "{ty}");
        }
    }

    #[test]
    fn the_library_has_the_same() {
        use shared_abi::{
            FnPtr, Handle, Ptr, Ptr32, PtrMut, RelPtr, Slice, Slice32, SliceMut, Str, layout_of,
        };
        let layouts = [
            [
                layout_of::<u8>(),
                layout_of::<i8>(),
                layout_of::<u16>(),
                layout_of::<i16>(),
            ],
            [
                layout_of::<u32>(),
                layout_of::<i32>(),
                layout_of::<u64>(),
                layout_of::<i64>(),
            ],
            [
                layout_of::<f32>(),
                layout_of::<f64>(),
                layout_of::<bool>(),
                layout_of::<char>(),
            ],
            [
                layout_of::<Ptr<u8>>(),
                layout_of::<PtrMut<u8>>(),
                layout_of::<Ptr32<u8>>(),
                layout_of::<RelPtr<u8>>(),
            ],
            [
                layout_of::<Slice<u8>>(),
                layout_of::<SliceMut<u8>>(),
                layout_of::<Slice32<u8>>(),
                layout_of::<Str>(),
            ],
            [
                layout_of::<FnPtr<extern "C" fn()>>(),
                layout_of::<Handle<u8>>(),
                layout_of::<core::marker::PhantomData<u8>>(),
                layout_of::<[[u16; 2]; 3]>(),
            ],
        ];
        for layout in layouts.as_flattened() {
            let align = align_of(layout.name, &Layouts::new());
            assert_eq!(align, Some(layout.align as u64), "{}", layout.name);
        }
    }

    #[test]
    fn arrays_nested_deeply_need_no_stack() {
        let depth = 100_000;
        let ty = "[".repeat(depth) + "u32" + &"; 1]".repeat(depth);
        assert_eq!(align_of(&ty, &Layouts::new()), Some(4));
    }
}
