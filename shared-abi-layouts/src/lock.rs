//! The lock: the layouts that were agreed on, in a file that is committed beside the types.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use crate::configuration::Configuration;
use shared_abi_model::Layout;

use crate::compare::differences;
use crate::layouts::{Conflict, Layouts};
use crate::notation::{Lines, NotationError, NotationProblem, Reader, number};

/// What the file `shared-abi.lock` holds.
///
/// ```
/// use shared_abi_layouts::{Layouts, Lock};
///
/// let layouts = Layouts::parse("struct Point, size 4, align 4\n    x: i32, offset 0, size 4\n")?;
/// let lock = Lock::without_features("shapes", layouts);
/// assert_eq!(Lock::parse(&lock.to_string())?, lock);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock<'a> {
    /// The name of the crate that has the types.
    pub krate: String,
    /// All features that its package has.
    pub features: Configuration,
    /// The layouts of its types in each configuration in which they were recorded.
    pub configurations: BTreeMap<Configuration, Layouts<'a>>,
}

/// A layout that a type has in a lock.
///
/// ```
/// use shared_abi_layouts::Lock;
///
/// let lock = Lock::parse(
///     "shared-abi-lock 2\ncrate shapes\nfeatures wide\nlocked with no features\nlocked with wide\n\n\
///      with no features\nstruct Point, size 4, align 4\n\nwith wide\nstruct Point, size 8, align 8\n",
/// )?;
/// let entries = lock.entries("Point");
/// assert_eq!((entries[1].layout.size, entries[1].only_with[0].to_string()), (8, "wide".into()));
/// # Ok::<(), shared_abi_layouts::LockError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The layout.
    pub layout: Layout<'a>,
    /// In which configurations it was recorded; empty for a type that has one layout in all there are.
    pub only_with: Vec<&'a Configuration>,
}

impl<'a> Lock<'a> {
    /// The file's name; it stands beside the crate's `Cargo.toml`.
    pub const FILE_NAME: &'static str = "shared-abi.lock";

    /// The version of the format that [`Display`](fmt::Display) writes. [`parse`](Self::parse) reads each one up to it.
    pub const VERSION: usize = 3;

    /// In how many configurations layouts may be recorded.
    pub const MAX_CONFIGURATIONS: usize = 100;

    /// That of a package without features.
    pub fn without_features(krate: impl Into<String>, layouts: Layouts<'a>) -> Self {
        Self {
            krate: krate.into(),
            features: Configuration::default(),
            configurations: BTreeMap::from([(Configuration::default(), layouts)]),
        }
    }

