//! `shared-abi lock`.

use std::collections::BTreeMap;

use shared_abi_layouts::{Configuration, Layouts, Lock, LockError};

use crate::args::{ComparisonArgs, FeatureArgs, Format, Level, MembersArgs, PackageArgs};
use crate::build::cargo::make_cargo_look_again;
use crate::build::lock_file;
use crate::build::package::Package;
use crate::build::record::record;
use crate::command::outcome::Outcome;
use crate::error::Error;
use crate::output::comparison::{Comparison, Configured};
use crate::output::counted::counted;
use crate::output::json::{LockedPackage, LockedPackages, print_json};
use crate::output::print::print;
use crate::printable;
use crate::voice::Voice;

/// A package that was locked.
struct Locked {
    package: Package,
    path: String,
    before: Option<Result<Lock<'static>, LockError>>,
    now: Lock<'static>,
    written: bool,
    comparison: Comparison,
}

/// Any difference is agreed on by this very command, so the level says nothing here.
const ARGS: ComparisonArgs = ComparisonArgs {
    level: Level::Layout,
    common: false,
};

pub(crate) fn run(args: &MembersArgs, voice: Voice) -> Result<Outcome, Error> {
    let locked = if args.workspace {
        lock_members(&args.package, voice)?
    } else {
        vec![lock(Package::find(&args.package)?, &args.package, voice)?]
    };
    match voice.format {
        Format::Text => {
            let texts: Vec<_> = locked.iter().filter_map(|locked| locked.text(voice)).collect();
            print(&texts.concat())?;
        }
        Format::Json => {
            let mut packages: Vec<_> = locked.iter().map(Locked::json).collect();
            if args.workspace {
                print_json(&LockedPackages { packages })?;
            } else if let Some(package) = packages.pop() {
                print_json(&package)?;
            }
        }
    }
    Ok(Outcome::Fine)
}

/// Locks each member that has a lock file, or whose sources derive `SharedAbi`.
fn lock_members(args: &PackageArgs, voice: Voice) -> Result<Vec<Locked>, Error> {
    let mut all = Vec::new();
    for package in Package::members(args)? {
        let is_locked = package.lock_path().exists();
        if !is_locked && !package.derives_shared_abi() {
            continue;
        }
        let name = package.name.clone();
        match lock(package, args, voice) {
            // It may be a host, which isn't made for wasm32.
            Err(error @ (Error::Build { .. } | Error::NoTypes { .. })) if !is_locked => {
                voice.note(&format!("{name} is not locked: {error}"));
            }
            locked => all.push(locked?),
        }
    }
    if all.is_empty() {
        return Err(Error::NothingToLock);
    }
    Ok(all)
}

fn lock(package: Package, args: &PackageArgs, voice: Voice) -> Result<Locked, Error> {
    let path = package.lock_path();
    let before = lock_file::read(&path)?;
    if let Some(Err(error @ (LockError::NotALock | LockError::Newer { .. }))) = before {
        return Err(Error::WontReplace { path, error });
    }
    let old = before.as_ref().and_then(|before| before.as_ref().ok());
    let (first, configurations) = record_all(&package, args, old, voice)?;
    let now = Lock {
        krate: package.target.crate_name(),
        features: package.features.clone(),
        configurations,
    };
    if before.is_none() && now.types().next().is_none() {
        return Err(Error::NoTypes {
            source: package.label(),
            is_package: true,
        });
    }
    let written = old != Some(&now) || !lock_file::is_current(&path);
    if written {
        lock_file::write(&path, &now)?;
        make_cargo_look_again(&package)?;
    }
    let shown = printable::path(&path);
    Ok(Locked {
        comparison: Comparison {
            left: shown.clone(),
            right: package.label(),
            added: "Added",
            configured: configured(old, &now, &first),
            gone: Vec::new(),
        },
        package,
        path: shown,
        before,
        now,
        written,
    })
}

