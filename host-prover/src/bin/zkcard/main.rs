//! `zkcard`: proves, verifies, and looks after cards.

mod args;
mod backend;
mod commands;
mod output;
mod table;

use args::{Args, Command};
use clap::Parser;
use std::{error::Error, process::ExitCode};

fn main() -> ExitCode {
    output::forgive_closed_pipes();
    let args = Args::parse();
    match run(args.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", one_line(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Prove(args) => commands::prove::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Cards(args) => commands::cards::run(&args),
        Command::Inspect(args) => commands::inspect::run(&args),
        Command::Demo(args) => commands::demo::run(&args),
        #[cfg(feature = "sim")]
        Command::Sim(args) => commands::sim::run(&args),
        Command::Completions { shell } => commands::completions::run(shell),
    }
}

/// An error in one line; tools beneath may have said more than one.
fn one_line(error: &dyn Error) -> String {
    error
        .to_string()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
