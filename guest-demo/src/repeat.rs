//! The string multiplier: fetches its input from the host when it is called.

use demo_types::repeat::{Input, Output};
use shared_abi::{Slice, SliceMut, Str};

use crate::keep;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// How many bytes the name has.
    safe fn get_input_size() -> u32;

    /// Writes the name to the buffer that `input` names, and the number to `input`.
    // Safe, since the host fills that buffer completely or traps.
    safe fn get_input(input: &mut Input);
}

#[unsafe(no_mangle)]
extern "C" fn repeat() -> *const Output {
    let mut name = vec![0; get_input_size() as usize];
    let mut input = Input {
        name: SliceMut::from_mut(&mut name),
        num: 0,
    };
    get_input(&mut input);
    let name = String::from_utf8(name).expect("the host has only UTF-8").leak();
    // All of them are the same bytes: a slot can name what another one names.
    let names = vec![Str::from_ref(name); input.num as usize].leak();
    keep(Output {
        names: Slice::from_ref(names),
    })
}
