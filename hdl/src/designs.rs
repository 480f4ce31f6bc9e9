//! Every design that is emitted under a name, and the checksums that are committed.
//!
//! `hdl/checksums` holds one line `<sha256>  <name>.sv` for each design: a change of the emitted Verilog is a change
//! of that file, and never goes unseen.

use crate::emit::{Design, EmitError};
use sha2::{Digest, Sha256};

/// A design by its name.
pub struct NamedDesign {
    /// Name of its file, unique.
    pub name: String,
    emit: Box<dyn Fn() -> Result<Design, EmitError>>,
}

impl NamedDesign {
    /// A design that `emit` makes.
    pub fn new(name: &str, emit: impl Fn() -> Result<Design, EmitError> + 'static) -> Self {
        Self {
            name: name.into(),
            emit: Box::new(emit),
        }
    }

    /// Emits it.
    ///
    /// # Errors
    /// [`EmitError`] when its blocks are not sound.
    pub fn emit(&self) -> Result<Design, EmitError> {
        (self.emit)()
    }
}

/// All named designs: the cores in both bodies, and the cards.
pub fn designs() -> Vec<NamedDesign> {
    let cards = crate::top::designs().into_iter();
    let cards = cards.map(|card| NamedDesign::new(card.name, move || card.design()));
    let cores = crate::msm::designs()
        .into_iter()
        .chain(crate::ntt::designs());
    cores.chain(cards).collect()
}

/// The text of `hdl/checksums` for the present sources.
///
/// # Errors
/// [`EmitError`] when a design cannot be emitted.
pub fn checksums() -> Result<String, EmitError> {
    let line = |design: NamedDesign| {
        let hash = Sha256::digest(design.emit()?.verilog);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(format!("{hex}  {}.sv\n", design.name))
    };
    designs().into_iter().map(line).collect()
}
