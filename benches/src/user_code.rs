//! Counts what a user writes for the four workloads: the approach's own files, less the harness.

/// An approach's source files: path and text.
pub type Sources = &'static [(&'static str, &'static str)];

/// The named files of this directory, as they were compiled.
#[macro_export]
macro_rules! sources {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path)))),*]
    };
}

/// Lines that are neither blank nor only a comment, and occurrences of `unsafe` in them.
pub struct Count {
    pub lines: usize,
    pub unsafes: usize,
}

pub fn count(sources: Sources) -> Count {
    let code = || {
        let lines = sources.iter().flat_map(|(_, text)| text.lines()).map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with("//"))
    };
    let words = code().flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    Count {
        lines: code().count(),
        unsafes: words.filter(|&word| word == "unsafe").count(),
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn comments_and_blank_lines_are_not_code() {
        const TEXT: &str =
            "// unsafe in a comment\n\nfn f() {\n    /// also here\n    unsafe { g() } // unsafe_name\n}\n";
        let count = count(&[("f.rs", TEXT), ("g.rs", "#[unsafe(no_mangle)]\n")]);
        assert_eq!((count.lines, count.unsafes), (4, 2));
    }
}
