//! `zkcard completions`.

use crate::{args::Args, output::say};
use clap::CommandFactory;
use std::error::Error;

pub(crate) fn run(shell: clap_complete::Shell) -> Result<(), Box<dyn Error>> {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Args::command(), "zkcard", &mut script);
    say!("{}", String::from_utf8(script)?.trim_end())?;
    Ok(())
}
