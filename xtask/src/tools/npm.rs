//! The npm packages that compile the test circuits and check proofs.

use super::{Toolbox, stamp::Stamp};
use crate::{error::TaskError, process, workspace};

/// Installs what the lock file says, unless it is there already.
pub(super) fn install(toolbox: &Toolbox) -> Result<(), TaskError> {
    let folder = workspace::circuits();
    let lock = workspace::read(&folder.join("package-lock.json"))?;
    let stamp = Stamp::new(folder.join("node_modules/.installed"), &lock);
    if stamp.is_current() {
        println!("npm packages: there");
        return Ok(());
    }
    println!("npm packages: installing by circuits/package-lock.json (about 15 s)");
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    let mut command = toolbox.command("npm");
    process::run_quietly(command.args(arguments).current_dir(folder))?;
    stamp.set()
}
