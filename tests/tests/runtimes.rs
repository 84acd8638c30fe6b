//! The same accessors over two runtimes' memories, and over a plain byte array.

use shared_abi::{
    AccessError, AlignedBytes, FnPtr, Handle, LinearMemory, LinearMemoryMut, Ptr, PtrMut, RelPtr, Slice,
    SliceMut, Str, layout_of,
};
use tests::build_guest;
use tests_guest::{EverythingAbi, NodeAbi, Published, ShapeAbi, ShapeView};

/// Looks at everything that the guest has published.
fn inspect(memory: LinearMemory<'_>, published: u32) {
    let published = memory.get(Ptr::<Published>::new(published)).unwrap();
    let list = memory.list(published.list, 10, |node| node.next);
    let values: Result<Vec<u64>, AccessError> = list.map(|node| node.map(|node| node.value)).collect();
    assert_eq!(values.unwrap(), [1, 2, 3]);
    let second = published.list().unwrap().unwrap().next().unwrap().unwrap();
    assert_eq!(second.value, 2);
    assert_eq!(published.numbers().unwrap(), [10, 20, 30]);
    assert_eq!(published.text().unwrap(), "Grüße");
    assert!(!published.function().is_null());
    assert_eq!(published.relative().unwrap(), Some(&77));
    assert!(published.handle().is_null());

    let everything = published.everything().unwrap().unwrap();
    assert!(everything.flag);
    // The first slot of each, one from a pointer and one from a conversion: the upper half is zero.
    let upper_half = |at: u32| &memory.bytes()[at as usize + 4..at as usize + 8];
    assert_eq!(upper_half(published.as_ref().own_offset()), [0; 4]);
    assert_eq!(upper_half(everything.as_ref().own_offset() + 8), [0; 4]);
    let node = everything.one().unwrap().unwrap();
    assert_eq!((node.value, node.next().unwrap().is_none()), (7, true));
    assert_eq!(everything.many().unwrap(), [10, 20, 30]);
    assert_eq!(everything.many_mut().unwrap(), [40, 50]);
    assert_eq!(everything.text().unwrap(), "Grüße");
    assert_eq!(everything.function(), published.function);
    assert!(everything.no_function().is_null());
    assert_eq!(everything.option().unwrap().unwrap().value, 7);
    assert_eq!(everything.node().next().unwrap().unwrap().value, 7);
    assert_eq!(
        (everything.nodes[0].is_null(), everything.nodes[1].offset()),
        (true, everything.one.offset())
    );
    match everything.shape().view() {
        ShapeView::Link(link) => assert_eq!(link.unwrap().unwrap().value, 7),
        ShapeView::Empty | ShapeView::Circle { .. } => panic!("another variant"),
    }
}

/// Changes what the guest has published; its `sum` is then 1024.
fn change(mut memory: LinearMemoryMut<'_>, at: u32, block: u32) {
    let pointer = Ptr::<Published>::new(at);
    // The list becomes 100 → 2 → 3 → 800 → null.
    memory.get_mut(pointer).unwrap().list().unwrap().unwrap().value = 100;
    let tail = NodeAbi {
        value: 800,
        next: PtrMut::NULL,
    };
    memory.write(Ptr::<NodeAbi>::new(block), tail).unwrap();
    let second = memory
        .get_mut(pointer)
        .unwrap()
        .list()
        .unwrap()
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    second.next().unwrap().unwrap().next = PtrMut::new(block);
    // The numbers become 1, 2, 3; the text two bytes.
    let numbers = memory.shared().get(pointer).unwrap().numbers;
    memory.write_slice(numbers, &[1, 2, 3]).unwrap();
    memory.write_slice(Slice::new(block + 16, 2), b"ab").unwrap();
    let mut published = memory.get_mut(pointer).unwrap();
    published.text = Str::new(block + 16, 2);
    published.handle = Handle::from_bits(111);
    drop(published);
    // What can't be followed leaves everything as it is.
    assert!(
        memory
            .write(
                Ptr::<Published>::new(at + 1),
                memory.shared().read(pointer).unwrap()
            )
            .is_err()
    );
    assert!(memory.get_mut(Ptr::<Published>::new(u32::MAX - 7)).is_err());
}

/// What the guest computes from a changed `Published`.
fn sum(memory: LinearMemory<'_>, published: u32) -> u64 {
    let published = memory.get(Ptr::<Published>::new(published)).unwrap();
    let list = memory.list(published.list, 10, |node| node.next);
    let numbers: u64 = published.numbers().unwrap().iter().map(|n| u64::from(*n)).sum();
    let text = published.text().unwrap().len() as u64;
    list.map(|node| node.unwrap().value).sum::<u64>() + numbers + text + published.handle().to_bits()
}

const SUM: u64 = 100 + 2 + 3 + 800 + 1 + 2 + 3 + 2 + 111;

#[test]
fn wasmtime_memory() {
    use wasmtime::{Engine, Instance, Module, Store};

    let engine = Engine::default();
    let module = Module::from_file(&engine, build_guest("tests-guest")).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap();
    let memory = instance.get_memory(&mut store, "memory").unwrap();
    let publish = instance.get_typed_func::<(), u32>(&mut store, "publish").unwrap();
    let published = publish.call(&mut store, ()).unwrap();
    inspect(LinearMemory::new(memory.data(&store)), published);
    let allocate = instance
        .get_typed_func::<u32, u32>(&mut store, "allocate")
        .unwrap();
    let block = allocate.call(&mut store, 64).unwrap();
    change(
        LinearMemoryMut::new(memory.data_mut(&mut store)),
        published,
        block,
    );
    let guest_sum = instance.get_typed_func::<u32, u64>(&mut store, "sum").unwrap();
    assert_eq!(guest_sum.call(&mut store, published).unwrap(), SUM);
    assert_eq!(sum(LinearMemory::new(memory.data(&store)), published), SUM);
}

