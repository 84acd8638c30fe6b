//! The accessors over the linear memory of WAMR, an interpreter written in C.

#![forbid(unsafe_code)]

use shared_abi::{LinearMemory, LinearMemoryMut, Ptr};
use tests::build_guest;
use tests_guest::{NodeAbi, Published, ShapeView};
use wamrx::{Engine, Instance, Linker, Module, Val};

/// Calls a function that takes an address, if any, and returns one.
fn call(instance: &Instance, name: &str, arguments: &[Val]) -> u32 {
    let mut results = [Val::I32(0)];
    let function = instance.get_func(name).unwrap();
    function.call(arguments, &mut results).unwrap();
    let [Val::I32(address)] = results else {
        panic!("{name} returned {results:?}")
    };
    address.cast_unsigned()
}

#[test]
fn wamr_memory() {
    let engine = Engine::new().unwrap();
    let wasm = std::fs::read(build_guest("tests-guest")).unwrap();
    let module = Module::new(&engine, &wasm).unwrap();
    let instance = Linker::new(&engine).instantiate(module).unwrap();
    let at = Ptr::<Published>::new(call(&instance, "publish", &[]));

    let mut memory = instance.get_memory("memory").unwrap();
    let view = LinearMemory::new(memory.data());
    let published = view.get(at).unwrap();
    let list = view.list(published.list, 10, |node| node.next);
    let values: Vec<u64> = list.map(|node| node.unwrap().value).collect();
    assert_eq!(values, [1, 2, 3]);
    assert_eq!(published.numbers().unwrap(), [10, 20, 30]);
    assert_eq!(published.text().unwrap(), "Grüße");
    assert_eq!(published.relative().unwrap(), Some(&77));
    let everything = published.everything().unwrap().unwrap();
    assert_eq!(everything.function(), published.function);
    let ShapeView::Link(link) = everything.shape().view() else {
        panic!("another variant")
    };
    assert_eq!(link.unwrap().unwrap().value, 7);

    let head = Ptr::<NodeAbi>::new(published.list.offset());
    let mut view = LinearMemoryMut::new(memory.data_mut());
    view.get_mut(head).unwrap().value = 100;
    let argument = Val::I32(at.offset().cast_signed());
    let mut sum = [Val::I64(0)];
    instance
        .get_func("sum")
        .unwrap()
        .call(&[argument], &mut sum)
        .unwrap();
    assert_eq!(sum, [Val::I64(100 + 2 + 3 + 10 + 20 + 30 + 7)]);
}
