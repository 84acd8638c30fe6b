//! Names that a guest chose, short enough for a terminal.

use std::io::{self, IsTerminal as _};
use std::sync::OnceLock;

/// How many characters of a name are shown on a terminal.
pub(crate) const MOST: usize = 60;

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
    fn a_long_name_is_cut_between_characters() {
        let name = "ü".repeat(MOST);
        assert_eq!(cut(&name), name);
        assert_eq!(cut(&format!("{name}ü")), format!("{name}…"));
    }
}
