//! What a proof claims, and what it may assume: cells that only watch.
//!
//! ```text
//! holds --> [Claim]        must be high at every rising edge: asserted in simulations and proofs
//! holds --> [Assumption]   is high at every rising edge: asserted in simulations, assumed in proofs
//! ```
//!
//! Simulations define `VERILATOR`, proofs also `FORMAL`; for synthesis both cells are empty.
//! Interface: a level. Latency: none. Golden model: none.

use crate::named;
use rust_hdl::prelude::*;

/// Something that must always hold.
#[derive(LogicBlock)]
pub struct Claim {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether it does.
    pub holds: Signal<In, Bit>,
    _what: &'static str,
}

impl Claim {
    /// The claim that `what`.
    pub fn new(what: &'static str) -> Self {
        Self {
            clock: Default::default(),
            holds: Default::default(),
            _what: what,
        }
    }
}

impl Logic for Claim {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "`ifdef VERILATOR\nalways @(posedge clock) assert (holds) else $error(\"not so: {}\");\n`endif\n",
            self._what
        ))
    }
    named!();
}

/// Something that the surroundings must see to.
#[derive(LogicBlock, Default)]
pub struct Assumption {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether they do.
    pub holds: Signal<In, Bit>,
}

impl Logic for Assumption {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            "\
`ifdef FORMAL
always @(posedge clock) assume (holds);
`elsif VERILATOR
always @(posedge clock) assert (holds) else $error(\"an assumption does not hold\");
`endif
"
            .into(),
        )
    }
    named!();
}
