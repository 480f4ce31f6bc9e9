//! A Groth16 prover that uses a card when there is one.
//!
//! The path of a proof through this crate:
//!
//! ```text
//! formats -> key, witness -> groth16::prove -> phases -> accelerator::dispatch -> cpu | card
//! ```
//!
//! - [`formats`] reads what snarkjs writes and writes what snarkjs reads;
//! - [`key`] is a proving key of any origin, [`witness`] the secrets of a proof;
//! - [`groth16`] is the protocol, one phase a module;
//! - [`setup`] makes keys for tests;
//! - [`accelerator`] decides where each operation runs and survives its faults;
//! - [`curve`] is what all of it is generic over.
//!
//! ```no_run
//! use zkcard::{Bn254, Dispatcher, Key, formats, groth16};
//!
//! let key = Key::<Bn254>::open("circuit.zkey".as_ref())?;
//! let (_, witness) = formats::read_wtns("witness.wtns".as_ref())?;
//! let proved = groth16::prove(&key, &witness, &Dispatcher::cpu_only(), &|_| ())?;
//! println!("{}", formats::proof_to_json(&proved.proof)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(unsafe_code)]

pub mod accelerator;
pub mod curve;
pub mod formats;
pub mod groth16;
pub mod key;
pub mod setup;
pub mod witness;

pub use accelerator::{Dispatcher, Mode};
pub use ark_bn254::Bn254;
pub use key::Key;
pub use witness::Witness;
pub use zkcard_driver as driver;
