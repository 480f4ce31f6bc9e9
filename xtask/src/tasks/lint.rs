//! `cargo xtask lint`: all that can be said without running a test.

use crate::{checks, error::TaskError, process, steps::Steps, workspace};

/// Runs the task.
pub(crate) fn run() -> Result<(), TaskError> {
    let mut steps = Steps::default();
    add_steps(&mut steps);
    println!("\n{steps}");
    steps.result()
}

/// The lint steps, for the tasks that contain them.
pub(crate) fn add_steps(steps: &mut Steps) {
    steps.run("rules of the tree", || {
        TaskError::unless_empty(checks::all(workspace::root())?)
    });
    steps.run("formatting", || cargo(&["fmt", "--all", "--check"]));
    steps.run("clippy", || {
        clippy(&["--workspace", "--all-targets", "--all-features"])?;
        // The prover as most people build it: without the simulator.
        clippy(&["--package", "zkcard", "--all-targets"])
    });
    steps.run("documentation", || {
        let arguments = ["doc", "--workspace", "--all-features", "--no-deps"];
        let mut command = process::cargo();
        command.env("RUSTDOCFLAGS", "-D warnings").args(arguments);
        process::run(command.current_dir(workspace::root()))
    });
}

fn clippy(arguments: &[&str]) -> Result<(), TaskError> {
    const DENIED: [&str; 5] = [
        "--",
        "-D",
        "warnings",
        "-D",
        "clippy::undocumented_unsafe_blocks",
    ];
    cargo(&[&["clippy"], arguments, &DENIED].concat())
}

fn cargo(arguments: &[&str]) -> Result<(), TaskError> {
    let mut command = process::cargo();
    process::run(command.args(arguments).current_dir(workspace::root()))
}
