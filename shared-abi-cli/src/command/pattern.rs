//! Which types a word on the command line means: a name, a path, or a pattern.

use wildmatch::WildMatch;

/// The name of a type, or several; perhaps with the modules that it is in.
pub(crate) struct Pattern {
    whole: WildMatch,
    name: WildMatch,
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        let text = text.strip_prefix("::").unwrap_or(text);
        let text = text.strip_prefix("crate::").unwrap_or(text);
        Self {
            whole: WildMatch::new(text),
            name: WildMatch::new(&text[module_len(text)..]),
        }
    }

    /// Whether it means the type of this name, which was declared at this path, if that is known.
    pub(crate) fn is_of(&self, name: &str, path: Option<&str>) -> bool {
        let Some(path) = path else {
            // No .wasm and no lock knows its types' modules.
            return self.name.matches(name);
        };
        // Each end of the path: `Disc`, `round::Disc`, `shapes::round::Disc`.
        let starts = path[..module_len(path)]
            .match_indices("::")
            .map(|(at, colons)| at + colons.len());
        [0].into_iter()
            .chain(starts)
            .any(|start| self.whole.matches(&path[start..]))
    }
}

/// The length of what stands before the type's own name; its arguments may have paths, too.
fn module_len(path: &str) -> usize {
    let arguments = path.find('<').unwrap_or(path.len());
    path[..arguments].rfind("::").map_or(0, |at| at + "::".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_with_and_without_its_modules() {
        let disc = Some("shapes::round::Disc");
        for text in [
            "Disc",
            "round::Disc",
            "shapes::round::Disc",
            "crate::round::Disc",
            "::shapes::round::Disc",
        ] {
            assert!(Pattern::new(text).is_of("Disc", disc), "{text}");
            assert!(Pattern::new(text).is_of("Disc", None), "{text}");
        }
        for text in ["disc", "isc", "und::Disc", "square::Disc", "round", "round::"] {
            assert!(!Pattern::new(text).is_of("Disc", disc), "{text}");
        }
        assert!(!Pattern::new("round::Ring").is_of("Disc", None));
        assert!(Pattern::new("Pair<a::B>").is_of("Pair<a::B>", None));
    }

    #[test]
    fn stars_and_question_marks_stand_for_characters() {
        let disc = Some("shapes::round::Disc");
        for text in ["*", "D*", "*sc", "D??c", "round::*", "*::Disc", "shapes::*"] {
            assert!(Pattern::new(text).is_of("Disc", disc), "{text}");
        }
        for text in ["?", "D?c", "E*", "flat::*", ""] {
            assert!(!Pattern::new(text).is_of("Disc", disc), "{text}");
        }
    }
}
