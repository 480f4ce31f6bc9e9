//! The files that provers and circuit compilers exchange.
//!
//! Readers never panic on what they are given: every count, offset and number
//! is checked before use, and an error names the file, the place and what was
//! expected there.

mod container;
mod cursor;
mod error;
mod json;
mod json_file;
mod moduli;
mod output;
mod r1cs;
mod wtns;
mod zkey;

pub use container::{Container, Section, SharedBytes, magic};
pub use error::{FormatError, Problem};
pub use json::{
    ProofJson, VerifyingKeyJson, proof_from_json, proof_to_json, proof_to_line, public_from_json,
    public_to_json, public_to_line, verifying_key_from_json, verifying_key_to_json,
};
pub use json_file::{JsonKind, read_json};
pub use output::Outputs;
pub use r1cs::{R1cs, R1csHeader};
pub use wtns::{WtnsHeader, read_wtns, witness_from_plain, wtns_from_bytes};
pub use zkey::{Zkey, ZkeyHeader};

pub(crate) use cursor::Cursor;
