//! Texts with brackets, taken apart in `const`.

/// Where the bracket that opens at `at` has closed.
pub(super) const fn behind_brackets(text: &[u8], at: usize) -> usize {
    let (mut i, mut depth) = (at, 0_usize);
    while i < text.len() {
        match text[i] {
            b'<' | b'[' | b'(' => depth += 1,
            b'>' if i > 0 && text[i - 1] == b'-' => {}
            b'>' | b']' | b')' => {
                depth -= 1;
                if depth == 0 {
                    return i + 1;
                }
            }
            _ => {}
        }
        i += 1;
    }
    i
}

/// `text` from `start` to `end`.
pub(super) const fn part(text: &str, start: usize, end: usize) -> &str {
    text.split_at(end).0.split_at(start).1
}
