//! The string multiplier: fetches its input from the host when it is called.

use demo_types::repeat::{Input, Output};
use shared_abi::{Slice, SliceMut, Str};

use crate::keep;

#[cfg(target_arch = "wasm32")]
mod host {
    use super::Input;

    #[link(wasm_import_module = "host")]
    unsafe extern "C" {
        /// How many bytes the name has.
        pub safe fn get_input_size() -> u32;

        /// Writes the name to the buffer that `input` names, and the number to `input`.
        // Safe, since the host fills that buffer completely or traps.
        pub safe fn get_input(input: &mut Input);
    }
}

/// What stands in for the host where there is none.
#[cfg(not(target_arch = "wasm32"))]
mod host {
    use super::Input;

    const NAME: &[u8] = b"name";

    pub fn get_input_size() -> u32 {
        NAME.len() as u32
    }

    pub fn get_input(input: &mut Input) {
        // SAFETY: the guest made a buffer of that size, and nothing else uses it meanwhile.
        unsafe { input.name.as_mut_slice() }.copy_from_slice(NAME);
        input.num = 3;
    }
}

shared_abi::export! {
    fn repeat() -> *const Output {
        let mut name = vec![0; host::get_input_size() as usize];
        let mut input = Input {
            name: SliceMut::from_mut(&mut name),
            num: 0,
        };
        host::get_input(&mut input);
        let name = String::from_utf8(name).expect("the host has only UTF-8").leak();
        // All of them are the same bytes: a slot can name what another one names.
        let names = vec![Str::from_ref(name); input.num as usize].leak();
        keep(Output {
            names: Slice::from_ref(names),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_as_often_as_the_host_says() {
        // SAFETY: `repeat` keeps what it returns, and nothing writes to it.
        let names = unsafe { (*repeat()).names.as_slice() };
        // SAFETY: the same.
        let names: Vec<&str> = names.iter().map(|name| unsafe { name.as_str() }).collect();
        assert_eq!(names, ["name"; 3]);
    }
}
