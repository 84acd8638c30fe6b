//! A piece of somebody else's text, fit to be shown on a terminal.

use std::fmt::{self, Write as _};

/// How many characters of it are shown.
const MOST: usize = 60;

/// Shows at most 60 characters, with what can't be printed as an escape.
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.0.escape_debug();
        let mut shown = 0;
        while let Some(c) = chars.next() {
            if shown == MOST {
                return f.write_char('…');
            }
            shown += 1;
            // `escape_debug` escapes quotes too, which are harmless and stand in `extern "C"`.
            match (c == '\\').then(|| chars.next()).flatten() {
                Some(quote @ ('"' | '\'')) => f.write_char(quote)?,
                Some(escaped) => write!(f, "\\{escaped}")?,
                None => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_printed_is_escaped() {
        let text = "fn \"C\" 'a größe\\ \u{1b}[31m \u{202e} \0 \n";
        assert_eq!(
            Excerpt(text).to_string(),
            r#"fn "C" 'a größe\\ \u{1b}[31m \u{202e} \0 \n"#
        );
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(Excerpt(&"x".repeat(60)).to_string(), "x".repeat(60));
        assert_eq!(
            Excerpt(&"x".repeat(61)).to_string(),
            format!("{}…", "x".repeat(60))
        );
        assert!(Excerpt(&"\u{1}".repeat(1 << 20)).to_string().len() < 80);
    }
}
