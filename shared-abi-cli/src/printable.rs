//! Somebody else's text, fit to be shown on a terminal: names of files, names from a module, messages.

use std::path::Path;

use crate::args::STDIN;

/// The text with what a terminal would act on, or wouldn't show, as an escape. Lines stay lines.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Harmless, though `escape_debug` escapes them.
            '\n' | '\\' | '"' | '\'' => shown.push(c),
            _ => shown.extend(c.escape_debug()),
        }
    }
    shown
}

/// A path on one line.
pub(crate) fn path(path: &Path) -> String {
    if path == STDIN {
        return "standard input".to_owned();
    }
    printable(&path.to_string_lossy()).replace('\n', "\\n")
}

/// A path as git has it, on one line.
pub(crate) fn path_of_bytes(path: &[u8]) -> String {
    self::path(Path::new(&*String::from_utf8_lossy(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_printed_is_escaped() {
        let text = "`größe` \"a\" 'b' \\ \u{1b}[31m \u{202e} \0 \r\nnext";
        assert_eq!(
            printable(text),
            "`größe` \"a\" 'b' \\ \\u{1b}[31m \\u{202e} \\0 \\r\nnext"
        );
        assert_eq!(path(Path::new("a\nb\u{7}")), "a\\nb\\u{7}");
    }
}
