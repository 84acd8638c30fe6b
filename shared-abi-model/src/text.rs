//! Text made in `const`: for names, and for the messages of assertions.

/// Longer than any text that is made in `const`: it has at most four names and four numbers.
const CAPACITY: usize = 512;

/// A text of at most 512 bytes, made in `const`.
///
/// ```
/// use shared_abi_model::Text;
///
/// const TEXT: &str = const { &Text::new().member("Node", "next").text(" is at ").number(8) }.as_str();
/// assert_eq!(TEXT, "`Node.next` is at 8");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
    cut: bool,
}

impl Text {
    /// No text.
    #[must_use]
    #[allow(clippy::new_without_default)] // `Default` isn't `const`, and nobody needs it otherwise.
    pub const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            len: 0,
            cut: false,
        }
    }

    /// Appends `text`, or nothing of it where it doesn't fit, so that the whole stays UTF-8.
    #[must_use]
    pub const fn text(mut self, text: &str) -> Self {
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

    /// Appends a number in decimal.
    #[must_use]
    pub const fn number(self, number: usize) -> Self {
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

    /// Appends an integer in decimal.
    #[must_use]
    pub const fn integer(self, number: i128) -> Self {
        let sign = if number < 0 { "-" } else { "" };
        self.text(sign).decimal(number.unsigned_abs())
    }

    /// Appends `` `name` ``.
    #[must_use]
    pub const fn quoted(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    /// Appends `` `Type.field` ``.
    #[must_use]
    pub const fn member(self, ty: &str, field: &str) -> Self {
        self.text("`").text(ty).text(".").text(field).text("`")
    }

    /// Appends `1 byte`, `2 bytes` and so on.
    #[must_use]
    pub const fn bytes(self, number: usize) -> Self {
        self.number(number).text(" ").text(bytes(number as u64))
    }

    /// The name of a generic type with its arguments: `Pair<u8, Node>`.
    #[must_use]
    pub const fn applied(name: &str, arguments: &[&str]) -> Self {
        let mut text = Self::new().text(name).text("<");
        let mut i = 0;
        while i < arguments.len() {
            text = text.text(if i > 0 { ", " } else { "" }).text(arguments[i]);
            i += 1;
        }
        text.text(">")
    }

    /// The name of an array: `[u8; 4]`.
    #[must_use]
    pub const fn array(element: &str, len: usize) -> Self {
        Self::new()
            .text("[")
            .text(element)
            .text("; ")
            .number(len)
            .text("]")
    }

    /// The text of a function's type: `fn(u32, Ptr<Node>) -> u32`. A result of `()` is left out.
    #[must_use]
    pub const fn function(parameters: &[&str], result: &str) -> Self {
        let mut text = Self::new().text("fn(");
        let mut i = 0;
        while i < parameters.len() {
            text = text.text(if i > 0 { ", " } else { "" }).text(parameters[i]);
            i += 1;
        }
        if same(result, "()") {
            text.text(")")
        } else {
            text.text(") -> ").text(result)
        }
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

    /// The text; where a part didn't fit, the text without it.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => unreachable!(),
        }
    }
}

/// `byte` or `bytes`, as many as there are.
#[must_use]
pub const fn bytes(number: u64) -> &'static str {
    if number == 1 { "byte" } else { "bytes" }
}

/// Whether two texts are equal, in `const`.
#[must_use]
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // From the end: names often start alike.
    let mut i = a.len();
    while i > 0 {
        i -= 1;
        if a[i] != b[i] {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::format;

    use super::*;

    #[test]
    #[should_panic(expected = "longer than 512 bytes")]
    fn a_name_is_never_cut() {
        let long = "x".repeat(CAPACITY);
        assert_eq!(Text::applied("A", &["B", "C"]).name(), "A<B, C>");
        let _ = Text::applied("A", &[&long]).name();
    }

    #[test]
    fn builds_and_cuts() {
        let text = Text::new().member("A", "b").text(" is ").number(4_096);
        assert_eq!(text.as_str(), "`A.b` is 4096");
        let long = "x".repeat(CAPACITY - 1);
        assert_eq!(Text::new().text(&long).text("é").as_str(), long);
        for integer in [i128::MIN, -1, 0, 10, i128::MAX] {
            assert_eq!(Text::new().integer(integer).as_str(), format!("{integer}"));
        }
        assert_eq!(
            Text::new().bytes(1).text(", ").bytes(2).as_str(),
            "1 byte, 2 bytes"
        );
    }

    #[test]
    fn names_of_types_have_one_spelling() {
        assert_eq!(Text::array("u8", 4).name(), "[u8; 4]");
        assert_eq!(Text::function(&[], "()").name(), "fn()");
        assert_eq!(
            Text::function(&["u8", "Str"], "bool").name(),
            "fn(u8, Str) -> bool"
        );
    }
}
