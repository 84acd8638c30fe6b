//! Views: of fields, of elements, of what is being written.

use shared_abi::{
    AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice, SliceMut,
};

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Point {
    x: u16,
    y: u32,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Shape {
    id: u8,
    corners: [Point; 2],
    center: Point,
    parent: PtrMut<Shape>,
    pair: [PtrMut<Point>; 2],
    siblings: SliceMut<Shape>,
    readers: Slice<Point>,
    seen: Ptr<Point>,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Dense {
    a: u32,
    b: [u16; 2],
}

const POINT: Point = Point { x: 0, y: 0 };
const SHAPE: Shape = Shape {
    id: 1,
    corners: [POINT; 2],
    center: POINT,
    parent: PtrMut::NULL,
    pair: [PtrMut::NULL; 2],
    siblings: SliceMut::NULL,
    readers: Slice::NULL,
    seen: Ptr::NULL,
};

fn offset_of(name: &str) -> u32 {
    let fields = shared_abi::layout_of::<Shape>().fields;
    u32::try_from(fields.iter().find(|field| field.name == name).unwrap().offset).unwrap()
}

fn memory() -> AlignedBytes<1024> {
    let mut bytes = AlignedBytes::<1024>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let shape = Shape {
        corners: [Point { x: 1, y: 2 }, Point { x: 3, y: 4 }],
        center: Point { x: 5, y: 6 },
        parent: PtrMut::new(16),
        pair: [PtrMut::NULL, PtrMut::new(512)],
        siblings: SliceMut::new(16, 1),
        readers: Slice::new(512, 2),
        seen: Ptr::new(512),
        ..SHAPE
    };
    memory.write(Ptr::<Shape>::new(16), shape).unwrap();
    memory
        .write_slice(Slice::new(512, 2), &[Point { x: 7, y: 8 }, Point { x: 9, y: 10 }])
        .unwrap();
    bytes
}

#[test]
fn fields_and_elements_know_where_they_stand() {
    let bytes = memory();
    let shape = LinearMemory::new(&bytes).get(Ptr::<Shape>::new(16)).unwrap();
    let (view, value) = (*shape.as_ref(), shape);
    assert_eq!((view.own_offset(), view.pointer()), (16, Ptr::new(16)));
    assert_eq!(view.memory().bytes().len(), 1024);
    let center = view.field(|shape| &shape.center);
    assert_eq!((center.own_offset(), center.y), (16 + offset_of("center"), 6));
    let y = center.field(|point| &point.y);
    assert_eq!((y.own_offset(), *y.get()), (16 + offset_of("center") + 4, 6));
    assert_eq!(value.center().own_offset(), center.own_offset());
    let corner = value.corners().at(1).unwrap();
    assert_eq!(
        (corner.own_offset(), corner.x),
        (16 + offset_of("corners") + 8, 3)
    );
    assert!(value.corners().at(2).is_none());
    // The pointer from a view leads back to it.
    assert_eq!(view.memory().get(corner.pointer()).unwrap().y, 4);
    // Elements of a pointer array.
    assert!(value.pair().at(0).unwrap().is_null());
    assert_eq!(value.pair().at(1).unwrap().get().offset(), 512);
    // Elements of slices: references, or views where there are pointers in them.
    assert_eq!(
        value
            .readers()
            .unwrap()
            .iter()
            .map(|point| point.y)
            .collect::<Vec<_>>(),
        [8, 10]
    );
    let siblings = value.siblings().unwrap();
    let sibling = siblings.get(0).unwrap();
    assert_eq!(sibling.as_ref().own_offset(), 16);
    assert_eq!(sibling.siblings().unwrap().into_iter().next_back().unwrap().id, 1);
    assert_eq!(
        (siblings.len(), siblings.iter().len(), siblings.get(1).is_none()),
        (1, 1, true)
    );
    assert_eq!(value.seen().unwrap().unwrap().x, 7);
    assert_eq!(
        format!("{view:?} {siblings:?}"),
        "Shape at 0x10 [Shape; 1] at 0x10"
    );
}

#[test]
fn writable_fields_and_elements() {
    let mut bytes = memory();
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let pointer = Ptr::<Shape>::new(16);
    memory.get_mut(pointer).unwrap().center().x = 50;
    memory.get_mut(pointer).unwrap().corners().at(0).unwrap().y = 20;
    memory.get_mut(pointer).unwrap().parent().unwrap().unwrap().id = 2;
    memory
        .get_mut(pointer)
        .unwrap()
        .siblings()
        .unwrap()
        .get_mut(0)
        .unwrap()
        .center
        .y = 60;
    assert!(memory.get_mut(pointer).unwrap().corners().at(2).is_none());
    assert!(
        memory
            .get_mut(pointer)
            .unwrap()
            .siblings()
            .unwrap()
            .get_mut(1)
            .is_err()
    );
    // A `Ptr` and a `Slice` aren't to be written through.
    assert_eq!(memory.get_mut(pointer).unwrap().seen().unwrap().unwrap().x, 7);
    assert_eq!(memory.get_mut(pointer).unwrap().readers().unwrap()[1].y, 10);
    // What was set before an accessor consumes the guard is written, and the accessor sees it.
    let mut shape = memory.get_mut(pointer).unwrap();
    shape.id = 3;
    shape.parent = PtrMut::new(16);
    let mut parent = shape.parent().unwrap().unwrap();
    assert_eq!(parent.id, 3);
    parent.pair[0] = PtrMut::new(520);
    assert_eq!(parent.as_ref().view().pair[0].offset(), 520);
    let place = parent.pair().at(0).unwrap();
    assert_eq!(
        (place.own_offset(), place.pointer().offset(), place.offset()),
        (16 + offset_of("pair"), 16 + offset_of("pair"), 520)
    );
    drop(place);
    let shape = memory.shared().get(pointer).unwrap();
    assert_eq!(
        (shape.id, shape.center.x, shape.center.y, shape.corners[0].y),
        (3, 50, 60, 20)
    );
    assert_eq!(shape.pair[0].offset(), 520);
}

#[test]
fn values_without_padding_are_written_in_place() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let mut dense = memory.get_mut(Ptr::<Dense>::new(16)).unwrap();
    dense.a = 7;
    assert_eq!((dense.a, dense.view().a), (7, 7));
    std::mem::forget(dense); // already written
    *memory
        .get_mut(Ptr::<Dense>::new(16))
        .unwrap()
        .field(|dense| &dense.b[1]) = 9;
    *memory
        .get_mut(Ptr::<Dense>::new(16))
        .unwrap()
        .field(|dense| &dense.b)
        .at(0)
        .unwrap() = 8;
    *memory.get_mut(Ptr::<u64>::new(32)).unwrap() = 1;
    memory.slice_mut(SliceMut::<Dense>::new(40, 2)).unwrap()[1].a = 3;
    let mut rest = memory.get_mut(Ptr::<Dense>::new(16)).unwrap().into_memory();
    rest.write(Ptr::<u8>::new(63), 4).unwrap();
    assert_eq!(bytes[16..24], [7, 0, 0, 0, 8, 0, 9, 0]);
    assert_eq!((bytes[32], bytes[48], bytes[63]), (1, 3, 4));
}

/// A slice's elements are looked at again after something was written through a pointer that may lead
/// back into the slice.
#[test]
fn slices_that_pointers_lead_back_into() {
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C)]
    struct Item {
        raw: PtrMut<[u8; 16]>,
        flag: bool,
    }

    let mut bytes = AlignedBytes::<128>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let item = |raw| Item {
        raw: PtrMut::new(raw),
        flag: true,
    };
    memory
        .write_slice(Slice::new(32, 2), &[item(48), item(32)])
        .unwrap();
    let mut items = memory.slice_mut(SliceMut::<Item>::new(32, 2)).unwrap();
    // Item 0's pointer leads to item 1; the flag there becomes 0xFF.
    *items.get_mut(0).unwrap().raw().unwrap().unwrap() = [0xFF; 16];
    assert!(items.get(0).unwrap().flag);
    let invalid = |result| matches!(result, Err(AccessError::InvalidValue { found: 0xFF, .. }));
    assert!(invalid(items.get(1).map(drop)));
    assert!(invalid(items.get_mut(1).map(drop)));
    let error = items.get(2).unwrap_err();
    assert_eq!(error.to_string(), "[Item] at 0x20: no element 2 in a slice of 2");
    // Replacing every element doesn't look at them, and wants as many.
    let error = items.copy_from_slice(&[item(0)]).unwrap_err();
    assert_eq!(error.to_string(), "[Item] at 0x20: 1 elements for a slice of 2");
    assert!(items.get(1).is_err());
    items.copy_from_slice(&[item(0), item(0)]).unwrap();
    assert!(items.get_mut(1).unwrap().raw().unwrap().is_none());
    assert_eq!((items.len(), items.is_empty()), (2, false));
}

