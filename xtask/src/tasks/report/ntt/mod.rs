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

/// What decides about clocks beside the Verilog of the card's core: how other cores differ, which jobs run, over which
/// memories.
const FOLDERS: [&str; 6] = [
    "hdl/src/ntt",
    "hdl/src/ntt/core",
    "hdl/src/ntt/pass_engine",
    "benches/src/ntt",
    "benches/src/bin",
    "sim/src/ntt",
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
        board: synthesis::boards(&toolbox, &[logic::BOARD], quick)?,
    };
    write(&clocks, &logic, if quick { WORK } else { FOLDER })
}

/// Runs the jobs that `option` asks for, unless the same ones ran on this very Verilog.
fn simulate(toolbox: &Toolbox, name: &str, option: Option<&str>) -> Result<Clocks, TaskError> {
    let output = format!("{WORK}/{name}.json");
    let mut command = process::cargo();
    command.args(["run", "--package", "zkcard-benches", "--bin", "ntt_report"]);
    command.args(["--", &output]).args(option);
    let sources = sources()?;
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    let made = Made::new(&output, &sources, option.unwrap_or_default());
    if !made.is_current()? {
        command.envs(toolbox.environment());
        process::run(command.current_dir(workspace::root()))?;
        made.set()?;
    }
    Clocks::read(&workspace::root().join(output))
}

/// All files that decide about clocks, in their order.
fn sources() -> Result<Vec<String>, TaskError> {
    let mut files = vec![VERILOG.to_owned()];
    for folder in FOLDERS {
        let path = workspace::root().join(folder);
        let entries = std::fs::read_dir(&path).map_err(TaskError::file(&path))?;
        let names = entries.flatten().map(|entry| entry.file_name());
        let names = names.filter_map(|name| name.into_string().ok());
        files.extend(
            names
                .filter(|name| name.ends_with(".rs"))
                .map(|name| format!("{folder}/{name}")),
        );
    }
    files.sort();
    Ok(files)
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
