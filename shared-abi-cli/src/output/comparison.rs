//! A set of layouts held against another, in each configuration, and printed.

use std::fmt::Write as _;

use shared_abi_layouts::{Configuration, Layouts};

use crate::Outcome;
use crate::args::{ComparisonArgs, FeatureArgs, Format};
use crate::error::Error;
use crate::output::json::{Differences, print_json};
use crate::output::print::print;
use crate::output::report::Report;
use crate::output::report_text;
use crate::printable::printable;
use crate::style::{BAD, GOOD, NOTE};
use crate::voice::Voice;

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
    pub(crate) left: Layouts,
    pub(crate) right: Layouts,
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

    fn features(&self) -> String {
        self.configuration
            .as_ref()
            .map_or_else(String::new, |features| printable(&features.to_string()))
    }
}

impl Comparison {
    /// Prints it by itself.
    pub(crate) fn print(&self, args: &ComparisonArgs, voice: Voice) -> Result<Outcome, Error> {
        match voice.format {
            Format::Text => print(&self.text(args, voice))?,
            Format::Json => print_json(&Differences::new(self, args))?,
        }
        Ok(self.outcome(args))
    }

    /// What a command that made this comparison ends with.
    pub(crate) fn outcome(&self, args: &ComparisonArgs) -> Outcome {
        if self.is_allowed(args) {
            Outcome::Fine
        } else {
            Outcome::Differs
        }
    }

    /// Whether the level allows every difference, in every configuration.
    pub(crate) fn is_allowed(&self, args: &ComparisonArgs) -> bool {
        let is_allowed = |configured: &Configured| configured.report(args).is_allowed();
        self.gone.is_empty() && self.configured.iter().all(is_allowed)
    }

    /// For people: each difference once, with the configurations that it is in.
    pub(crate) fn text(&self, args: &ComparisonArgs, voice: Voice) -> String {
        let groups = self.grouped(|configured| self.differences(configured, args));
        let mut out = String::new();
        for (text, features) in &groups {
            if text.is_none() && voice.quiet {
                continue;
            }
            out.push_str(if out.is_empty() { "" } else { "\n" });
            out.push_str(&self.heading());
            // Which configuration it is matters only where there are others.
            if groups.len() > 1 {
                // Writing to a `String` never fails.
                let _ = write!(out, " {NOTE}({}){NOTE:#}", features.join("; "));
            }
            match text {
                Some(text) => out.push_str(text),
                None => {
                    let _ = writeln!(out, ": {GOOD}no difference{GOOD:#}");
                }
            }
        }
        for configuration in &self.gone {
            let _ = writeln!(
                out,
                "{}: {BAD}locked with {configuration}, which the package doesn't have any more{BAD:#}",
                self.heading()
            );
        }
        out
    }

    /// What stands behind the heading; `None` if there is no difference.
    fn differences(&self, configured: &Configured, args: &ComparisonArgs) -> Option<String> {
        let report = configured.report(args);
        if report.len() == 0 {
            return None;
        }
        let mut text = "\n\n".to_owned();
        report_text::write(&report, self.added, &mut text);
        if !configured.is_locked {
            let flags: Vec<_> = configured
                .configuration
                .iter()
                .flat_map(|features| FeatureArgs::only(features).flags())
                .collect();
            let _ = writeln!(
                text,
                "not locked with these features: {}; run `cargo shared-abi lock {}`",
                configured.features(),
                printable(&flags.join(" "))
            );
        }
        Some(text)
    }

    /// The differences without a verdict, each once.
    pub(crate) fn lists(&self, args: &ComparisonArgs) -> String {
        let groups = self.grouped(|configured| {
            let mut text = String::new();
            report_text::write_lists(&configured.report(args), self.added, &mut text);
            text
        });
        let has_many = groups.len() > 1;
        groups
            .into_iter()
            .fold(String::new(), |mut out, (text, features)| {
                if has_many {
                    let _ = write!(out, "{NOTE}With {}:{NOTE:#}\n\n", features.join("; with "));
                }
                out + &text
            })
    }

    /// What there is to say of each configuration; where it is the same of several, once.
    fn grouped<T: PartialEq>(&self, say: impl Fn(&Configured) -> T) -> Vec<(T, Vec<String>)> {
        let mut groups: Vec<(T, Vec<String>)> = Vec::new();
        for configured in &self.configured {
            let text = say(configured);
            match groups.iter_mut().find(|(other, _)| *other == text) {
                Some((_, features)) => features.push(configured.features()),
                None => groups.push((text, vec![configured.features()])),
            }
        }
        groups
    }

    fn heading(&self) -> String {
        format!("{} → {}", self.left, self.right)
    }
}