/// Writes are all or nothing.
#[test]
fn nothing_is_written_on_error() {
    let mut bytes = AlignedBytes::<64>([0x77; 64]);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let point = Point { x: 1, y: 2 };
    assert!(memory.write(Ptr::<Point>::new(60), point).is_err()); // 4 bytes in, 4 out
    assert!(memory.write(Ptr::<Point>::new(64), point).is_err());
    assert!(memory.write(Ptr::<Point>::new(58), point).is_err()); // misaligned
    assert!(memory.write(Ptr::<[u8; 3]>::new(62), [1, 2, 3]).is_err());
    assert!(memory.write_slice(Slice::new(48, 3), &[point; 3]).is_err()); // two in, one out
    assert!(memory.write_slice(Slice::new(48, 2), &[point; 3]).is_err()); // of another length
    assert!(memory.write_slice(Slice::new(48, 2), &[point; 1]).is_err());
    assert!(memory.write_slice(Slice::new(63, 2), &[1_u8, 2]).is_err());
    assert!(memory.write_slice(Slice::new(61, 1), &[1_u16]).is_err());
    assert!(memory.slice_mut(SliceMut::<Point>::new(48, 3)).is_err());
    assert!(memory.get_mut(Ptr::<Point>::new(60)).is_err());
    assert_eq!(bytes.0, [0x77; 64]);
    // At the very end, everything fits.
    let mut memory = LinearMemoryMut::new(&mut bytes);
    memory.write_slice(Slice::new(48, 2), &[point; 2]).unwrap();
    assert_eq!(
        bytes[47..],
        [0x77, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]
    );
}

