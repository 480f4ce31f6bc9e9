//! `cargo xtask emit`: the Verilog of every design, and its checksums.

use crate::{error::TaskError, process, tools::Toolbox, workspace};

/// Where the Verilog goes, below the workspace.
const FOLDER: &str = "target/verilog";

/// Designs that yosys must elaborate: whole cards, which contain every block.
const ELABORATED: [&str; 2] = ["card_tiny", "card_bn254"];

/// Runs the task.
pub(crate) fn run() -> Result<(), TaskError> {
    emit(&["--checksums"])
}

/// Writes the Verilog alone.
pub(crate) fn run_without_checksums() -> Result<(), TaskError> {
    emit(&[])
}

fn emit(options: &[&str]) -> Result<(), TaskError> {
    let mut command = process::cargo();
    command.args([
        "run",
        "--package",
        "zkcard-hdl",
        "--bin",
        "emit",
        "--",
        FOLDER,
    ]);
    process::run(command.args(options).current_dir(workspace::root()))
}

/// Has yosys elaborate the emitted cards: every module resolved, no driver
/// missing, no conflict of drivers, no combinational loop.
pub(crate) fn elaborate(toolbox: &Toolbox) -> Result<(), TaskError> {
    emit(&[])?;
    for top in ELABORATED {
        let script = format!(
            "read_verilog -sv {FOLDER}/{top}.sv; hierarchy -check -top {top}; proc; check -assert"
        );
        let mut yosys = toolbox.yosys();
        process::run_quietly(
            yosys
                .args(["-q", "-p", &script])
                .current_dir(workspace::root()),
        )?;
    }
    Ok(())
}