    /// The layouts in a configuration; features that the lock doesn't know don't count. `None` if it wasn't recorded.
    #[must_use]
    pub fn layouts(&self, configuration: &Configuration) -> Option<&Layouts<'a>> {
        self.configurations.get(&configuration.among(&self.features))
    }

    /// The layouts in a configuration as far as the lock knows them: where it wasn't recorded, those of the types that
    /// have one layout in every configuration.
    #[must_use]
    pub fn known_layouts(&self, configuration: &Configuration) -> Layouts<'a> {
        if let Some(layouts) = self.layouts(configuration) {
            return layouts.clone();
        }
        let is_everywhere = |name: &str| {
            let entries = self.entries(name);
            entries.iter().any(|entry| entry.only_with.is_empty())
        };
        let mut known = Layouts::new();
        for layouts in self.configurations.values() {
            // One layout for each name.
            let _ = known.join(&layouts.only(is_everywhere));
        }
        known
    }

    /// The layouts in the smallest configuration that has these features.
    #[must_use]
    pub fn layouts_with(&self, features: &Configuration) -> Option<&Layouts<'a>> {
        let having = |(configuration, _): &(&Configuration, _)| configuration.has_all(features);
        let found = self.configurations.iter().filter(having);
        found
            .min_by_key(|(configuration, _)| configuration.len())
            .map(|(_, layouts)| layouts)
    }

    /// The layouts that a type has.
    ///
    /// A type that has the same one without any feature and with all of them, and wherever else it was recorded, is
    /// taken to have it in every configuration. Any other has the layouts in the configurations that were recorded,
    /// and of the rest nothing is known.
    #[must_use]
    pub fn entries(&self, name: &str) -> Vec<Entry<'_>> {
        let mut entries = self.recorded(name);
        let is_everywhere = [&Configuration::default(), &self.features]
            .iter()
            .all(|extreme| self.configurations.contains_key(extreme));
        if let [only] = entries.as_mut_slice()
            && only.only_with.len() == self.configurations.len()
            && is_everywhere
        {
            only.only_with.clear();
        }
        entries
    }

    /// Every layout, sorted by name, and the configurations that it was recorded in, if not in all of them.
    ///
    /// ```
    /// use shared_abi_layouts::Lock;
    ///
    /// let lock = Lock::parse("shared-abi-lock 1\ncrate shapes\n\nstruct Point, size 4, align 4\n")?;
    /// let (point, only_with) = lock.types().next().unwrap();
    /// assert_eq!((point.size, only_with.len()), (4, 0));
    /// # Ok::<(), shared_abi_layouts::LockError>(())
    /// ```
    pub fn types(&self) -> impl Iterator<Item = (Layout<'_>, Vec<&Configuration>)> {
        let types = self.configurations.values().flat_map(Layouts::iter);
        let names: BTreeSet<_> = types.map(|layout| layout.name).collect();
        let entries = names.into_iter().flat_map(|name| self.recorded(name));
        entries.map(|Entry { layout, only_with }| {
            let is_in_all = only_with.len() == self.configurations.len();
            (layout, if is_in_all { Vec::new() } else { only_with })
        })
    }

    /// Each layout that the type has, with the configurations in which it has that one.
    fn recorded(&self, name: &str) -> Vec<Entry<'_>> {
        let mut entries: Vec<Entry<'_>> = Vec::new();
        for (configuration, layouts) in &self.configurations {
            let Some(layout) = layouts.get(name) else {
                continue;
            };
            match entries
                .iter_mut()
                .find(|entry| differences(&entry.layout, &layout).is_empty())
            {
                Some(entry) => entry.only_with.push(configuration),
                None => entries.push(Entry {
                    layout,
                    only_with: vec![configuration],
                }),
            }
        }
        entries
    }

    /// The version of the format in which a file's text is written.
    ///
    /// ```
    /// use shared_abi_layouts::Lock;
    ///
    /// assert_eq!(Lock::version("shared-abi-lock 1\ncrate shapes\n"), Ok(1));
    /// ```
    ///
    /// # Errors
    /// If this is no lock file, or if it is of a newer version.
    pub fn version(text: &str) -> Result<usize, LockError> {
        read_version(&mut Lines::new(text, 1).of_either_end())
    }

    /// Reads the file's text. Its lines may end as on Windows.
    ///
    /// ```
    /// use shared_abi_layouts::Lock;
    ///
    /// let lock = Lock::parse("shared-abi-lock 1\r\ncrate shapes\r\n")?;
    /// assert_eq!(lock.krate, "shapes");
    /// assert!(lock.layouts(&lock.features).unwrap().is_empty());
    /// # Ok::<(), shared_abi_layouts::LockError>(())
    /// ```
    ///
    /// # Errors
    /// If this is no lock file, if it is of a newer version, or at the first line that is wrong.
    pub fn parse(text: &'a str) -> Result<Self, LockError> {
        // With git's `autocrlf`, the file that was committed is not the one on the disk.
        let mut lines = Lines::new(text, 1).of_either_end();
        let known = read_version(&mut lines)?;
        let krate = next(&mut lines)?.and_then(|(_, line)| line.strip_prefix("crate "));
        let krate = krate
            .filter(|name| is_crate_name(name))
            .ok_or(LockError::NoCrate)?;
        // Since version 3 in either form, and before that with features in version 2 only.
        let mut ahead = lines.clone();
        let has_features = match next(&mut ahead) {
            Ok(Some((_, line))) => line.starts_with("features "),
            _ => false,
        };
        if known == 1 || (known > 2 && !has_features) {
            return Ok(Self::without_features(krate, Layouts::read(lines)?));
        }
        let (features, configurations) = read_configurations(lines)?;
        Ok(Self {
            krate: krate.to_owned(),
            features,
            configurations,
        })
    }
}

/// The first line that says something.
fn read_version(lines: &mut Lines<'_>) -> Result<usize, LockError> {
    let version = match next(lines) {
        Err(error) if error.problem() == NotationProblem::CutOff => return Err(LockError::NotALock),
        version => version?.and_then(|(_, line)| line.strip_prefix("shared-abi-lock ")),
    };
    let version = version.ok_or(LockError::NotALock)?;
    // A newer version may write more behind its number.
    let first = version.split(' ').next().and_then(number);
    let newest = Lock::VERSION;
    match first.ok_or(LockError::NotALock)? {
        0 => Err(LockError::NotALock),
        known if known <= newest && number(version).is_some() => Ok(known),
        known if known <= newest => Err(LockError::NotALock),
        found => Err(LockError::Newer { found, known: newest }),
    }
}

/// The next line that says something.
fn next<'a>(lines: &mut Lines<'a>) -> Result<Option<(usize, &'a str)>, NotationError> {
    for line in lines {
        let (number, line) = line?;
        if !line.is_empty() && !line.starts_with('#') {
            return Ok(Some((number, line)));
        }
    }
    Ok(None)
}

type Configurations<'a> = BTreeMap<Configuration, Layouts<'a>>;

