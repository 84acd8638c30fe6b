//! Somebody else's text, fit to be shown on a terminal: names of files, names from a module, messages.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::OnceLock;

use crate::args::STDIN;

/// How many characters of a name are shown on a terminal.
pub(crate) const MOST: usize = 60;

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

/// On a terminal, at most 60 characters: a guest chooses its names. A file or another program gets all of them.
pub(crate) fn clipped(name: &str) -> String {
    static IS_TERMINAL: OnceLock<bool> = OnceLock::new();
    if *IS_TERMINAL.get_or_init(|| io::stdout().is_terminal()) {
        cut(name)
    } else {
        name.to_owned()
    }
}

fn cut(name: &str) -> String {
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
        assert_eq!(cut(&name), name);
        assert_eq!(cut(&format!("{name}ü")), format!("{name}…"));
    }
}
