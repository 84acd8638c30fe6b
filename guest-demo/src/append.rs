//! A string in, a longer one out.

use shared_abi::Str;

use crate::keep;

#[unsafe(no_mangle)]
extern "C" fn append(text: &Str) -> *const Str {
    // SAFETY: the host wrote the string, as UTF-8, before it called, and writes nothing meanwhile.
    let text = unsafe { text.as_str() };
    let longer = format!("{text}<---- This is your string");
    keep(Str::from_ref(longer.leak()))
}
