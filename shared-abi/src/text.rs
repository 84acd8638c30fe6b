//! Text built in `const`: the names of types, and the messages of compile-time assertions.

/// As much as the longest message needs; what doesn't fit is cut.
const CAPACITY: usize = 512;

/// A text under construction.
pub struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
    cut: bool,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            len: 0,
            cut: false,
        }
    }

    /// Appends `text`, or nothing of it where it doesn't fit, so that the whole stays UTF-8.
    pub(crate) const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if text.len() > CAPACITY - self.len {
            self.cut = true;
            return self;
        }
        let (_, free) = self.bytes.split_at_mut(self.len);
        free.split_at_mut(text.len()).0.copy_from_slice(text);
        self.len += text.len();
        self
    }

    pub(crate) const fn number(self, number: usize) -> Self {
        self.decimal(number as u128)
    }

    const fn decimal(self, number: u128) -> Self {
        let digit = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][(number % 10) as usize];
        if number < 10 {
            self.text(digit)
        } else {
            self.decimal(number / 10).text(digit)
        }
    }

    pub(crate) const fn integer(self, number: i128) -> Self {
        let sign = if number < 0 { "-" } else { "" };
        self.text(sign).decimal(number.unsigned_abs())
    }

    pub(crate) const fn quoted(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    pub(crate) const fn member(self, ty: &str, field: &str) -> Self {
        self.text("`").text(ty).text(".").text(field).text("`")
    }

    /// All of it, or a panic: a name that is cut could be another type's.
    ///
    /// # Panics
    /// If the text is longer than a name may be.
    #[must_use]
    pub const fn name(&self) -> &str {
        assert!(
            !self.cut,
            "the name of a type with its arguments is longer than 512 bytes"
        );
        self.as_str()
    }

    pub(crate) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => unreachable!(),
        }
    }
}

/// Whether two texts are equal, in `const`.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = a.len();
    while i > 0 {
        i -= 1;
        if a[i] != b[i] {
            return false;
        }
    }
    true
}

/// The name of a generic type with its arguments: `Pair<u8, Node>`.
#[must_use]
pub const fn applied(name: &str, arguments: &[&str]) -> Text {
    let mut text = Text::new().text(name).text("<");
    let mut i = 0;
    while i < arguments.len() {
        text = text.text(if i > 0 { ", " } else { "" }).text(arguments[i]);
        i += 1;
    }
    text.text(">")
}

/// The name of an array: `[u8; 4]`.
pub(crate) const fn array(element: &str, len: usize) -> Text {
    Text::new()
        .text("[")
        .text(element)
        .text("; ")
        .number(len)
        .text("]")
}

/// The name of a constant argument.
#[must_use]
pub const fn constant(value: i128) -> Text {
    Text::new().integer(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "longer than 512 bytes")]
    fn a_name_is_never_cut() {
        let long = "x".repeat(CAPACITY);
        assert_eq!(applied("A", &["B", "C"]).name(), "A<B, C>");
        let _ = applied("A", &[&long]).name();
    }

    #[test]
    fn builds_and_cuts() {
        let text = Text::new().member("A", "b").text(" is ").number(4_096);
        assert_eq!(text.as_str(), "`A.b` is 4096");
        let long = "x".repeat(CAPACITY - 1);
        assert_eq!(Text::new().text(&long).text("é").as_str(), long);
    }
}