/// A part of a copy may by chance be aligned better than the same part of linear memory.
#[test]
#[should_panic(expected = "aligned no more than its struct")]
fn references_past_the_alignment_of_a_packed_struct() {
    #[derive(SharedAbi, Clone, Copy)]
    #[repr(C, packed(2))]
    struct Packed {
        tag: u8,
        words: [u16; 6],
    }

    let mut bytes = AlignedBytes::<64>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let packed = memory.get_mut(Ptr::<Packed>::new(18)).unwrap();
    // Safe crates such as bytemuck do this as well.
    let part = packed.field(|packed| {
        // SAFETY: words are made of the bytes of smaller words.
        let (_, words, _) = unsafe { packed.words.align_to::<u32>() };
        &words[0]
    });
    drop(part);
}

/// What a closure returns has to be a part of the value that it was given.
#[test]
fn references_to_somewhere_else() {
    static OUTSIDE: u32 = 7;
    static BEFORE: [u64; 0] = [];
    let mut bytes = memory();
    let before = bytes.clone();
    let mut refused = |write: &mut dyn FnMut(&mut LinearMemoryMut<'_>)| {
        let mut memory = LinearMemoryMut::new(&mut bytes);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| write(&mut memory)));
        assert_eq!(
            result.unwrap_err().downcast_ref::<&str>(),
            Some(&"a field lies in its struct")
        );
    };
    refused(&mut |memory| {
        drop(
            memory
                .get_mut(Ptr::<Point>::new(512))
                .unwrap()
                .field(|_| &OUTSIDE),
        )
    });
    refused(&mut |memory| drop(memory.get_mut(Ptr::<Point>::new(512)).unwrap().field(|_| &BEFORE)));
    refused(&mut |memory| drop(memory.get_mut(Ptr::<Dense>::new(16)).unwrap().field(|_| &OUTSIDE)));
    assert_eq!(bytes.0, before.0);
}

/// What is printed of a view says what it is of and where it stands, and nothing of what is there.
#[test]
fn debug_says_what_and_where() {
    let mut bytes = memory();
    let mut memory = LinearMemoryMut::new(&mut bytes);
    assert_eq!(format!("{memory:?}"), "LinearMemoryMut(0x400 bytes)");
    assert_eq!(format!("{:?}", memory.shared()), "LinearMemory(0x400 bytes)");
    let shape = Ptr::<Shape>::new(16);
    let view = memory.shared().get(shape).unwrap();
    assert_eq!(
        format!("{view:?} {:?}", view.center()),
        format!("Shape at 0x10 Point at {:#x}", 16 + offset_of("center"))
    );
    assert_eq!(format!("{:?}", view.siblings().unwrap()), "[Shape; 1] at 0x10");
    assert_eq!(format!("{:?}", memory.get_mut(shape).unwrap()), "Shape at 0x10");
    assert_eq!(
        format!("{:?}", memory.get_mut(Ptr::<Point>::new(512)).unwrap()),
        "Point at 0x200"
    );
    let place = memory.slice_mut(SliceMut::<Point>::new(512, 2)).unwrap();
    assert_eq!(format!("{place:?}"), "[Point; 2] at 0x200");
    let mut list = memory.shared().list(shape, 9, |shape| shape.parent);
    assert_eq!(format!("{list:?}"), "List(0x10, 9 of 9 elements left)");
    list.next().unwrap().unwrap();
    assert_eq!(format!("{list:?}"), "List(0x10, 8 of 9 elements left)");
}
