//! `cargo xtask capi`: the library for programs in C, laid out to be installed.
//!
//! ```text
//! FOLDER/include  prover.h, verifier.h (rapidsnark's names), zkcard.h
//! FOLDER/lib      libzkcard.so, libzkcard.a, librapidsnark.so, librapidsnark.a
//! FOLDER/python   zkcard.py
//! ```
//!
//! Each shared library has its own name inside (`soname`), so it is linked once for
//! each. The archives are one file with two names.

use crate::{error::TaskError, process, workspace};
use cargo_metadata::MetadataCommand;
use std::{
    fs,
    path::{Path, PathBuf},
};

const NAMES: [&str; 2] = ["libzkcard", "librapidsnark"];
const HEADERS: [&str; 3] = ["prover.h", "verifier.h", "zkcard.h"];

/// How it is built.
#[derive(Clone, Copy)]
enum Profile {
    Release,
    /// That of the tests, from which everything below is there already.
    Dev,
}

/// Builds for `folder`, or for `target/capi`.
pub(crate) fn run(folder: Option<&Path>) -> Result<(), TaskError> {
    let target = target_folder()?;
    let folder = folder.map_or_else(|| target.join("capi"), Path::to_owned);
    lay_out(&target, &folder, Profile::Release)?;
    println!("include, lib and python are in {}", folder.display());
    Ok(())
}

/// Lays out a build of the tests' profile and runs the crate's tests on it.
pub(crate) fn check() -> Result<(), TaskError> {
    let target = target_folder()?;
    let folder = target.join("capi-check");
    lay_out(&target, &folder, Profile::Dev)?;
    let mut command = process::cargo();
    command.args(["test", "--package", "zkcard-capi", "--test", "programs"]);
    command.env("ZKCARD_CAPI", folder);
    process::run(command.current_dir(workspace::root()))
}

fn target_folder() -> Result<PathBuf, TaskError> {
    let mut command = MetadataCommand::new();
    let metadata = command.current_dir(workspace::root()).no_deps().exec()?;
    Ok(metadata.target_directory.into())
}

fn lay_out(target: &Path, folder: &Path, profile: Profile) -> Result<(), TaskError> {
    let [include, lib, python] = ["include", "lib", "python"].map(|name| folder.join(name));
    for folder in [&include, &lib, &python] {
        fs::create_dir_all(folder).map_err(TaskError::file(folder))?;
    }
    let built = target.join(match profile {
        Profile::Release => "release",
        Profile::Dev => "debug",
    });
    for name in NAMES {
        let file = format!("{name}.so");
        build(
            profile,
            "cdylib",
            &["-C", &format!("link-arg=-Wl,-soname,{file}")],
        )?;
        copy(&built.join("libzkcard_capi.so"), &lib.join(file))?;
    }
    build(profile, "staticlib", &[])?;
    for name in NAMES {
        copy(
            &built.join("libzkcard_capi.a"),
            &lib.join(format!("{name}.a")),
        )?;
    }
    let sources = workspace::root().join("capi");
    for name in HEADERS {
        copy(&sources.join("include").join(name), &include.join(name))?;
    }
    copy(&sources.join("python/zkcard.py"), &python.join("zkcard.py"))
}

fn build(profile: Profile, kind: &str, flags: &[&str]) -> Result<(), TaskError> {
    let mut command = process::cargo();
    command.args([
        "rustc",
        "--package",
        "zkcard-capi",
        "--lib",
        "--crate-type",
        kind,
    ]);
    command.args(match profile {
        Profile::Release => &["--release"][..],
        Profile::Dev => &[],
    });
    command.arg("--").args(flags);
    process::run(command.current_dir(workspace::root()))
}

/// Copies under another name first: a program that runs keeps the old file.
fn copy(from: &Path, to: &Path) -> Result<(), TaskError> {
    let new = to.with_extension("new");
    fs::copy(from, &new).map_err(TaskError::file(from))?;
    fs::rename(&new, to).map_err(TaskError::file(to))
}
