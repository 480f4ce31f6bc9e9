//! The libraries and headers as a user has them.

use std::{
    env,
    fs::{self, File},
    io::{Read, Seek},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    thread::sleep,
    time::{Duration, Instant},
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

/// Far more than any of these programs needs: one that waits for itself is a failure.
const LONGEST: Duration = Duration::from_secs(300);

/// Runs a command, which must succeed; `hint` says what to do if it cannot start.
pub(crate) fn run(command: &mut Command, hint: &str) -> String {
    let [stdout, stderr] = [(); 2].map(|()| tempfile::tempfile().expect("a file for a test"));
    let copy = |file: &File| file.try_clone().expect("a second handle");
    command.stdout(copy(&stdout)).stderr(copy(&stderr));
    let mut child = command
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}. {hint}"));
    let status = end(&mut child);
    let [stdout, stderr] = [stdout, stderr].map(written);
    match status {
        Some(status) => assert!(status.success(), "{command:?}: {status}\n{stderr}"),
        None => panic!("{command:?} was stopped after {LONGEST:?}\n{stdout}{stderr}"),
    }
    stdout
}

/// How a child ends, or nothing if it has to be killed.
fn end(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        if let Some(status) = child.try_wait().expect("a child of this process") {
            return Some(status);
        }
        sleep(Duration::from_millis(10));
    }
    child.kill().expect("a child of this process");
    child.wait().expect("a child of this process");
    None
}

fn written(mut file: File) -> String {
    let mut text = String::new();
    file.rewind().expect("a file");
    file.read_to_string(&mut text).expect("text");
    text
}
