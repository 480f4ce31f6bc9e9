//! `cargo xtask tools`: the tools that the tests need, found or brought.

use crate::{error::TaskError, tools::Toolbox};

/// Runs the task.
pub(crate) fn run() -> Result<(), TaskError> {
    let toolbox = Toolbox::prepare()?;
    println!("\nIn a shell of your own:");
    for (name, value) in toolbox.environment() {
        println!("export {name}={:?}", value.to_string_lossy());
    }
    Ok(())
}
