//! `cargo xtask report ntt`: what the NTT core takes, in clocks, bytes and logic, as a page, plots and data.
//!
//! ```text
//! ntt_report (simulation, model) --> target/report/ntt-clocks.json --.
//! emit --> yosys (xcup, ECP5) -----> cells --------------------------+--> docs/reports/ntt.{json,md}, ntt-*.svg
//! published figures -------------------------------------------------'
//! ```

mod data;
mod logic;
mod page;
mod plot;
mod published;
mod targets;

use super::made::Made;
use super::{CLOCK, FOLDER, WORK, synthesis};
use crate::{error::TaskError, process, tools::Toolbox, workspace};
use data::Clocks;
use logic::Logic;
use serde_json::json;

/// What decides about clocks beside the Verilog.
const JOBS: [&str; 7] = [
    "hdl/src/ntt/config.rs",
    "benches/src/bin/ntt_report.rs",
    "benches/src/ntt/job.rs",
    "benches/src/ntt/model.rs",
    "benches/src/ntt/run.rs",
    "benches/src/ntt/setup.rs",
    "sim/src/ntt/dram.rs",
];
/// The core whose blocks are those of all.
const VERILOG: &str = "target/verilog/card_ntt_core.sv";

/// Runs the task; `quick` leaves out what takes minutes, synthesis too unless it was done, and writes below `target`.
pub(crate) fn run(quick: bool) -> Result<(), TaskError> {
    let toolbox = Toolbox::prepare()?;
    let folder = workspace::root().join(WORK);
    std::fs::create_dir_all(&folder).map_err(TaskError::file(&folder))?;
    super::super::emit::run_without_checksums()?;
    let mut clocks = match quick {
        true => simulate(&toolbox, "ntt-clocks-quick", Some("--quick"))?,
        false => simulate(&toolbox, "ntt-clocks", None)?,
    };
    if !quick {
        clocks.exact = simulate(&toolbox, "ntt-exact", Some("--rtl"))?.simulated;
    }
    let logic = Logic {
        tool: synthesis::version(&toolbox)?,
        families: logic::NTT.families(&toolbox, "ntt-", quick)?,
    };
    write(&clocks, &logic, if quick { WORK } else { FOLDER })
}

/// Runs the jobs that `option` asks for, unless the same ones ran on this very Verilog.
fn simulate(toolbox: &Toolbox, name: &str, option: Option<&str>) -> Result<Clocks, TaskError> {
    let output = format!("{WORK}/{name}.json");
    let mut command = process::cargo();
    command.args(["run", "--package", "zkcard-benches", "--bin", "ntt_report"]);
    command.args(["--", &output]).args(option);
    let sources = [&[VERILOG][..], &JOBS].concat();
    let made = Made::new(&output, &sources, option.unwrap_or_default());
    if !made.is_current()? {
        command.envs(toolbox.environment());
        process::run(command.current_dir(workspace::root()))?;
        made.set()?;
    }
    Clocks::read(&workspace::root().join(output))
}

fn write(clocks: &Clocks, logic: &Logic, folder: &str) -> Result<(), TaskError> {
    let targets = targets::all(clocks, logic);
    let data = json!({
        "clock_hz": CLOCK,
        "clocks": clocks,
        "synthesis": logic,
        "targets": targets,
        "published": published::ALL,
    });
    let data = serde_json::to_string_pretty(&data).expect("numbers and names are JSON");
    let folder = workspace::root().join(folder);
    for (name, content) in [
        ("ntt.json", data + "\n"),
        ("ntt.md", page::page(clocks, logic, &targets)),
        ("ntt-efficiency.svg", plot::efficiency(clocks)),
        ("ntt-traffic.svg", plot::traffic(clocks)),
    ] {
        let path = folder.join(name);
        workspace::write(&path, content)?;
        println!("wrote {}", path.display());
    }
    Ok(())
}
