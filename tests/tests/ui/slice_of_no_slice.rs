use shared_abi::{LinearMemory, LinearMemoryMut, Ptr, Str};

fn slice(memory: LinearMemory<'_>, pointer: Ptr<u8>, name: Str) {
    let _ = memory.slice(pointer);
//                       ^^^^^^^ isn't a slice in linear memory
//                       = for one element, `Ptr<T>`, there is `get`
    let _ = memory.slice((16, 4));
//                       ^^^^^^^ isn't a slice in linear memory
//                       = `Slice::<T>::new(offset, len)`
    let _ = memory.slice(name);
//                       ^^^^ for text, `Str`, there is `str`
}

fn slice_mut(mut memory: LinearMemoryMut<'_>, native: *mut [u8]) {
    let _ = memory.slice_mut(native);
//                           ^^^^^^ `*mut [u8]` isn't a slice in linear memory
}

fn main() {}
