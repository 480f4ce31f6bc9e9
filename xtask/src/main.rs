//! Every task a developer types: `cargo xtask --help`.
//!
//! ```text
//! main -> tasks (what a developer asks for) -> steps (timed, listed at the end)
//!                                           -> checks (rules about the tree itself)
//!                                           -> tools (found on PATH or brought)
//! ```

#![forbid(unsafe_code)]

mod checks;
mod error;
mod process;
mod steps;
mod tasks;
mod tools;
mod workspace;

use clap::{Parser, Subcommand, ValueEnum};
use error::TaskError;
use std::{path::PathBuf, process::ExitCode};
use tasks::report::{Extent, peers::Part};

/// The tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Brings the tools, then runs every check and every test.
    Test {
        /// Arguments for `cargo test`; when there are any, nothing else runs.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        cargo_arguments: Vec<String>,
    },
    /// Formatting, clippy, documentation and the rules of the tree; needs no tools.
    Lint,
    /// Finds or brings Verilator, yosys, node and the npm packages, and says where they are.
    Tools,
    /// Builds the test circuits and their keys again.
    Circuits {
        /// Changes nothing: compares what can be rebuilt in seconds with what is checked in.
        #[arg(long)]
        check: bool,
    },
    /// Builds the library for C, as libzkcard and as librapidsnark, with headers.
    Capi {
        /// Where include, lib and python go; target/capi unless given.
        folder: Option<PathBuf>,
        /// Lays out a debug build elsewhere, and runs programs in C and Python on it.
        #[arg(long, conflicts_with = "folder")]
        check: bool,
    },
    /// Writes the Verilog of every design to target/verilog, and hdl/checksums.
    Emit,
    /// Writes docs/registers.md from the register table.
    Registers,
    /// Measures a core and writes what it takes to docs/reports.
    Report {
        /// What to measure.
        core: Core,
        /// Only small sizes; the report goes to target/report.
        #[arg(long)]
        quick: bool,
        /// Jobs of 2^20 points as well, of an MSM.
        #[arg(long, conflicts_with = "quick")]
        large: bool,
    },
    /// Measures this machine with this project's programs and with those of others.
    Bench {
        #[command(subcommand)]
        bench: Bench,
    },
}

/// What can be measured beside others.
#[derive(Subcommand)]
enum Bench {
    /// Sums, transforms and whole proofs of zkcard, arkworks, halo2curves and snarkjs (rapidsnark too if it is on PATH), in
    /// turn on this machine; writes docs/reports/peers.md. Takes some 15 minutes, and once as long to make the circuits.
    Peers {
        /// Small sizes and few runs; the report goes to target/report.
        #[arg(long)]
        quick: bool,
        /// Only this half; the other is shown as it was measured last.
        #[arg(long)]
        only: Option<Part>,
    },
}

/// A core that can be reported.
#[derive(Clone, Copy, ValueEnum)]
enum Core {
    /// Multi-scalar multiplication: simulation, model and synthesis; takes about an hour.
    Msm,
    /// Transforms: the same; takes about an hour.
    Ntt,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<(), TaskError> {
    match task {
        Task::Test { cargo_arguments } => tasks::test::run(&cargo_arguments),
        Task::Lint => tasks::lint::run(),
        Task::Tools => tasks::tools::run(),
        Task::Circuits { check } => tasks::circuits::run(check),
        Task::Capi { check: true, .. } => tasks::capi::check(),
        Task::Capi { folder, .. } => tasks::capi::run(folder.as_deref()),
        Task::Emit => tasks::emit::run(),
        Task::Registers => tasks::registers::run(),
        Task::Report {
            core: Core::Ntt,
            quick,
            ..
        } => tasks::report::ntt::run(quick),
        Task::Report {
            core: Core::Msm,
            quick,
            large,
        } => tasks::report::msm(match (quick, large) {
            (true, _) => Extent::Quick,
            (false, false) => Extent::Whole,
            (false, true) => Extent::Large,
        }),
        Task::Bench {
            bench: Bench::Peers { quick, only },
        } => tasks::report::peers::run(quick, only),
    }
}
