//! Somebody else's text, fit to be shown on a terminal: names of files, names from a module, messages.

use std::path::Path;

/// How many characters of a name are shown in a column.
const MOST: usize = 60;

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
    printable(&path.to_string_lossy()).replace('\n', "\\n")
}

/// At most 60 characters: columns are as wide as their widest name, and a guest chooses its names.
pub(crate) fn clipped(name: &str) -> String {
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
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

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let name = "ü".repeat(MOST);
        assert_eq!(clipped(&name), name);
        assert_eq!(clipped(&format!("{name}ü")), format!("{name}…"));
    }
}
