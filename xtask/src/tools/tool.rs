//! One tool: what it is called, how old it may be, what brings it.

use crate::process;
use std::{env, fmt, path::PathBuf};

/// The first two numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(pub(super) u32, pub(super) u32);

impl Version {
    /// Of a program that tells none.
    pub(super) const ANY: Self = Self(0, 0);

    /// The version in an answer such as `Verilator 5.052 2026-09-05` or `v24.19.0`.
    fn in_text(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let mut numbers = word.trim_start_matches('v').split('.');
            let major = numbers.next()?.parse().ok()?;
            Some(Self(major, numbers.next()?.parse().ok()?))
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// A program that the tests start.
pub(super) struct Tool {
    /// Its name on `PATH`.
    pub(super) name: &'static str,
    /// The variable that names another one, and tells child processes.
    pub(super) variable: Option<&'static str>,
    /// Programs that must be there with it.
    pub(super) also: &'static [&'static str],
    /// The oldest version that will do.
    pub(super) oldest: Version,
    /// Requirements, with hashes, of the wheels that bring it.
    pub(super) wheels: &'static str,
    /// Where the wheels put the program, from the virtual environment, when that
    /// is not `bin/NAME`; one `*` stands for any version.
    pub(super) link: Option<&'static str>,
}

/// A program that will not do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// The machine's own, in whose place another can be brought.
    Replaceable(String),
    /// One that was asked for by name.
    Named(String),
}

impl Tool {
    /// The program of the machine, or why it will not do.
    pub(super) fn find(&self) -> Result<(PathBuf, Version), Unfit> {
        let named = self
            .variable
            .and_then(|name| Some((name, env::var_os(name)?)));
        match named {
            None => {
                let program = on_path(self.name).ok_or("not on PATH".to_owned());
                program
                    .and_then(|program| self.check(program))
                    .map_err(Unfit::Replaceable)
            }
            Some((variable, program)) => self
                .check(program.into())
                .map_err(|why| Unfit::Named(format!("{variable} is set, but {why}"))),
        }
    }

    fn check(&self, program: PathBuf) -> Result<(PathBuf, Version), String> {
        if self.oldest == Version::ANY {
            return Ok((program, Version::ANY));
        }
        let answer = process::ask(&program, "--version");
        let version = answer.as_deref().and_then(Version::in_text);
        let version = version.ok_or(format!("{} tells no version", program.display()))?;
        if version < self.oldest {
            let oldest = self.oldest;
            return Err(format!("{version} is older than {oldest}"));
        }
        match self.also.iter().find(|name| on_path(name).is_none()) {
            Some(missing) => Err(format!("there without {missing}")),
            None => Ok((program, version)),
        }
    }
}

/// The program of this name that a shell would run.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_answer() {
        let of = Version::in_text;
        let verilator = of("Verilator 5.052 2026-09-05 rev v5.052");
        assert_eq!(verilator, Some(Version(5, 52)));
        assert_eq!(of("Verilator 5.006 2023-01-22"), Some(Version(5, 6)));
        assert_eq!(of("Yosys 0.70 (git sha1 28ba3cb92)"), Some(Version(0, 70)));
        assert_eq!(of("v24.19.0"), Some(Version(24, 19)));
        assert_eq!(of("command not found"), None);
    }

    #[test]
    fn an_old_or_absent_program_will_not_do() {
        let mut tool = Tool {
            name: "cargo",
            variable: None,
            also: &[],
            oldest: Version(1, 0),
            wheels: "",
            link: None,
        };
        assert!(tool.find().is_ok());
        tool.oldest = Version(99, 0);
        let Err(Unfit::Replaceable(why)) = tool.find() else {
            panic!("cargo 99");
        };
        assert!(why.contains("older than 99.0"), "{why}");
        tool.oldest = Version(1, 0);
        tool.also = &["no-such-program"];
        let replaceable = |why: &str| Unfit::Replaceable(why.into());
        let missing = replaceable("there without no-such-program");
        assert_eq!(tool.find().unwrap_err(), missing);
        tool.name = "no-such-program";
        assert_eq!(tool.find().unwrap_err(), replaceable("not on PATH"));
        // A variable that is always set, to something that is no program.
        tool.variable = Some("PATH");
        let Err(Unfit::Named(why)) = tool.find() else {
            panic!("a path is no program");
        };
        assert!(why.starts_with("PATH is set, but "), "{why}");
    }
}
