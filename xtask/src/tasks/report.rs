//! `cargo xtask report msm`: what the MSM core takes, in clocks and in logic, as pages, plots and data.
//!
//! ```text
//! msm_report (simulation, model) --> target/report/clocks.json --.
//! emit --> yosys (xcup, ECP5) -----> Synthesis ------------------+--> docs/reports/msm.{json,md}, msm-*.svg
//! published figures ---------------------------------------------'
//! ```
//!
//! What was made from the same Verilog before is taken from `target/report`: remove that folder to measure anew.

mod carry;
mod clocks;
mod devices;
mod made;
mod page;
mod plot;
mod published;
mod resources;
mod synthesis;
mod targets;

use crate::{error::TaskError, process, tools::Toolbox, workspace};
use clocks::Clocks;
use made::Made;
use resources::Synthesis;
use serde_json::json;

/// Where the report lies, from the root of the workspace.
const FOLDER: &str = "docs/reports";
/// Where what it is made from lies.
const WORK: &str = "target/report";
/// What is simulated; all its configurations come from the same blocks.
const SIMULATED: &str = "target/verilog/card_msm_core_dpi.sv";
/// The clock at which times are stated, in Hz.
const CLOCK: f64 = 250e6;

/// Runs the task; `quick` leaves out what takes minutes, synthesis too unless it was done, and writes below `target`.
pub(crate) fn msm(quick: bool) -> Result<(), TaskError> {
    let toolbox = Toolbox::prepare()?;
    let folder = workspace::root().join(WORK);
    std::fs::create_dir_all(&folder).map_err(TaskError::file(&folder))?;
    super::emit::run_without_checksums()?;
    let clocks = simulate(&toolbox, quick)?;
    let synthesis = synthesis::run(&toolbox, quick)?;
    write(&clocks, &synthesis, if quick { WORK } else { FOLDER })
}

fn simulate(toolbox: &Toolbox, quick: bool) -> Result<Clocks, TaskError> {
    let output = format!(
        "{WORK}/{}.json",
        if quick { "clocks-quick" } else { "clocks" }
    );
    let mut command = process::cargo();
    command.args(["run", "--package", "zkcard-benches", "--bin", "msm_report"]);
    command
        .args(["--", &output])
        .args(quick.then_some("--quick"));
    let made = Made::new(&output, &[SIMULATED], "");
    if !made.is_current()? {
        command.envs(toolbox.environment());
        process::run(command.current_dir(workspace::root()))?;
        made.set()?;
    }
    Clocks::read(&workspace::root().join(output))
}

fn write(clocks: &Clocks, synthesis: &Synthesis, folder: &str) -> Result<(), TaskError> {
    let targets = targets::all(clocks, synthesis);
    let data = json!({
        "clock_hz": CLOCK,
        "clocks": clocks,
        "synthesis": synthesis,
        "targets": targets,
        "published": published::ALL,
    });
    let data = serde_json::to_string_pretty(&data).expect("numbers and names are JSON");
    let folder = workspace::root().join(folder);
    for (name, content) in [
        ("msm.json", data + "\n"),
        ("msm.md", page::page(clocks, synthesis, &targets)),
        ("msm-efficiency.svg", plot::efficiency(clocks)),
        ("msm-clocks.svg", plot::clocks_per_point(clocks)),
    ] {
        let path = folder.join(name);
        workspace::write(&path, content)?;
        println!("wrote {}", path.display());
    }
    Ok(())
}
