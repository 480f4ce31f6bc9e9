//! Groth16, one phase a module.
//!
//! | phase | module | what it makes |
//! |---|---|---|
//! | constraint evaluation | [`constraints`](self) | `<A_i, w>`, `<B_i, w>`, `<C_i, w>` on the domain |
//! | quotient | `quotient` | the scalars of H, and the MSM over its bases |
//! | MSMs A, B1, B2, C, H | `prove` | five sums |
//! | assembly | `assembly` | the proof, with fresh r and s |
//! | verification | `verify` | the certainty that it is one |
//!
//! Source: Groth, "On the Size of Pairing-based Non-interactive Arguments",
//! EUROCRYPT 2016 (eprint 2016/260), section 3.2.

mod assembly;
mod constraints;
mod error;
mod msm;
mod prove;
mod quotient;
mod report;
mod verify;

pub use crate::accelerator::QuotientForm;
pub use constraints::Constraints;
pub use error::ProveError;
pub use prove::{Event, Proved, prove, public_inputs};
pub use report::{PhaseReport, ProofReport};
pub use verify::{Proof, VerifyingKey, verify};
