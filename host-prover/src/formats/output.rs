//! Writes result files whole or not at all.
//!
//! ```text
//! prepare   follow links; refuse what would destroy an input; try the folders
//!    ...    the proof is made
//! write     new contents beside their targets -> old files kept under other
//!           names -> targets replaced -> old files removed, or all put back
//! ```

mod place;

use super::{FormatError, Problem};
use place::{Identity, Place};
use std::{
    fs::{self, Metadata},
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::{NamedTempFile, TempPath};

/// Begin of the names of temporary files.
const PREFIX: &str = ".zkcard-";

/// Places for results, found to be good before the work that makes them.
#[derive(Debug)]
pub struct Outputs(Vec<Output>);

#[derive(Debug)]
struct Output {
    /// As the user names it.
    path: PathBuf,
    place: Place,
}

impl Outputs {
    /// Looks at the places of results. Links are followed: what a link leads to
    /// is replaced and not the link, and a device or a pipe, such as
    /// `/dev/stdout`, is written in place.
    ///
    /// # Errors
    /// When a folder is missing or cannot be written to, a target is a folder
    /// or read-only, is one of the `inputs`, or is the target of two outputs.
    /// Inputs are pairs of what they are and where.
    pub fn prepare(outputs: &[&Path], inputs: &[(&str, &Path)]) -> Result<Self, FormatError> {
        let mut prepared = vec![];
        for (index, path) in outputs.iter().enumerate() {
            let place = place::resolve(path).map_err(|problem| problem.at(*path))?;
            check_apart(path, &outputs[..index], inputs).map_err(|problem| problem.at(*path))?;
            if let Place::File(target) = &place {
                place::check_writable(target).map_err(|error| error.problem.at(*path))?;
            }
            let path = path.to_path_buf();
            prepared.push(Output { path, place });
        }
        Ok(Self(prepared))
    }

    /// Writes all contents, in the order of the outputs, or none: whatever
    /// fails, each file that was there before is there again. (A device or a
    /// pipe cannot take back what it was given; those are written before any
    /// file is replaced.)
    ///
    /// Files that are replaced keep permissions and, where the system allows,
    /// owner.
    ///
    /// # Errors
    /// When a file cannot be created, written or renamed.
    pub fn write(self, contents: &[impl AsRef<[u8]>]) -> Result<(), FormatError> {
        let outputs = || self.0.iter().zip(contents);
        let mut staged = vec![];
        for (output, content) in outputs() {
            if let Place::File(target) = &output.place {
                let file = stage(target, content.as_ref()).map_err(|error| output.error(error))?;
                staged.push((output, target.as_path(), file));
            }
        }
        for (output, content) in outputs() {
            write_in_place(&output.place, content.as_ref()).map_err(|error| output.error(error))?;
        }
        replace(staged)
    }
}

impl Output {
    fn error(&self, error: io::Error) -> FormatError {
        Problem::Io(place::bare(error)).at(&self.path)
    }
}

fn check_apart(path: &Path, others: &[&Path], inputs: &[(&str, &Path)]) -> Result<(), Problem> {
    let identity = Identity::of(path);
    let same = |other: &Path| identity.is_some() && Identity::of(other) == identity;
    if let Some((what, input)) = inputs.iter().find(|(_, input)| same(input)) {
        let what = format!("the {what} {}", input.display());
        return Err(Problem::Overwrites { what });
    }
    match others.iter().find(|other| same(other)) {
        Some(other) if !place::can_be_shared(path) => {
            let what = format!("the other result at {}", other.display());
            Err(Problem::Overwrites { what })
        }
        _ => Ok(()),
    }
}

fn write_in_place(place: &Place, content: &[u8]) -> io::Result<()> {
    match place {
        Place::File(_) => Ok(()),
        Place::Stdout => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(content)?;
            stdout.flush()
        }
        Place::Stderr => io::stderr().write_all(content),
        Place::Special(path) => {
            let mut file = fs::OpenOptions::new().append(true).open(path)?;
            file.write_all(content)
        }
    }
}

/// The content on disk, in a file beside its target.
fn stage(target: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(PREFIX).tempfile_in(folder(target))?;
    if let Ok(old) = fs::metadata(target) {
        keep_owner(file.as_file(), &old);
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new("/"))
}

/// Gives the file the owner of the old one; only a privileged user can.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &Metadata) {}

/// Puts every staged file into its place, or the old ones back.
fn replace(staged: Vec<(&Output, &Path, NamedTempFile)>) -> Result<(), FormatError> {
    let mut kept = vec![];
    for (output, target, _) in &staged {
        let old = keep(target).map_err(|error| output.error(error))?;
        kept.push((target.to_path_buf(), old));
    }
    for (index, (output, target, file)) in staged.into_iter().enumerate() {
        if let Err(error) = file.persist(target) {
            kept.truncate(index);
            put_back(kept);
            return Err(output.error(error.error));
        }
    }
    Ok(())
}

/// A second name for the file at `target`, if there is one.
fn keep(target: &Path) -> io::Result<Option<TempPath>> {
    if !target.is_file() {
        return Ok(None);
    }
    // Not every file system has second names.
    let link = |name: &Path| match fs::hard_link(target, name) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            fs::copy(target, name).map(drop)
        }
        result => result,
    };
    let mut builder = tempfile::Builder::new();
    let kept = builder.prefix(PREFIX).make_in(folder(target), link)?;
    Ok(Some(kept.into_temp_path()))
}

/// Undoes replacements. What fails here leaves the new file, which is whole.
fn put_back(replaced: Vec<(PathBuf, Option<TempPath>)>) {
    for (target, old) in replaced {
        let _ = match old {
            Some(old) => old.persist(&target).map_err(|error| error.error),
            None => fs::remove_file(&target),
        };
    }
}

#[cfg(test)]
#[path = "output/tests.rs"]
mod tests;
