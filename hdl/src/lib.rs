//! The hardware, in RustHDL: from DSP products to the whole card.
//!
//! `prim -> field -> curve -> msm -> shell -> top`, and `field -> ntt`: each layer is built from those before it, and
//! only [`prim`] writes Verilog text by hand. [`emit`] turns any block into one merged, deterministic
//! Verilog file with its port list.
#![forbid(unsafe_code)]

pub mod curve;
pub mod designs;
pub mod emit;
pub mod field;
pub mod msm;
pub mod ntt;
pub mod prim;
pub mod shell;
pub mod top;
