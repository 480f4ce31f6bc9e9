//! Running other programs.

use crate::error::TaskError;
use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

/// Cargo, the one that runs this task.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs `command` with its output shown.
pub(crate) fn run(command: &mut Command) -> Result<(), TaskError> {
    let line = line(command);
    println!("$ {line}");
    let status = command.status();
    finished(&line, status)
}

/// Runs `command` without its output, which is shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<(), TaskError> {
    println!("$ {}", line(command));
    capture(command).map(drop)
}

/// Runs `command` silently, unless it fails, and returns what it wrote to standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String, TaskError> {
    let line = line(command);
    let output = command.output().map_err(start(&line))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        eprint!("{text}");
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    finished(&line, Ok(output.status)).map(|()| text)
}

/// Runs `command` with its output shown, and calls `see` for each line of it.
pub(crate) fn run_and_watch(
    command: &mut Command,
    mut see: impl FnMut(&str),
) -> Result<(), TaskError> {
    let line = line(command);
    println!("$ {line}");
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(start(&line))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    for text in BufReader::new(stdout).lines().map_while(Result::ok) {
        println!("{text}");
        see(&text);
    }
    let status = child.wait();
    finished(&line, status)
}

/// The first line of what `program` answers to `argument`, or nothing if it fails.
pub(crate) fn ask(program: impl AsRef<OsStr>, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    output.status.success().then(|| line.trim().to_owned())
}

fn line(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    // Cargo and node are known by their names; their paths say nothing.
    let program = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let words = command.get_args().map(|word| word.to_string_lossy());
    std::iter::once(program.into())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

fn start(line: &str) -> impl FnOnce(std::io::Error) -> TaskError {
    let command = line.to_owned();
    move |source| TaskError::Start { command, source }
}

fn finished(
    line: &str,
    status: std::io::Result<std::process::ExitStatus>,
) -> Result<(), TaskError> {
    let status = status.map_err(start(line))?;
    let command = line.to_owned();
    match status.success() {
        true => Ok(()),
        false => Err(TaskError::Failed { command, status }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_its_command() {
        let error = run_quietly(Command::new("false").arg("now")).unwrap_err();
        assert!(error.to_string().contains("`false now` failed"), "{error}");
        let error = run_quietly(&mut Command::new("no-such-program")).unwrap_err();
        assert!(error.to_string().contains("cannot start"), "{error}");
    }

    #[test]
    fn output_is_captured() {
        let text = capture(Command::new("printf").arg("a\nb")).unwrap();
        assert_eq!(text, "a\nb");
        assert!(capture(&mut Command::new("false")).is_err());
    }

    #[test]
    fn lines_are_seen_in_order() {
        let mut seen = vec![];
        run_and_watch(Command::new("printf").arg("a\nb\n"), |line| {
            seen.push(line.to_owned());
        })
        .unwrap();
        assert_eq!(seen, ["a", "b"]);
    }

    #[test]
    fn only_an_answer_counts() {
        assert_eq!(ask("echo", "5.052").as_deref(), Some("5.052"));
        assert_eq!(ask("false", "--version"), None);
    }
}
