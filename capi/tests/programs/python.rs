//! The module for Python, by the `python3` of the machine.

use crate::layout::{Layout, circuits, crate_folder, run};
use std::env;

#[test]
fn the_python_module_proves_and_verifies() {
    let layout = Layout::new();
    let mut python = layout.command(env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    python.arg(crate_folder().join("tests/python/doors.py"));
    // Nothing is written beside the sources.
    python.arg(circuits()).env("PYTHONDONTWRITEBYTECODE", "1");
    python.env("PYTHONPATH", &layout.python);
    python.env("ZKCARD_LIBRARY", layout.libraries.join("libzkcard.so"));
    run(
        &mut python,
        "This test needs Python 3: install python3, or name one by PYTHON",
    );
}
