//! A string in, a longer one out.

use shared_abi::Str;

use crate::keep;

shared_abi::export! {
    fn append(text: &str) -> *const Str {
        let longer = format!("{text}<---- This is your string");
        keep(Str::from_ref(longer.leak()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_string_is_longer() {
        let longer = append("Grüße");
        // SAFETY: `append` kept the slot and the string, and nothing writes to them.
        let longer = unsafe { (*longer).as_str() };
        assert_eq!(longer, "Grüße<---- This is your string");
    }
}
