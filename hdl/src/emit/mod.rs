//! Verilog out: any block becomes one SystemVerilog file with its port list.
//!
//! ```text
//!  Block --collect--> modules, children first --wire--> body text --merge--> Design
//! ```
//!
//! RustHDL writes one module per instance. Here modules of identical text become one, named after
//! the Rust type of their block ([`named!`](crate::named)); the result depends on nothing but the block.

mod collect;
mod error;
mod merge;
mod names;
mod stack;
mod wiring;

pub use error::EmitError;
pub use names::type_identifier;
pub use stack::on_large_stack;

use num_bigint::BigUint;
use rust_hdl::prelude::{Block, check_all};

/// Which body the modular multipliers of a block have. Both have the same ports, latency and results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Body {
    /// Synthesisable registers, adders and DSP tiles.
    #[default]
    Rtl,
    /// A call of a C function and a delay line: simulation only, several times faster.
    Dpi,
}

/// A port of the top module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Verilog identifier.
    pub name: String,
    /// Width in bits.
    pub bits: usize,
    /// Whether the environment drives it.
    pub input: bool,
}

/// A C function that a [`Body::Dpi`] design imports:
/// `void NAME(input bit [W-1:0] a, input bit [W-1:0] b, output bit [W-1:0] p)` with `p = a b mod modulus`, canonical.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DpiFunction {
    /// C and SystemVerilog identifier.
    pub name: String,
    /// Width of a, b and p in bits.
    pub width: usize,
    /// The modulus; a and b may be any number of `width` bits.
    pub modulus: BigUint,
}

/// One emitted design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    /// Name of the top module.
    pub top: String,
    /// SystemVerilog text, modules before their users.
    pub verilog: String,
    /// Ports of the top module, in declaration order.
    pub ports: Vec<Port>,
    /// Functions to link, sorted, each once.
    pub dpi: Vec<DpiFunction>,
}

/// Turns `block` into the module `top_name` and everything below it.
///
/// # Errors
/// [`EmitError`] when RustHDL's own checks fail (open or looping signals), when a name is a reserved word,
/// not an identifier or used twice, or when the block uses a construct that is not supported here.
pub fn emit<B: Block>(top_name: &str, mut block: B) -> Result<Design, EmitError> {
    names::check(top_name, "module")?;
    block.connect_all();
    check_all(&block).map_err(|e| EmitError::Check(format!("{e:?}")))?;
    let mut collector = collect::Collector::new(top_name);
    block.accept(top_name, &mut collector);
    collector.finish()
}

/// Names the block's Verilog module after its Rust type: write `named!();` inside `impl Logic for ...`.
///
/// A [`Probe`](rust_hdl::prelude::Probe) sees a block without its type; RustHDL's timing notes, which nothing else here reads, carry it.
#[macro_export]
macro_rules! named {
    () => {
        fn timing(&self) -> Vec<::rust_hdl::prelude::TimingInfo> {
            vec![::rust_hdl::prelude::TimingInfo {
                name: ::std::any::type_name::<Self>().into(),
                clock: String::new(),
                inputs: vec![],
                outputs: vec![],
            }]
        }
    };
}

#[cfg(test)]
mod tests;