/// `layout_of`, run on wasm32, gives what it gives here.
#[test]
fn layouts_in_the_guest() {
    use wasmtime::{Engine, Instance, Module, Store};

    let engine = Engine::default();
    let module = Module::from_file(&engine, build_guest("tests-guest")).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap();
    let layouts = instance
        .get_typed_func::<(), u32>(&mut store, "layouts_here")
        .unwrap();
    let text = layouts.call(&mut store, ()).unwrap();
    let memory = instance.get_memory(&mut store, "memory").unwrap();
    let memory = LinearMemory::new(memory.data(&store));
    let text = memory
        .str(*memory.get(Ptr::<Str>::new(text)).unwrap().get())
        .unwrap();
    assert!(text.contains("\"Everything\""));
    assert_eq!(text, tests_guest::layouts());
}

/// The conversions between a struct with native pointers and its twin, run on wasm32.
#[test]
fn conversions_in_the_guest() {
    use wasmtime::{Engine, Instance, Module, Store};

    let engine = Engine::default();
    let module = Module::from_file(&engine, build_guest("tests-guest")).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap();
    for name in ["round_trip", "pointers"] {
        let function = instance.get_typed_func::<(), u32>(&mut store, name).unwrap();
        assert_eq!(
            function.call(&mut store, ()).unwrap(),
            0,
            "{name}: the number of what differs"
        );
    }
    // The function whose index stands in the slot is the one that was converted.
    let publish = instance.get_typed_func::<(), u32>(&mut store, "publish").unwrap();
    let published = publish.call(&mut store, ()).unwrap();
    let memory = instance.get_memory(&mut store, "memory").unwrap();
    let slot = LinearMemory::new(memory.data(&store))
        .get(Ptr::<Published>::new(published))
        .unwrap()
        .function;
    let call = instance
        .get_typed_func::<(u32, i32), i32>(&mut store, "call")
        .unwrap();
    assert_eq!(call.call(&mut store, (slot.offset(), 41)).unwrap(), 42);
    // A null index where a function must be ends in a trap, not in a call.
    let null = instance
        .get_typed_func::<(), u32>(&mut store, "null_function")
        .unwrap();
    assert!(null.call(&mut store, ()).is_err());
}

#[test]
fn wasmi_memory() {
    use wasmi::{Engine, Linker, Module, Store};

    let engine = Engine::default();
    let wasm = std::fs::read(build_guest("tests-guest")).unwrap();
    let module = Module::new(&engine, &wasm).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine)
        .instantiate_and_start(&mut store, &module)
        .unwrap();
    let memory = instance.get_memory(&store, "memory").unwrap();
    let publish = instance.get_typed_func::<(), u32>(&store, "publish").unwrap();
    let published = publish.call(&mut store, ()).unwrap();
    inspect(LinearMemory::new(memory.data(&store)), published);
    let allocate = instance.get_typed_func::<u32, u32>(&store, "allocate").unwrap();
    let block = allocate.call(&mut store, 64).unwrap();
    change(
        LinearMemoryMut::new(memory.data_mut(&mut store)),
        published,
        block,
    );
    let guest_sum = instance.get_typed_func::<u32, u64>(&store, "sum").unwrap();
    assert_eq!(guest_sum.call(&mut store, published).unwrap(), SUM);
    assert_eq!(sum(LinearMemory::new(memory.data(&store)), published), SUM);
}

#[test]
fn byte_array() {
    let mut bytes = AlignedBytes::<1024>::ZERO;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let node = |value, next| NodeAbi {
        value,
        next: PtrMut::new(next),
    };
    let (published, everything, block) = (64, 256, 512);
    let relative = layout_of::<Published>()
        .fields
        .iter()
        .find(|field| field.name == "relative")
        .unwrap();
    let number = layout_of::<Published>()
        .fields
        .iter()
        .find(|field| field.name == "number")
        .unwrap();
    let distance = u32::try_from(number.offset - relative.offset).unwrap();
    let value = Published {
        list: PtrMut::new(600),
        numbers: Slice::new(700, 3),
        text: Str::new(720, 7),
        function: FnPtr::new(1),
        everything: Ptr::new(everything),
        relative: RelPtr::new(distance),
        number: 77,
        handle: Handle::NULL,
    };
    memory.write(Ptr::<Published>::new(published), value).unwrap();
    memory
        .write_slice(Slice::new(600, 3), &[node(1, 616), node(2, 632), node(3, 0)])
        .unwrap();
    memory
        .write_slice(Slice::new(700, 5), &[10_u16, 20, 30, 40, 50])
        .unwrap();
    memory
        .write_slice(Slice::new(720, 7), "Grüße".as_bytes())
        .unwrap();
    memory.write(Ptr::<NodeAbi>::new(648), node(7, 0)).unwrap();
    let value = EverythingAbi {
        flag: true,
        one: Ptr::new(648),
        many: Slice::new(700, 3),
        many_mut: SliceMut::new(706, 2),
        text: Str::new(720, 7),
        function: FnPtr::new(1),
        no_function: FnPtr::NULL,
        option: PtrMut::new(648),
        node: node(8, 648),
        nodes: [PtrMut::NULL, PtrMut::new(648)],
        shape: ShapeAbi::Link(PtrMut::new(648)),
    };
    memory
        .write(Ptr::<EverythingAbi>::new(everything), value)
        .unwrap();
    inspect(memory.shared(), published);
    change(memory.reborrow(), published, block);
    assert_eq!(sum(memory.shared(), published), SUM);
}
