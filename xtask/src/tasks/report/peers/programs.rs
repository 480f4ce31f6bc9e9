//! This project's programs, built for release.

use crate::{error::TaskError, process, workspace};
use cargo_metadata::MetadataCommand;
use std::{path::PathBuf, process::Command};

/// The programs that are built, all at once.
const BUILT: [&str; 4] = ["zkcard", "peers_kernels", "peers_arkworks", "peers_process"];

/// Where the programs are.
pub(super) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Builds them.
    pub(super) fn build() -> Result<Self, TaskError> {
        let mut command = process::cargo();
        command.args(["build", "--release"]);
        command.args(["--package", "zkcard", "--package", "zkcard-benches"]);
        command.args(BUILT.iter().flat_map(|name| ["--bin", name]));
        process::run(command.current_dir(workspace::root()))?;
        let metadata = MetadataCommand::new()
            .current_dir(workspace::root())
            .no_deps()
            .exec()?;
        Ok(Self {
            folder: metadata.target_directory.join("release").into(),
        })
    }

    /// One of them.
    pub(super) fn command(&self, name: &str) -> Command {
        Command::new(self.folder.join(name))
    }
}
