//! A key of `ark-groth16` joined with its circuit, once for many proofs.

use crate::{
    accelerator::Dispatcher,
    curve::SnarkCurve,
    groth16::{self, ProveError, Proved},
    key::Key,
    witness::Witness,
};
use ark_groth16::ProvingKey;
use ark_relations::gr1cs::ConstraintSynthesizer;

/// A proving key of `ark-groth16` and the constraints of its circuit. Clones share the
/// points.
#[derive(Clone)]
pub struct PreparedKey<E: SnarkCurve>(Key<E>);

impl<E: SnarkCurve> PreparedKey<E> {
    /// Takes the points of `key` as they are, and the constraints of `circuit`, whose
    /// variables need no values.
    ///
    /// # Errors
    /// When synthesis fails, or the key does not have the circuit's sizes.
    pub fn new(
        key: ProvingKey<E>,
        circuit: impl ConstraintSynthesizer<E::ScalarField>,
    ) -> Result<Self, ProveError> {
        Key::from_arkworks(key, circuit).map(Self)
    }

    /// Makes a proof with the values that `circuit` gives its variables, where
    /// `dispatcher` decides, and verifies it. `proved.proof.into()` is the proof as
    /// `ark-groth16` has it.
    ///
    /// # Errors
    /// When a value is missing, the values are of another circuit or do not satisfy
    /// it, or a backend fails that nothing may stand in for.
    pub fn prove(
        &self,
        circuit: impl ConstraintSynthesizer<E::ScalarField>,
        dispatcher: &Dispatcher<E>,
    ) -> Result<Proved<E>, ProveError> {
        let witness = Witness::from_circuit(circuit)?;
        groth16::prove(&self.0, &witness, dispatcher, &|_| ())
    }

    /// The key as the rest of the crate takes it.
    pub fn key(&self) -> &Key<E> {
        &self.0
    }
}
