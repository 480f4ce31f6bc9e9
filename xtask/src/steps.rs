//! The steps of a long task: each is announced, timed and listed at the end.

use crate::error::TaskError;
use std::{
    fmt,
    time::{Duration, Instant},
};

/// How the steps of one task went.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Runs one step. A failure is told and remembered, so that the steps that
    /// do not need this one still run.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<(), TaskError>,
    ) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let result = step();
        let took = start.elapsed();
        if let Err(error) = &result {
            eprintln!("error: {error}");
        }
        println!("== {name}: {:.1} s", took.as_secs_f64());
        self.done.push(Step {
            name,
            took,
            passed: result.is_ok(),
        });
        result.is_ok()
    }

    /// An error that names the failed steps, if there are any.
    pub(crate) fn result(&self) -> Result<(), TaskError> {
        let failed = self.done.iter().filter(|step| !step.passed);
        let steps: Vec<_> = failed.map(|step| step.name.to_owned()).collect();
        match steps.is_empty() {
            true => Ok(()),
            false => Err(TaskError::Steps { steps }),
        }
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.done {
            let verdict = if step.passed { "ok" } else { "FAILED" };
            let seconds = step.took.as_secs_f64();
            writeln!(f, "{:<28} {seconds:>8.1} s  {verdict}", step.name)?;
        }
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        writeln!(f, "{:<28} {:>8.1} s", "total", total.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_task_but_not_the_next_step() {
        let mut steps = Steps::default();
        assert!(steps.run("good", || Ok(())));
        assert!(steps.result().is_ok());
        assert!(!steps.run("bad", || Err(TaskError::Missing("thing".into()))));
        assert!(steps.run("after", || Ok(())));
        assert_eq!(steps.result().unwrap_err().to_string(), "failed: bad");
        let table = steps.to_string();
        assert!(table.lines().nth(1).unwrap().ends_with("FAILED"));
        assert!(table.lines().nth(2).unwrap().ends_with("ok"));
    }
}
