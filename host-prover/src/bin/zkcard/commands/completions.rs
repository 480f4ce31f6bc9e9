//! `zkcard completions`.

use crate::args::Args;
use clap::CommandFactory;
use std::error::Error;

pub(crate) fn run(shell: clap_complete::Shell) -> Result<(), Box<dyn Error>> {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Args::command(), "zkcard", &mut script);
    print!("{}", String::from_utf8(script)?);
    Ok(())
}
