//! The names nearest to one that doesn't exist.

/// Below this, a name isn't what was meant.
const LEAST_SIMILARITY: f64 = 0.7;

/// How many are named.
const MOST: usize = 3;

/// Up to three names that are like `name`, the likest first.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let like = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let mut near: Vec<_> = names
        .map(|other| (like(other), other))
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    near.truncate(MOST);
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_name_comes_first() {
        let names = ["Activity", "Batch", "BatchHeader", "Node"];
        assert_eq!(nearest("batch", names.into_iter()), ["Batch", "BatchHeader"]);
        assert_eq!(nearest("Bacth", names.into_iter())[0], "Batch");
        assert!(nearest("Quaternion", names.into_iter()).is_empty());
    }
}
