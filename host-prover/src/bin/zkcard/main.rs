//! `zkcard`: proves, verifies, and looks after cards.

mod args;
mod backend;
mod commands;
mod memory;
mod output;
mod table;
mod threads;

use args::{Args, Command};
use output::note;
use std::{error::Error, io::ErrorKind, process::ExitCode};

fn main() -> ExitCode {
    let result = match Args::read() {
        Ok(args) => run(args.command),
        // A request for help, or a wrong usage with its own status.
        Err(answer) => match answer.print() {
            Err(error) if !answer.use_stderr() && error.kind() != ErrorKind::BrokenPipe => {
                Err(output::PrintError::from(error).into())
            }
            _ => return ExitCode::from(answer.exit_code() as u8),
        },
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            note!("error: {}", one_line(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Prove(args) => commands::prove::run(&args),
        #[cfg(feature = "fullprove")]
        Command::Fullprove(args) => commands::fullprove::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Cards(args) => commands::cards::run(&args),
        Command::Setup(args) => commands::setup::run(&args),
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
