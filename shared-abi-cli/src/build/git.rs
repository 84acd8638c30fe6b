//! What a package's lock file was in another commit of its repository.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use shared_abi_layouts::Lock;

use crate::build::lock_file;
use crate::build::package::Package;
use crate::error::GitError;
use crate::printable::{path_of_bytes, printable};

/// What a hook of git's sets for the repository that it runs in, which need not be the package's.
const LOCAL: [&str; 6] = [
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
];

/// A lock file of another commit.
pub(crate) struct LockThen {
    /// Its path in the repository, for people to read.
    pub(crate) path: String,
    pub(crate) lock: Lock<'static>,
}

/// The lock file that `package` had in the commit `revision`: the one of its path or, if the package was moved since,
/// the one of its crate.
pub(crate) fn lock_at(package: &Package, revision: &OsStr) -> Result<LockThen, GitError> {
    let git = Git { dir: &package.dir };
    let prefix = git.prefix()?;
    let commit = git.commit(revision)?;
    let krate = package.target.crate_name();
    let own = [prefix.as_slice(), Lock::FILE_NAME.as_bytes()].concat();
    let mut locks = git.files(&commit, Lock::FILE_NAME.as_bytes())?;
    // Its own place first.
    locks.sort_by_key(|file| file.path != own);
    let mut other = None;
    for file in locks {
        let is_own = file.path == own;
        let path = path_of_bytes(&file.path);
        match lock_file::parse(git.contents(&file.object)?) {
            Ok(lock) if lock.krate == krate => return Ok(LockThen { path, lock }),
            Ok(lock) if is_own => other = Some(lock.krate),
            Err(error) if is_own => return Err(GitError::Lock { path, error }),
            // That of another package.
            _ => {}
        }
    }
    let path = path_of_bytes(&own);
    Err(GitError::NoLock { krate, path, other })
}

/// The lock files that the commit `revision` has in the repository of `dir`, and that aren't there any more.
pub(crate) fn removed_locks(dir: &Path, revision: &OsStr) -> Result<Vec<LockThen>, GitError> {
    let git = Git { dir };
    let commit = git.commit(revision)?;
    let root = git.prefix()?;
    let root = dir
        .ancestors()
        .nth(root.iter().filter(|byte| **byte == b'/').count());
    let mut removed = Vec::new();
    for file in git.files(&commit, Lock::FILE_NAME.as_bytes())? {
        let path = String::from_utf8_lossy(&file.path).into_owned();
        let is_there = root.is_some_and(|root| root.join(&path).exists());
        // One that can't be read says nothing of any package.
        if !is_there && let Ok(lock) = lock_file::parse(git.contents(&file.object)?) {
            let path = path_of_bytes(&file.path);
            removed.push(LockThen { path, lock });
        }
    }
    Ok(removed)
}

/// A file of a commit.
struct File {
    object: String,
    path: Vec<u8>,
}

/// git, run in a directory.
struct Git<'a> {
    dir: &'a Path,
}

impl Git<'_> {
    /// Where the directory is in its repository: empty, or with a slash at its end.
    fn prefix(&self) -> Result<Vec<u8>, GitError> {
        let mut prefix = self
            .run(&["rev-parse", "--show-prefix"])?
            .map_err(GitError::NoRepository)?;
        prefix.truncate(prefix.trim_ascii_end().len());
        Ok(prefix)
    }

    fn commit(&self, revision: &OsStr) -> Result<String, GitError> {
        let mut commit = OsString::from(revision);
        commit.push("^{commit}");
        let found = self.run(&["rev-parse".as_ref(), "--verify".as_ref(), commit.as_os_str()])?;
        match found {
            Ok(hash) => Ok(String::from_utf8_lossy(&hash).trim().to_owned()),
            Err(_) => {
                let shallow = self.run(&["rev-parse", "--is-shallow-repository"])?;
                let is_shallow = shallow.is_ok_and(|said| said.starts_with(b"true"));
                Err(GitError::NoRevision { is_shallow })
            }
        }
    }

    /// The commit's files of this name, in whatever directory.
    fn files(&self, commit: &str, name: &[u8]) -> Result<Vec<File>, GitError> {
        let tree = self
            .run(&["ls-tree", "-r", "-z", "--full-tree", commit])?
            .map_err(GitError::Failed)?;
        let entries = tree.split(|byte| *byte == 0).filter_map(|entry| {
            // `MODE TYPE OBJECT<tab>PATH`
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let (head, path) = (&entry[..tab], &entry[tab + 1..]);
            let object = head
                .strip_prefix(b"100644 blob ")
                .or(head.strip_prefix(b"100755 blob "))?;
            let is_named_so = path.rsplit(|byte| *byte == b'/').next() == Some(name);
            is_named_so.then(|| File {
                object: String::from_utf8_lossy(object).into_owned(),
                path: path.to_vec(),
            })
        });
        Ok(entries.collect())
    }

    fn contents(&self, object: &str) -> Result<Vec<u8>, GitError> {
        self.run(&["cat-file", "blob", object])?.map_err(GitError::Failed)
    }

    /// What git prints, or what it says where it fails.
    fn run(&self, args: &[impl AsRef<OsStr>]) -> Result<Result<Vec<u8>, String>, GitError> {
        let mut command = Command::new("git");
        command.current_dir(self.dir).args(args).stdin(Stdio::null());
        for name in LOCAL {
            command.env_remove(name);
        }
        let output = command.output().map_err(GitError::Run)?;
        Ok(if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(printable(String::from_utf8_lossy(&output.stderr).trim()))
        })
    }
}
