//! Verilog in, a running model out.
//!
//! ```text
//! Source --Verilator--> C++ --c++--> model.so --dlopen--> Library --new--> Model
//!    |                                  ^
//!    +---- content hash ----> cache ----+
//! ```
//!
//! [`Verilator::build`] turns a [`Source`] into a [`Library`], once per content: results are kept under
//! a hash of the tool, the text and the options. A [`Model`] is one instance with a context of its own;
//! ports of any width are read and written in place.
//!
//! ```no_run
//! # use zkcard_sim::verilator::*;
//! # fn main() -> Result<(), VerilatorError> {
//! let source = Source {
//!     top: "counter".into(),
//!     verilog: "module counter(input clock, output reg [7:0] q = 0); always @(posedge clock) q <= q + 1; endmodule".into(),
//!     ports: vec![Port::input("clock", 1), Port::output("q", 8)],
//!     cpp: vec![],
//! };
//! let library = Verilator::find()?.build(&source, &Options::default())?;
//! let mut model = Model::new(&library)?;
//! let (clock, q) = (model.port("clock")?, model.port("q")?);
//! model.cycles(clock, 10);
//! assert_eq!(model.get(q), 10);
//! # Ok(()) }
//! ```

mod cache;
mod compile;
mod compression;
mod dpi;
mod error;
mod ffi;
mod model;
mod number;
mod options;
mod shim;
mod source;
mod tool;

pub use dpi::modular_product;
pub use error::VerilatorError;
pub use ffi::Library;
pub use model::{Model, PortId};
pub use options::{Optimise, Options};
pub use source::{Port, Source};
pub use tool::Verilator;
