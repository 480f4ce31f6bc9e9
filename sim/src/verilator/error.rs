//! What can go wrong between Verilog text and a running model.
use std::{io, path::PathBuf};

/// An error of the Verilator run-time.
#[derive(Debug, thiserror::Error)]
pub enum VerilatorError {
    /// No usable Verilator was found.
    #[error("no Verilator found; looked at {}; `cargo xtask tools` brings one", .tried.join(", "))]
    NotFound {
        /// Every place that was looked at.
        tried: Vec<String>,
    },
    /// A file or a program could not be reached.
    #[error("{what}")]
    Io {
        /// What was being done.
        what: String,
        /// The system's answer.
        source: io::Error,
    },
    /// Verilator refused the design.
    #[error("Verilator refused `{top}`:\n{message}")]
    Verilog {
        /// The top module.
        top: String,
        /// The tool's own message.
        message: String,
    },
    /// The C++ compiler or linker failed on generated code.
    #[error("the C++ compiler failed on `{what}`:\n{message}")]
    Compile {
        /// The file that was compiled.
        what: String,
        /// The compiler's own message.
        message: String,
    },
    /// A built model could not be loaded.
    #[error("cannot load {path}", path = .path.display())]
    Load {
        /// The shared library.
        path: PathBuf,
        /// The loader's answer.
        source: libloading::Error,
    },
    /// A port was asked for by a name that the design does not have.
    #[error("`{top}` has no port `{port}`")]
    NoPort {
        /// The top module.
        top: String,
        /// The name asked for.
        port: String,
    },
    /// A port's declared width does not fit what Verilator built.
    #[error(
        "port `{port}` of `{top}` is declared {declared} bits wide, but is stored in {stored} bytes"
    )]
    PortWidth {
        /// The top module.
        top: String,
        /// The port.
        port: String,
        /// Width in the port list, in bits.
        declared: usize,
        /// Size in the built model, in bytes.
        stored: usize,
    },
    /// A waveform was asked for, but the model was built without [`trace`](super::Options::trace).
    #[error("`{top}` was built without tracing")]
    NotTraced {
        /// The top module.
        top: String,
    },
    /// An assertion inside the design failed.
    #[error("assertion failed in `{top}`: {message}")]
    Assertion {
        /// The top module.
        top: String,
        /// Place in the Verilog, with the text of that line.
        message: String,
    },
}

impl VerilatorError {
    /// Wraps a system error with what was being done.
    pub(super) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
