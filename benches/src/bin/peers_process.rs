//! Runs one command and writes what it took, as JSON: wall time, user time, the most memory it held.
//!
//! `peers_process OUTPUT PROGRAM ARGUMENT...`; ends as the command does. A program of its own, since the system counts
//! for a process what was resident when it was forked, and adds up over all children.

use nix::sys::resource::{UsageWho, getrusage};
use serde::Serialize;
use std::{env, error::Error, fs, process::Command, process::ExitCode, time::Instant};

/// What is written.
#[derive(Serialize)]
struct Usage {
    /// Wall time.
    seconds: f64,
    /// Time of all its threads in user mode.
    user_seconds: f64,
    /// Maximum resident set, mapped pages included, in bytes.
    peak_bytes: i64,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(output), Some(program)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peers_process OUTPUT PROGRAM ARGUMENT...".into());
    };
    let start = Instant::now();
    let status = Command::new(program).args(arguments).status()?;
    let seconds = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let user = usage.user_time();
    let usage = Usage {
        seconds,
        user_seconds: user.tv_sec() as f64 + 1e-6 * user.tv_usec() as f64,
        // Linux counts in units of 1024 bytes.
        peak_bytes: 1024 * usage.max_rss(),
    };
    fs::write(output, serde_json::to_string(&usage)?)?;
    Ok(match status.code() {
        Some(0) => ExitCode::SUCCESS,
        code => ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
    })
}
