//! The libraries and headers as a user has them.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// The folders of a user's installation, and one for what a test makes.
pub(crate) struct Layout {
    pub(crate) libraries: PathBuf,
    pub(crate) headers: PathBuf,
    /// Where the module for Python is.
    pub(crate) python: PathBuf,
    pub(crate) scratch: TempDir,
}

impl Layout {
    pub(crate) fn new() -> Self {
        let scratch = tempfile::tempdir().expect("a folder for a test");
        if let Some(root) = env::var_os("ZKCARD_CAPI").map(PathBuf::from) {
            let [libraries, headers, python] =
                ["lib", "include", "python"].map(|name| root.join(name));
            return Self {
                libraries,
                headers,
                python,
                scratch,
            };
        }
        let libraries = scratch.path().join("lib");
        fs::create_dir(&libraries).expect("a folder");
        for kind in ["so", "a"] {
            let built = built(kind);
            for name in ["zkcard", "rapidsnark"] {
                let link = libraries.join(format!("lib{name}.{kind}"));
                symlink(&built, link).expect("a link");
            }
        }
        Self {
            libraries,
            headers: crate_folder().join("include"),
            python: crate_folder().join("python"),
            scratch,
        }
    }

    /// A command that finds the shared libraries.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env("LD_LIBRARY_PATH", &self.libraries);
        command
    }
}

/// The library of the crate: cargo puts it beside its tests.
fn built(kind: &str) -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    let library = test.with_file_name(format!("libzkcard_capi.{kind}"));
    assert!(library.is_file(), "{} was not built", library.display());
    library
}

pub(crate) fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn circuits() -> PathBuf {
    crate_folder().join("../circuits")
}

/// Runs a command, which must succeed; `hint` says what to do if it cannot start.
pub(crate) fn run(command: &mut Command, hint: &str) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .output()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}. {hint}"));
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?}: {status}\n{stderr}");
    String::from_utf8(stdout).expect("text")
}
