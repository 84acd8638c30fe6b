//! Where a type was declared, and how the derive records it.

use std::fmt;

/// Where a type was declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The module, from the crate's name on.
    module: String,
    line: u64,
    column: u64,
}

impl Place {
    /// The path of a type of this name, from the crate's name on.
    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}::{name}", self.module)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in {}, line {}", self.module, self.line)
    }
}

/// Takes the place off the name with which the derive has recorded a type: `shapes::round::Disc@9:10`.
pub(super) fn split_place(recorded: &str) -> (&str, Option<Place>) {
    let split = recorded.rsplit_once('@').and_then(|(path, position)| {
        let (module, name) = path.rsplit_once("::")?;
        let (line, column) = position.split_once(':')?;
        let place = Place {
            module: module.to_owned(),
            line: line.parse().ok()?,
            column: column.parse().ok()?,
        };
        Some((name, Some(place)))
    });
    split.unwrap_or((recorded, None))
}
