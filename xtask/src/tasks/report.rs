//! `cargo xtask report msm`: what the MSM core takes, in clocks and in logic, as pages, plots and data; [`ntt`] is the same
//! of the NTT core.
//!
//! ```text
//! msm_report (simulation, model) --> target/report/clocks.json --.
//! emit --> yosys (xcup, ECP5) -----> Synthesis ------------------+--> docs/reports/msm.{json,md}, msm-*.svg
//! published figures ---------------------------------------------'
//! ```
//!
//! What was made from the same Verilog before is taken from `target/report`: remove that folder to measure anew.

mod bars;
mod carry;
mod clocks;
mod devices;
mod made;
pub(crate) mod ntt;
mod page;
pub(crate) mod peers;
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
/// What is simulated with multipliers in C, and with those that are synthesised; the card's files hold all blocks.
const SIMULATED: [&str; 2] = [
    "target/verilog/card_msm_core_dpi.sv",
    "target/verilog/bls12_381_msm_core_dpi.sv",
];
const SYNTHESISED: [&str; 1] = ["target/verilog/card_msm_core.sv"];
/// What says which configurations run which jobs, and what the model makes of them.
const JOBS: [&str; 9] = [
    "hdl/src/msm/config.rs",
    "benches/src/bin/msm_report.rs",
    "benches/src/msm/configuration.rs",
    "benches/src/msm/mixture.rs",
    "benches/src/msm/model/digits.rs",
    "benches/src/msm/model/engine.rs",
    "benches/src/msm/model/front.rs",
    "benches/src/msm/model/line.rs",
    "benches/src/msm/model/mod.rs",
];
/// The clock at which times are stated, in Hz.
const CLOCK: f64 = 250e6;

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Leaves out what takes minutes, synthesis too unless it was done, and writes below `target`.
    Quick,
    /// What the checked-in report shows.
    Whole,
    /// Jobs of 2^20 points as well, which take some ten minutes each.
    Large,
}

impl Extent {
    /// The file of the clocks, and the option of `msm_report`.
    fn simulation(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Quick => ("clocks-quick", Some("--quick")),
            Self::Whole => ("clocks", None),
            Self::Large => ("clocks-large", Some("--large")),
        }
    }
}

/// Runs the task.
pub(crate) fn msm(extent: Extent) -> Result<(), TaskError> {
    let quick = extent == Extent::Quick;
    let toolbox = Toolbox::prepare()?;
    let folder = workspace::root().join(WORK);
    std::fs::create_dir_all(&folder).map_err(TaskError::file(&folder))?;
    super::emit::run_without_checksums()?;
    let (name, option) = extent.simulation();
    let mut clocks = simulate(&toolbox, name, option, &SIMULATED)?;
    if !quick {
        clocks.exact = simulate(&toolbox, "exact", Some("--rtl"), &SYNTHESISED)?.simulated;
    }
    let synthesis = synthesis::run(&toolbox, quick)?;
    write(&clocks, &synthesis, if quick { WORK } else { FOLDER })
}

/// Runs the jobs that `option` asks for, unless the same ones ran on this very `verilog`.
fn simulate(
    toolbox: &Toolbox,
    name: &str,
    option: Option<&str>,
    verilog: &[&str],
) -> Result<Clocks, TaskError> {
    let output = format!("{WORK}/{name}.json");
    let mut command = process::cargo();
    command.args(["run", "--package", "zkcard-benches", "--bin", "msm_report"]);
    command.args(["--", &output]).args(option);
    let made = Made::new(
        &output,
        &[verilog, &JOBS].concat(),
        option.unwrap_or_default(),
    );
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
        ("msm-slots.svg", bars::slots(clocks)),
    ] {
        let path = folder.join(name);
        workspace::write(&path, content)?;
        println!("wrote {}", path.display());
    }
    Ok(())
}
