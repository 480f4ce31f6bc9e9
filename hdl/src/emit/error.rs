//! What can go wrong when a block becomes Verilog.

/// Why a block was not emitted.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EmitError {
    /// RustHDL found open signals, logic loops or written inputs.
    #[error("the block fails RustHDL's checks: {0}")]
    Check(String),
    /// A name is a word of SystemVerilog.
    #[error("{role} name `{name}` is a reserved word of SystemVerilog")]
    Reserved {
        /// The name.
        name: String,
        /// What it names: module, port, signal or instance.
        role: &'static str,
    },
    /// A name is not a Verilog identifier.
    #[error("{role} name `{name}` is not a Verilog identifier")]
    NotAnIdentifier {
        /// The name.
        name: String,
        /// What it names.
        role: &'static str,
    },
    /// Two things in one module would have the same name.
    #[error("module `{module}` declares `{name}` twice")]
    Duplicate {
        /// Module.
        module: String,
        /// The name.
        name: String,
    },
    /// Two different texts claim the same fixed module name.
    #[error("two different modules are both called `{0}`")]
    Clash(String),
    /// A construct that this emitter does not translate.
    #[error("{module}: {what} is not supported")]
    Unsupported {
        /// Instance path of the module.
        module: String,
        /// The construct.
        what: &'static str,
    },
    /// A `// dpi` note in hand-made Verilog does not read `// dpi NAME WIDTH HEX`.
    #[error("malformed note `{0}`")]
    DpiNote(String),
}