/// Both sides in each configuration that is locked now, first the one that was asked for.
fn configured(old: Option<&Lock<'static>>, now: &Lock<'static>, first: &Configuration) -> Vec<Configured> {
    let mut configurations: Vec<_> = now.configurations.iter().collect();
    configurations.sort_by_key(|(configuration, _)| *configuration != first);
    let of = |(configuration, layouts): (&Configuration, &Layouts<'static>)| Configured {
        configuration: Some(configuration.clone()),
        is_locked: true,
        left: old.map_or_else(Layouts::new, |old| old.known_layouts(configuration)),
        right: layouts.clone(),
    };
    configurations.into_iter().map(of).collect()
}

type Configurations = BTreeMap<Configuration, Layouts<'static>>;

/// The layouts in each configuration that is to be locked, and which of these was asked for.
///
/// Cargo unifies features, so nobody knows with which ones a package will be built. The two extremes tell whether they
/// matter to a type at all.
fn record_all(
    package: &Package,
    args: &PackageArgs,
    old: Option<&Lock<'static>>,
    voice: Voice,
) -> Result<(Configuration, Configurations), Error> {
    let first = record(package, &args.features, &args.cargo, voice)?;
    let mut recorded = Configurations::from([(first.configuration.clone(), first.layouts(voice))]);
    if package.features.is_empty() {
        return Ok((first.configuration, recorded));
    }
    let mut add = |features: &FeatureArgs, voice: Voice| -> Result<(), Error> {
        let now = record(package, features, &args.cargo, voice)?;
        let layouts = now.layouts(voice);
        recorded.insert(now.configuration, layouts);
        Ok(())
    };
    // A lock from before the package's features were what they are says nothing of which ones can be built.
    let old = old.filter(|old| old.features == package.features);
    if let Some(old) = old {
        for configuration in old
            .configurations
            .keys()
            .filter(|other| **other != first.configuration)
        {
            voice.status("Locking", &package.with(configuration));
            add(&FeatureArgs::only(configuration), voice)?;
        }
        return Ok((first.configuration, recorded));
    }
    let none = Configuration::default();
    let extremes = [
        (
            FeatureArgs::default(),
            "the default features",
            args.features.is_empty(),
        ),
        (
            FeatureArgs::only(&none),
            "no features",
            first.configuration == none,
        ),
        (
            FeatureArgs::all(),
            "all features",
            first.configuration == package.features,
        ),
    ];
    for (features, words, is_done) in extremes {
        if is_done {
            continue;
        }
        voice.status("Locking", &package.with(words));
        match add(&features, voice.muted()) {
            Err(Error::Build { .. }) => voice.note(&format!(
                "{} is not locked with {words}, since it doesn't build for {} then",
                package.name, args.cargo.target
            )),
            added => added?,
        }
    }
    Ok((first.configuration, recorded))
}

impl Locked {
    /// For people; `None` if there is nothing to tell to who wants to hear little.
    fn text(&self, voice: Voice) -> Option<String> {
        let wrote = format!(
            "wrote {}: {} of {}",
            self.path,
            self.count(),
            self.package.label()
        );
        match &self.before {
            _ if voice.quiet => None,
            None => Some(format!("{wrote}\n")),
            Some(Err(error)) => Some(format!("{wrote}; the old one could not be read: {error}\n")),
            Some(Ok(_)) if !self.written => Some(format!("{} is up to date\n", self.path)),
            Some(Ok(_)) => Some(format!("{}{wrote}\n", self.comparison.lists(&ARGS))),
        }
    }

    fn count(&self) -> String {
        let names = self.now.types().map(|(layout, _)| layout.name);
        let mut names: Vec<_> = names.collect();
        names.dedup();
        let types = counted(names.len(), "type", "types");
        match self.now.configurations.len() {
            1 => types,
            n => format!("{types}, with {n} sets of features,"),
        }
    }

    fn json(&self) -> LockedPackage<'_> {
        LockedPackage::new(
            &self.package.name,
            &self.path,
            self.written,
            &self.comparison,
            &ARGS,
        )
    }
}
