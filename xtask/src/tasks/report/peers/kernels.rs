//! Sums and transforms: two runs of `peers_kernels`.

use super::{
    data::{Kernels, Level, PORTABLE_LEVEL},
    programs::Programs,
    stamp,
};
use crate::{error::TaskError, process, workspace};

/// The variable that forces a level of kernels.
const LEVEL: &str = "ZKCARD_CPU";

/// Runs everything at the best level on one thread and on all, and at the portable level on all.
pub(super) fn measure(programs: &Programs, quick: bool) -> Result<Kernels, TaskError> {
    let stamp = stamp::kernels()?;
    let all = stamp.processors;
    let threads = if all > 1 { vec![1, all] } else { vec![1] };
    let best = level(programs, None, &threads, quick)?;
    let mut levels = vec![best];
    if levels[0].level != PORTABLE_LEVEL {
        levels.push(level(programs, Some(PORTABLE_LEVEL), &[all], quick)?);
    }
    Ok(Kernels { stamp, levels })
}

fn level(
    programs: &Programs,
    name: Option<&str>,
    threads: &[usize],
    quick: bool,
) -> Result<Level, TaskError> {
    let output = super::path("level", quick);
    let mut command = programs.command("peers_kernels");
    command.arg(&output);
    for threads in threads {
        command.arg("--threads").arg(threads.to_string());
    }
    command.args(quick.then_some("--quick"));
    // The best level is that of the processor, whatever the caller's environment names.
    command
        .env_remove(LEVEL)
        .envs(name.map(|name| (LEVEL, name)));
    if let Some(folder) = output.parent() {
        std::fs::create_dir_all(folder).map_err(TaskError::file(folder))?;
    }
    process::run(&mut command)?;
    serde_json::from_str(&workspace::read(&output)?)
        .map_err(|error| TaskError::file(&output)(error.into()))
}
