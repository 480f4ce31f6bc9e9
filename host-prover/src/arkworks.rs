//! A Groth16 with the interface of `ark-groth16`, so that one line changes hands:
//!
//! ```
//! // use ark_groth16::Groth16;
//! use zkcard::arkworks::Groth16;
//!
//! use ark_bn254::{Bn254, Fr};
//! use ark_relations::gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError};
//! use ark_snark::SNARK;
//! use rand::rngs::OsRng;
//!
//! /// Knows a root of a public square.
//! #[derive(Clone)]
//! struct Root(Option<Fr>);
//!
//! impl ConstraintSynthesizer<Fr> for Root {
//!     fn generate_constraints(self, system: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
//!         let root = self.0.ok_or(SynthesisError::AssignmentMissing);
//!         let x = system.new_witness_variable(|| root)?;
//!         let square = system.new_input_variable(|| root.map(|x| x * x))?;
//!         system.enforce_r1cs_constraint(|| x.into(), || x.into(), || square.into())
//!     }
//! }
//!
//! let (key, verifying_key) = Groth16::<Bn254>::circuit_specific_setup(Root(None), &mut OsRng)?;
//! let proof = Groth16::<Bn254>::prove(&key, Root(Some(Fr::from(3))), &mut OsRng)?;
//! assert!(Groth16::<Bn254>::verify(&verifying_key, &[Fr::from(9)], &proof)?);
//! # Ok::<(), SynthesisError>(())
//! ```
//!
//! Keys, proofs and errors are the types of `ark-groth16`. What differs:
//!
//! - `r` and `s` are fresh from the operating system for every proof; the generator
//!   that [`SNARK::prove`] is given is not asked.
//! - Every proof is verified. Values that do not satisfy the circuit are
//!   [`SynthesisError::Unsatisfiable`], in every build.
//! - The last key that was proved with is kept as this prover holds it, beside that of
//!   the caller, until another takes its place or [`forget_key`] drops it. With the
//!   same key the circuit's matrices are not made again, so they must be those of the
//!   first proof, as ever with one key.
//!
//! A program that proves with several keys, wants to say where it proves, or why there
//! is no proof, holds a [`PreparedKey`] itself:
//!
//! ```
//! # use ark_bn254::{Bn254, Fr};
//! # use ark_relations::gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError};
//! # use ark_snark::SNARK;
//! # use rand::rngs::OsRng;
//! # struct Root(Option<Fr>);
//! # impl ConstraintSynthesizer<Fr> for Root {
//! #     fn generate_constraints(self, system: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
//! #         let root = self.0.ok_or(SynthesisError::AssignmentMissing);
//! #         let x = system.new_witness_variable(|| root)?;
//! #         let square = system.new_input_variable(|| root.map(|x| x * x))?;
//! #         system.enforce_r1cs_constraint(|| x.into(), || x.into(), || square.into())
//! #     }
//! # }
//! use zkcard::{Dispatcher, arkworks::{Groth16, PreparedKey}};
//!
//! let (key, _) = Groth16::<Bn254>::circuit_specific_setup(Root(None), &mut OsRng)?;
//! let key = PreparedKey::new(key, Root(None))?;
//! let dispatcher = Dispatcher::cpu_only();
//! for x in [3, 5] {
//!     let proved = key.prove(Root(Some(Fr::from(x))), &dispatcher)?;
//!     println!("{:?} in {} ms", proved.public, proved.report.milliseconds);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod kept;
mod prepared;

pub use kept::forget_key;
pub use prepared::PreparedKey;

use crate::{
    accelerator::Dispatcher,
    curve::SnarkCurve,
    groth16::{self, ProveError},
    key::{Key, Synthesised},
};
use ark_groth16::{PreparedVerifyingKey, Proof, ProvingKey, VerifyingKey};
use ark_relations::gr1cs::{ConstraintSynthesizer, SynthesisError};
use ark_snark::{CircuitSpecificSetupSNARK, SNARK};
use rand::{CryptoRng, RngCore};
use std::marker::PhantomData;

type Golden<E> = ark_groth16::Groth16<E>;

/// The SNARK of Groth, proved by this crate; everything else is done by `ark-groth16`.
///
/// Keys are those of its default reduction, `LibsnarkReduction`.
pub struct Groth16<E: SnarkCurve>(PhantomData<E>);

impl<E: SnarkCurve> SNARK<E::ScalarField> for Groth16<E> {
    type ProvingKey = ProvingKey<E>;
    type VerifyingKey = VerifyingKey<E>;
    type Proof = Proof<E>;
    type ProcessedVerifyingKey = PreparedVerifyingKey<E>;
    type Error = SynthesisError;

    fn circuit_specific_setup<C: ConstraintSynthesizer<E::ScalarField>, R: RngCore + CryptoRng>(
        circuit: C,
        rng: &mut R,
    ) -> Result<(Self::ProvingKey, Self::VerifyingKey), SynthesisError> {
        Golden::<E>::circuit_specific_setup(circuit, rng)
    }

    /// Proves on the CPU, with the key as it is kept from the proof before if it is the
    /// same.
    fn prove<C: ConstraintSynthesizer<E::ScalarField>, R: RngCore + CryptoRng>(
        key: &Self::ProvingKey,
        circuit: C,
        _: &mut R,
    ) -> Result<Self::Proof, SynthesisError> {
        Ok(prove(key, circuit)?)
    }

    fn process_vk(key: &Self::VerifyingKey) -> Result<Self::ProcessedVerifyingKey, SynthesisError> {
        Golden::<E>::process_vk(key)
    }

    fn verify_with_processed_vk(
        key: &Self::ProcessedVerifyingKey,
        public: &[E::ScalarField],
        proof: &Self::Proof,
    ) -> Result<bool, SynthesisError> {
        Golden::<E>::verify_with_processed_vk(key, public, proof)
    }
}

impl<E: SnarkCurve> CircuitSpecificSetupSNARK<E::ScalarField> for Groth16<E> {}

fn prove<E: SnarkCurve>(
    key: &ProvingKey<E>,
    circuit: impl ConstraintSynthesizer<E::ScalarField>,
) -> Result<Proof<E>, ProveError> {
    let kept = kept::find(key);
    let synthesised = Synthesised::of(circuit, kept.is_none())?;
    let witness = synthesised.witness()?;
    let key = match kept {
        Some(key) => key,
        None => kept::keep(key, Key::from_synthesised(key.clone(), &synthesised)?),
    };
    let proved = groth16::prove(&key, &witness, &Dispatcher::cpu_only(), &|_| ());
    if matches!(proved, Err(ProveError::Rejected)) {
        // Perhaps for a point of the kept key, not for the values.
        forget_key();
    }
    Ok(proved?.proof.into())
}

/// The nearest that `ark-relations` can say. Sizes that do not fit are
/// `ArityMismatch`; whatever else kept a proof from being made is `Unsatisfiable`.
impl From<ProveError> for SynthesisError {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::Synthesis(error) => error,
            ProveError::WitnessLength { .. } | ProveError::KeyMismatch { .. } => {
                Self::ArityMismatch
            }
            _ => Self::Unsatisfiable,
        }
    }
}
