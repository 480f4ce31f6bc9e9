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
//! - [`arkworks`] takes the place of `ark-groth16`;
//! - [`curve`] is what all of it is generic over.
//!
//! # Prove from files
//!
//! ```
//! use zkcard::{Bn254, Dispatcher, Key, formats, groth16};
//!
//! # std::env::set_current_dir("../circuits/multiplier")?;
//! let key = Key::<Bn254>::open("circuit.zkey".as_ref())?;
//! for warning in key.warnings() {
//!     eprintln!("warning: {warning}");
//! }
//! let (_, witness) = formats::read_wtns("witness.wtns".as_ref())?;
//! let proved = groth16::prove(&key, &witness, &Dispatcher::cpu_only(), &|_| ())?;
//! println!("{}", formats::proof_to_json(&proved.proof)?);
//! println!("{}", formats::public_to_json::<Bn254>(&proved.public)?);
//!
//! // Whoever gets these texts needs the verification key alone.
//! let text = std::fs::read_to_string("verification_key.json")?;
//! let verifying_key = formats::verifying_key_from_json::<Bn254>(&text)?;
//! assert!(groth16::verify(&verifying_key, &proved.public, &proved.proof));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Prove from bytes
//!
//! The name stands in errors where a file would have its path.
//!
//! ```
//! use zkcard::{Bn254, Dispatcher, Key, formats::{self, Zkey}, groth16};
//!
//! # let zkey_bytes = std::fs::read("../circuits/multiplier/circuit.zkey")?;
//! # let witness_bytes = std::fs::read("../circuits/multiplier/witness.wtns")?;
//! let zkey = Zkey::<Bn254>::from_bytes("the key".as_ref(), zkey_bytes)?;
//! let key = Key::from_zkey(&zkey)?;
//! let (_, witness) = formats::wtns_from_bytes("the witness".as_ref(), witness_bytes)?;
//! let proved = groth16::prove(&key, &witness, &Dispatcher::cpu_only(), &|_| ())?;
//! assert_eq!(formats::public_to_line::<Bn254>(&proved.public)?, r#"["33000099"]"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Choose where
//!
//! A [`Dispatcher`] says where proofs are made, and serves any number of them, from any
//! number of threads. Threads of the CPU are those of the pool that calls.
//!
//! ```
//! use zkcard::{Bn254, Dispatcher, Key, Mode, accelerator::CardBackend, formats, groth16};
//! use zkcard::{accelerator::AcceleratorError, driver::Card};
//!
//! // A card if it is there, with the CPU in reserve; `driver::discovery` finds others.
//! let open = || -> Result<CardBackend<Bn254>, AcceleratorError> {
//!     CardBackend::new(Card::open(&"serial:/dev/serial/by-id/my-card".parse()?)?)
//! };
//! let dispatcher = match open() {
//!     Ok(card) => Dispatcher::with_card(Mode::Auto, Box::new(card)),
//!     Err(error) => Dispatcher::without_card(error.to_string()),
//! };
//! # let key = Key::open("../circuits/multiplier/circuit.zkey".as_ref())?;
//! # let (_, witness) = formats::read_wtns("../circuits/multiplier/witness.wtns".as_ref())?;
//! let proved = groth16::prove(&key, &witness, &dispatcher, &|_| ())?;
//! for operation in &proved.report.operations {
//!     println!("{}: {} because {}", operation.name, operation.backend, operation.reason);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(unsafe_code)]

pub mod accelerator;
pub mod arkworks;
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