/// What stands below the crate's name since version 2: the package's features, the configurations that were recorded,
/// and blocks of types, each below the configurations that it is of, if it isn't of all.
fn read_configurations(mut lines: Lines<'_>) -> Result<(Configuration, Configurations<'_>), NotationError> {
    let expected = |(number, line): (usize, &str), words| {
        NotationError::new(number, NotationProblem::Expected(words), line)
    };
    let line = next(&mut lines)?.unwrap_or_default();
    let features = line.1.strip_prefix("features ").and_then(Configuration::parse);
    let features = features
        .filter(|features| !features.is_empty())
        .ok_or_else(|| expected(line, "`features` and the names of the package's features, sorted"))?;
    let mut configurations = Configurations::new();
    let mut block = Block::default();
    let mut has_types = false;
    for line in lines {
        let line = line?;
        if let Some(configuration) = line.1.strip_prefix("locked with ") {
            let configuration = Configuration::parse(configuration)
                .filter(|configuration| features.has_all(configuration) && !has_types)
                .ok_or_else(|| expected(line, "above all types, features of the line `features`"))?;
            configurations.insert(configuration, Layouts::new());
            if configurations.len() > Lock::MAX_CONFIGURATIONS {
                return Err(expected(line, "at most 100 lines of `locked with`"));
            }
        } else if let Some(configuration) = line.1.strip_prefix("with ") {
            let configuration = Configuration::parse(configuration)
                .filter(|known| configurations.contains_key(known) && block.types.is_none())
                .ok_or_else(|| expected(line, "above a type, the features of a line `locked with`"))?;
            block.only_with.push(configuration);
            block.first_line = line.0;
        } else if line.1.is_empty() {
            block.end(&mut configurations)?;
        } else if block.types.is_some() || !line.1.starts_with('#') {
            has_types = true;
            block.add(line)?;
        }
    }
    block.end(&mut configurations)?;
    if configurations.is_empty() {
        return Err(expected(line, "below it `locked with`, and features of it"));
    }
    Ok((features, configurations))
}

/// Types that stand below each other without a blank line between them.
#[derive(Default)]
struct Block<'a> {
    /// The configurations that they are of; empty for those of all.
    only_with: Vec<Configuration>,
    /// Of the types or, as long as there is none, of what stands last above them.
    first_line: usize,
    types: Option<Reader<'a>>,
}

impl<'a> Block<'a> {
    fn add(&mut self, line: (usize, &'a str)) -> Result<(), NotationError> {
        if self.types.is_none() {
            self.first_line = line.0;
        }
        self.types.get_or_insert_default().line(line)
    }

    /// Ends the block's types, if it has any, and makes place for the next block.
    fn end(&mut self, configurations: &mut Configurations<'a>) -> Result<(), NotationError> {
        let Some(types) = self.types.take() else {
            let Some(last) = self.only_with.last() else {
                return Ok(());
            };
            let problem = NotationProblem::Expected("a type directly below");
            return Err(NotationError::new(
                self.first_line,
                problem,
                &format!("with {last}"),
            ));
        };
        let types = types.finish()?;
        for (configuration, layouts) in configurations {
            if !self.only_with.is_empty() && !self.only_with.contains(configuration) {
                continue;
            }
            layouts.join(&types).map_err(|conflict| {
                let (problem, name) = match &conflict {
                    Conflict::Type(change) => (NotationProblem::TypeTwice, change.name()),
                    Conflict::Function(name) => (NotationProblem::FunctionTwice, name.as_str()),
                };
                NotationError::new(self.first_line, problem, name)
            })?;
        }
        *self = Self::default();
        Ok(())
    }
}

fn is_crate_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

impl fmt::Display for Lock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { krate, features, .. } = self;
        writeln!(
            f,
            "# The layouts of this crate's shared types, as they were agreed on."
        )?;
        writeln!(
            f,
            "# Written by `cargo shared-abi lock`; commit it, and read its diff."
        )?;
        writeln!(f, "shared-abi-lock {}", Self::VERSION)?;
        writeln!(f, "crate {krate}")?;
        if !features.is_empty() {
            writeln!(f, "features {features}")?;
            for configuration in self.configurations.keys() {
                writeln!(f, "locked with {configuration}")?;
            }
        }
        for (layout, only_with) in self.types() {
            writeln!(f)?;
            for configuration in only_with {
                writeln!(f, "with {configuration}")?;
            }
            layout.notation().fmt(f)?;
        }
        Ok(())
    }
}

/// A lock file that can't be read, and why.
///
/// ```
/// use shared_abi_layouts::Lock;
///
/// let error = Lock::parse("shared-abi-lock 7\n").unwrap_err();
/// assert_eq!(error.to_string(), "a lock file of version 7, newer than version 3, the newest known here");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockError {
    /// The text doesn't start as a lock file does.
    NotALock,
    /// The file is of a version that came later.
    #[non_exhaustive]
    Newer {
        /// The file's version.
        found: usize,
        /// The newest version that can be read.
        known: usize,
    },
    /// The line that names the crate is missing.
    NoCrate,
    /// A line is wrong.
    Notation(NotationError),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALock => f.write_str(
                "not a lock file: its first line, but for comments, is not `shared-abi-lock` and a version",
            ),
            Self::Newer { found, known } => write!(
                f,
                "a lock file of version {found}, newer than version {known}, the newest known here"
            ),
            Self::NoCrate => f.write_str("the line `crate NAME` is missing below `shared-abi-lock`"),
            Self::Notation(error) => error.fmt(f),
        }
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for LockError {}

impl From<NotationError> for LockError {
    fn from(error: NotationError) -> Self {
        Self::Notation(error)
    }
}
