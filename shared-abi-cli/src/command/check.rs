//! `shared-abi check`.

use shared_abi_layouts::Layouts;

use crate::args::{CheckArgs, FeatureArgs, Format, Level};
use crate::build::baseline::Baseline;
use crate::build::package::Package;
use crate::build::record::{Recorded, record};
use crate::command::outcome::Outcome;
use crate::error::Error;
use crate::output::comparison::{Comparison, Configured};
use crate::output::json::{Checked, Differences, print_json};
use crate::output::print::print;
use crate::voice::Voice;

pub(crate) fn run(args: &CheckArgs, voice: Voice) -> Result<Outcome, Error> {
    let (members, against) = (&args.members, args.against.as_deref());
    // Before the builds, which take longer.
    let baselines = if members.workspace {
        Baseline::of_members(Package::members(&members.package)?, against)?
    } else {
        let package = Package::find(&members.package)?;
        let baseline = match against {
            Some(against) => Baseline::of(&package, against)?,
            None => Baseline::own(&package)?,
        };
        vec![(Some(package), baseline)]
    };
    if args.comparison.level == Level::Extend && against.is_none() {
        voice.note(
            "a package agrees with its own lock file whenever it builds, whatever was locked; `--against origin/main` \
             compares with what was locked there",
        );
    }
    let mut comparisons = Vec::new();
    for (package, baseline) in &baselines {
        comparisons.push(match package {
            Some(package) => compare(package, baseline, args, voice)?,
            None => removed(baseline),
        });
    }
    let args = &args.comparison;
    let is_allowed = comparisons.iter().all(|comparison| comparison.is_allowed(args));
    match voice.format {
        Format::Text => {
            let texts = comparisons.iter().map(|comparison| comparison.text(args, voice));
            let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
            print(&texts.join("\n"))?;
        }
        Format::Json => {
            let differences = |comparison| Differences::new(comparison, args);
            let mut packages: Vec<_> = comparisons.iter().map(differences).collect();
            if members.workspace {
                print_json(&Checked {
                    allowed: is_allowed,
                    packages,
                })?;
            } else if let Some(package) = packages.pop() {
                print_json(&package)?;
            }
        }
    }
    Ok(Outcome::of(is_allowed))
}

fn compare(
    package: &Package,
    baseline: &Baseline,
    args: &CheckArgs,
    voice: Voice,
) -> Result<Comparison, Error> {
    let asked_for = &args.members.package;
    let record = |features: &FeatureArgs| record(package, features, &asked_for.cargo, voice);
    let configured = |recorded: &Recorded| {
        let (left, is_locked) = baseline.layouts(&recorded.configuration);
        Configured {
            configuration: Some(recorded.configuration.clone()),
            is_locked,
            left,
            right: recorded.layouts(voice),
        }
    };
    let first = record(&asked_for.features)?;
    let mut comparison = Comparison {
        left: baseline.label.clone(),
        right: package.label(),
        added: if args.against.is_some() {
            "Added"
        } else {
            "Not locked yet"
        },
        configured: vec![configured(&first)],
        gone: Vec::new(),
    };
    // Who names features asks for those.
    if !asked_for.features.is_empty() {
        return Ok(comparison);
    }
    for configuration in baseline.other_configurations(&first.configuration) {
        if package.features.has_all(configuration) {
            voice.status("Checking", &package.with(configuration));
            let recorded = record(&FeatureArgs::only(configuration))?;
            comparison.configured.push(configured(&recorded));
        } else {
            comparison.gone.push(configuration.clone());
        }
    }
    Ok(comparison)
}

/// Of a package that is gone, everything is.
fn removed(baseline: &Baseline) -> Comparison {
    let configured = baseline
        .all()
        .into_iter()
        .map(|(configuration, layouts)| Configured {
            configuration: configuration.cloned(),
            is_locked: true,
            left: layouts.clone(),
            right: Layouts::new(),
        });
    Comparison {
        left: baseline.label.clone(),
        right: "no package of the workspace".to_owned(),
        added: "Added",
        configured: configured.collect(),
        gone: Vec::new(),
    }
}
