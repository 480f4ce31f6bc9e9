//! `cargo xtask bench peers`: the same inputs, keys and witnesses through this project and others, in turn.
//!
//! ```text
//! peers_kernels, at the best level and the portable one ---> target/report/peers-kernels.json --.
//! circuits (circom, zkcard setup), in target/bench/peers                                        |
//!   '--> zkcard, arkworks, snarkjs, rapidsnark if on PATH -> target/report/peers-proofs.json ---+--> docs/reports/
//! published figures ----------------------------------------------------------------------------'    peers.{md,json}, peers-*.svg
//! ```

mod circuits;
mod data;
mod kernels;
mod page;
mod plot;
mod programs;
mod proofs;
mod provers;
mod published;
mod stamp;
mod statistics;
mod targets;

use super::{FOLDER, WORK};
use crate::{error::TaskError, workspace};
use clap::ValueEnum;
use data::{Kernels, Measured, Proofs};
use programs::Programs;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::path::{Path, PathBuf};

/// A half of the measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Sums and transforms.
    Kernels,
    /// Whole proofs.
    Proofs,
}

/// Runs the task; `quick` runs little and writes below `target`.
pub(crate) fn run(quick: bool, only: Option<Part>) -> Result<(), TaskError> {
    let programs = Programs::build()?;
    if only != Some(Part::Proofs) {
        let measured: Kernels = kernels::measure(&programs, quick)?;
        store(&path("kernels", quick), &measured)?;
    }
    if only != Some(Part::Kernels) {
        let measured: Proofs = proofs::measure(&programs, quick)?;
        store(&path("proofs", quick), &measured)?;
    }
    let measured = Measured {
        kernels: load(&path("kernels", quick))?,
        proofs: load(&path("proofs", quick))?,
    };
    write(&measured, if quick { WORK } else { FOLDER })
}

/// Where a half lies until the next one.
fn path(part: &str, quick: bool) -> PathBuf {
    let quick = if quick { "-quick" } else { "" };
    workspace::root().join(format!("{WORK}/peers-{part}{quick}.json"))
}

fn store(path: &Path, measured: &impl Serialize) -> Result<(), TaskError> {
    let text = serde_json::to_string_pretty(measured).expect("numbers and names are JSON");
    workspace::write(path, text + "\n")
}

/// A half, if it was ever measured.
fn load<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, TaskError> {
    if !path.exists() {
        return Ok(None);
    }
    serde_json::from_str(&workspace::read(path)?)
        .map(Some)
        .map_err(|error| TaskError::file(path)(error.into()))
}

fn write(measured: &Measured, folder: &str) -> Result<(), TaskError> {
    let targets = targets::all(measured);
    let data = json!({
        "kernels": measured.kernels,
        "proofs": measured.proofs,
        "targets": targets,
        "published": {
            "kernels": published::KERNELS,
            "proofs": published::PROOFS,
        },
    });
    let data = serde_json::to_string_pretty(&data).expect("numbers and names are JSON");
    let folder = workspace::root().join(folder);
    for (name, content) in [
        ("peers.json", data + "\n"),
        ("peers.md", page::page(measured, &targets)),
        ("peers-kernels.svg", plot::kernels(measured)),
        ("peers-proofs.svg", plot::proofs(measured)),
        ("peers-memory.svg", plot::memory(measured)),
    ] {
        let path = folder.join(name);
        workspace::write(&path, content)?;
        println!("wrote {}", path.display());
    }
    Ok(())
}
