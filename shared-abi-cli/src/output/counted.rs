//! Numbers with what they count.

use std::fmt::Display;

/// `1 byte`, but `0 bytes` and `2 bytes`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    let what = if n == N::from(1) { one } else { many };
    format!("{n} {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_has_the_singular() {
        let of = |n: u64| counted(n, "byte", "bytes");
        assert_eq!([of(0), of(1), of(2)], ["0 bytes", "1 byte", "2 bytes"]);
    }
}
