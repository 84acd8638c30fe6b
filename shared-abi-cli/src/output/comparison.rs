//! A set of layouts held against another, in each configuration.

use shared_abi_layouts::{Configuration, Layouts};

use crate::args::ComparisonArgs;
use crate::output::report::Report;

/// What is compared, and what to call it.
pub(crate) struct Comparison {
    pub(crate) left: String,
    pub(crate) right: String,
    /// The head of the list of what is new.
    pub(crate) added: &'static str,
    /// Both sides in each configuration; the first is the one that was asked for.
    pub(crate) configured: Vec<Configured>,
    /// Configurations that only the left side has, since the package lacks one of their features.
    pub(crate) gone: Vec<Configuration>,
}

/// Both sides in one configuration.
pub(crate) struct Configured {
    /// The features, where they are known.
    pub(crate) configuration: Option<Configuration>,
    /// Whether the left side has a record of that configuration.
    pub(crate) is_locked: bool,
    pub(crate) left: Layouts<'static>,
    pub(crate) right: Layouts<'static>,
}

impl Configured {
    /// The differences, of all types or only of those that both sides have.
    pub(crate) fn report(&self, args: &ComparisonArgs) -> Report<'_> {
        let mut report = Report::new(&self.left, &self.right, args.level);
        if args.common {
            report.removed.clear();
            report.added.clear();
        }
        report
    }
}

impl Comparison {
    /// Whether the level allows every difference, in every configuration.
    pub(crate) fn is_allowed(&self, args: &ComparisonArgs) -> bool {
        let is_allowed = |configured: &Configured| configured.report(args).is_allowed();
        self.gone.is_empty() && self.configured.iter().all(is_allowed)
    }
}
