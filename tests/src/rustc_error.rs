//! An error as rustc prints it, reduced to what we promise: where its caret is, and our own words.
//!
//! The rest of the rendering (error codes, labels, notes) is the toolchain's and changes with it.

/// One error of a build.
#[derive(Debug)]
pub struct RustcError {
    /// All its lines.
    pub text: String,
    /// The file in which the caret stands, as rustc prints its path.
    pub file: String,
    /// The line of the caret, from 1; 0 if the error has no place.
    pub line: usize,
    /// The column of the caret's start, from 1.
    pub column: usize,
    /// How many columns are underlined; 0 if the span has several lines.
    pub width: usize,
}

impl RustcError {
    /// The errors in `output`, in the order in which they were printed.
    ///
    /// Warnings aren't errors, and neither are the lines that only count them.
    #[must_use]
    pub fn parse_all(output: &str) -> Vec<Self> {
        let mut blocks: Vec<Vec<&str>> = Vec::new();
        let mut inside = false;
        for line in output.lines() {
            let starts = line.starts_with("error") && line.contains(": ");
            let summary = line.starts_with("error: could not compile") || line.starts_with("error: aborting");
            if starts && !summary {
                blocks.push(Vec::new());
                inside = true;
            } else if summary || line.starts_with("warning") || line.starts_with("    Checking ") {
                inside = false;
            }
            if inside && let Some(block) = blocks.last_mut() {
                block.push(line);
            }
        }
        blocks.iter().map(|block| Self::parse(block)).collect()
    }

    fn parse(block: &[&str]) -> Self {
        let place = block
            .iter()
            .find_map(|line| line.trim_start().strip_prefix("--> "));
        let mut parts = place.unwrap_or("").rsplitn(3, ':');
        let mut number = || parts.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        let (column, line) = (number(), number());
        Self {
            text: block.join("\n"),
            file: parts.next().unwrap_or("").to_owned(),
            line,
            column,
            width: underlined(block, line, column).unwrap_or(0),
        }
    }
}

/// The length of the caret under `line`: of the run of `^` that starts at `column`.
fn underlined(block: &[&str], line: usize, column: usize) -> Option<usize> {
    let number = line.to_string();
    let is_source = |text: &&str| {
        text.split_once('|')
            .is_some_and(|(gutter, _)| gutter.trim() == number)
    };
    let source = block.iter().position(is_source)?;
    // The caret may be below the dashes of a label.
    block[source + 1..].iter().find_map(|text| {
        let (gutter, marks) = text.split_once('|')?;
        if !gutter.trim().is_empty() {
            return None;
        }
        // One space stands between the gutter and the source's first column.
        let run = marks.chars().skip(column).take_while(|&c| c == '^').count();
        (run > 0).then_some(run)
    })
}
