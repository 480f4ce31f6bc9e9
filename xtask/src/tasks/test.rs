//! `cargo xtask test`: everything that must hold, in one command.

use super::{capi, circuits, emit, lint};
use crate::{error::TaskError, process, steps::Steps, tools::Toolbox, workspace};

/// Runs the task; with `arguments`, only `cargo test` with these.
pub(crate) fn run(arguments: &[String]) -> Result<(), TaskError> {
    if !arguments.is_empty() {
        let toolbox = Toolbox::prepare()?;
        return cargo_test(&toolbox, arguments, &mut Totals::default());
    }
    let mut steps = Steps::default();
    let mut totals = Totals::default();
    let mut toolbox = None;
    steps.run("tools", || {
        toolbox = Some(Toolbox::prepare()?);
        Ok(())
    });
    lint::add_steps(&mut steps);
    // Without the tools most tests could only fail, and not for their own reasons.
    if let Some(toolbox) = &toolbox {
        steps.run("test circuits", || circuits::check(toolbox));
        steps.run("elaboration by yosys", || emit::elaborate(toolbox));
        steps.run("tests", || {
            let all = ["--workspace", "--all-features", "--no-fail-fast"];
            cargo_test(toolbox, &all.map(String::from), &mut totals)
        });
        steps.run("library for C, laid out", capi::check);
    }
    println!("\n{steps}");
    println!("{} passed, {} failed", totals.passed, totals.failed);
    steps.result()
}

fn cargo_test(
    toolbox: &Toolbox,
    arguments: &[String],
    totals: &mut Totals,
) -> Result<(), TaskError> {
    let mut command = process::cargo();
    command.arg("test").args(arguments);
    command.envs(toolbox.environment());
    // Tests that need a tool fail without it instead of saying that they were skipped.
    command.env("ZKCARD_REQUIRE_TOOLS", "1");
    command.current_dir(workspace::root());
    process::run_and_watch(&mut command, |line| totals.see(line))
}

/// The closing lines of all test programs, added up.
#[derive(Debug, Default, PartialEq, Eq)]
struct Totals {
    passed: usize,
    failed: usize,
}

impl Totals {
    /// Takes a line such as `test result: ok. 5 passed; 0 failed; 0 ignored; ...`.
    fn see(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        let words: Vec<_> = counts.split_whitespace().collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<usize>() else {
                continue;
            };
            match pair[1] {
                "passed;" => self.passed += count,
                "failed;" => self.failed += count,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let mut totals = Totals::default();
        totals.see("test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s");
        totals.see("test other::case ... FAILED");
        totals.see("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.0s");
        let expected = Totals {
            passed: 7,
            failed: 3,
        };
        assert_eq!(totals, expected);
    }
}
