//! A configuration: the features with which a package is built, on which its layouts may depend.

use std::collections::BTreeSet;
use std::fmt;

/// The features that are on.
///
/// ```
/// use shared_abi_layouts::Configuration;
///
/// let more: Configuration = ["more", "default"].into_iter().collect();
/// assert_eq!(more.to_string(), "default, more");
/// assert_eq!(Configuration::parse("default, more"), Some(more));
/// assert_eq!(Configuration::default().to_string(), "no features");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Configuration {
    features: BTreeSet<String>,
}

const NONE: &str = "no features";

impl Configuration {
    /// Reads what [`Display`](fmt::Display) writes. `None` if it is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == NONE {
            return Some(Self::default());
        }
        let configuration: Self = text.split(", ").collect();
        let is_plain = configuration.features.iter().all(|name| is_feature(name));
        (is_plain && configuration.to_string() == text).then_some(configuration)
    }

    /// Whether no feature is on.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// How many features are on.
    #[must_use]
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// The names of the features, sorted.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.features.iter().map(String::as_str)
    }

    /// Whether this feature is on.
    #[must_use]
    pub fn has(&self, feature: &str) -> bool {
        self.features.contains(feature)
    }

    /// Whether each feature of `other` is on.
    #[must_use]
    pub fn has_all(&self, other: &Self) -> bool {
        self.features.is_superset(&other.features)
    }

    /// Those of its features that are in `known`, too.
    #[must_use]
    pub fn among(&self, known: &Self) -> Self {
        self.iter().filter(|name| known.has(name)).collect()
    }
}

impl<S: Into<String>> FromIterator<S> for Configuration {
    fn from_iter<I: IntoIterator<Item = S>>(features: I) -> Self {
        let features = features.into_iter().map(Into::into).collect();
        Self { features }
    }
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str(NONE);
        }
        for (i, feature) in self.iter().enumerate() {
            write!(f, "{}{feature}", if i > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

/// What cargo takes for the name of a feature.
fn is_feature(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-+.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_way_to_write_it() {
        for text in [
            "",
            "b, a",
            "a, a",
            "a,b",
            "a, ",
            "no features, a",
            "a b",
            "a\"",
            "a\u{1b}",
        ] {
            assert_eq!(Configuration::parse(text), None, "{text:?}");
        }
        for text in ["no features", "a", "a, b", "c++, serde-1.0, über"] {
            assert_eq!(Configuration::parse(text).unwrap().to_string(), text);
        }
    }
}
