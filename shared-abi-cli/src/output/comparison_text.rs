//! A comparison as text: each difference once, with the configurations that it is in.

use std::fmt::Write as _;

use crate::args::{ComparisonArgs, FeatureArgs};
use crate::output::comparison::{Comparison, Configured};
use crate::output::report_text;
use crate::printable::printable;
use crate::style::{BAD, GOOD, NOTE};
use crate::voice::Voice;

impl Comparison {
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

impl Configured {
    fn features(&self) -> String {
        self.configuration
            .as_ref()
            .map_or_else(String::new, |features| printable(&features.to_string()))
    }
}
