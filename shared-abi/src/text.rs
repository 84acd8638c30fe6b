//! Text built in `const`, for the messages of compile-time assertions.

/// As much as the longest message needs; what doesn't fit is cut.
const CAPACITY: usize = 512;

/// A text under construction.
pub(crate) struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            len: 0,
        }
    }

    /// Appends `text`, or nothing of it where it doesn't fit, so that the whole stays UTF-8.
    pub(crate) const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if text.len() > CAPACITY - self.len {
            return self;
        }
        let mut i = 0;
        while i < text.len() {
            self.bytes[self.len] = text[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    pub(crate) const fn number(self, number: usize) -> Self {
        let digit = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][number % 10];
        if number < 10 {
            self.text(digit)
        } else {
            self.number(number / 10).text(digit)
        }
    }

    pub(crate) const fn quoted(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    pub(crate) const fn member(self, ty: &str, field: &str) -> Self {
        self.text("`").text(ty).text(".").text(field).text("`")
    }

    pub(crate) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => unreachable!(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_and_cuts() {
        let text = Text::new().member("A", "b").text(" is ").number(4_096);
        assert_eq!(text.as_str(), "`A.b` is 4096");
        let long = "x".repeat(CAPACITY - 1);
        assert_eq!(Text::new().text(&long).text("é").as_str(), long);
    }
}
