//! Printing to streams that may be closed or full.
//!
//! A reader that closes standard output has seen enough, and the program ends
//! without a word. Every other failure to print is an error of the command.
//! Messages that standard error does not take are dropped.

use std::{
    fmt,
    io::{self, Write},
    process,
};
use thiserror::Error;

/// Standard output does not take what is printed.
#[derive(Debug, Error)]
#[error("cannot write to standard output: {0}")]
pub(crate) struct PrintError(#[from] io::Error);

/// Prints a line to standard output.
pub(crate) fn print(line: fmt::Arguments<'_>) -> Result<(), PrintError> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{line}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => process::exit(0),
        result => Ok(result?),
    }
}

/// Prints a line to standard error.
pub(crate) fn message(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Prints a line to standard output, if it takes it.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::output::print(format_args!($($text)*))
    };
}

/// Prints a line to standard error.
macro_rules! note {
    ($($text:tt)*) => {
        $crate::output::message(format_args!($($text)*))
    };
}

pub(crate) use {note, say};
