//! The arkworks door: keys of `ark-groth16` and circuits of `ark-relations`.
//!
//! The key is made once ([`Key::from_arkworks`]), a witness for each proof
//! ([`Witness::from_circuit`]), so that what a backend keeps of the key stays
//! there from one proof to the next.

use super::{Bases, Key};
use crate::{
    curve::SnarkCurve,
    groth16::{Constraints, Proof, ProveError, QuotientForm, VerifyingKey},
    witness::Witness,
};
use ark_ff::{Field, PrimeField};
use ark_groth16::ProvingKey;
use ark_relations::gr1cs::{
    ConstraintSynthesizer, ConstraintSystem, ConstraintSystemRef, OptimizationGoal,
    R1CS_PREDICATE_LABEL, SynthesisError, SynthesisMode,
};
use zeroize::Zeroizing;

impl<C: SnarkCurve> Key<C> {
    /// Joins an `ark-groth16` key with the circuit that it was made for.
    ///
    /// Only the constraints of `circuit` are looked at: its variables need no
    /// values. It is synthesised the way `ark-groth16` does it: optimised for
    /// constraints, matrices made, R1CS constraints alone.
    ///
    /// # Errors
    /// When synthesis fails, or the key does not have the circuit's sizes.
    pub fn from_arkworks(
        key: ProvingKey<C>,
        circuit: impl ConstraintSynthesizer<C::ScalarField>,
    ) -> Result<Self, ProveError> {
        let system = Synthesised(synthesise(circuit, SynthesisMode::Setup)?);
        Self::from_synthesised(key, &system)
    }

    /// The same with a circuit that was synthesised with matrices.
    pub(crate) fn from_synthesised(
        key: ProvingKey<C>,
        Synthesised(system): &Synthesised<C::ScalarField>,
    ) -> Result<Self, ProveError> {
        let instances = system.num_instance_variables();
        let matrices = system.to_matrices()?.remove(R1CS_PREDICATE_LABEL);
        let matrices: [_; 3] = matrices
            .and_then(|matrices| matrices.try_into().ok())
            .ok_or(SynthesisError::PredicateNotFound)?;
        let rows = matrices[0].len() + instances;
        let key = Self {
            variables: instances + system.num_witness_variables(),
            public: instances - 1,
            log_domain: rows.next_power_of_two().trailing_zeros(),
            beta1: key.beta_g1,
            delta1: key.delta_g1,
            test_key: false,
            from_zkey: false,
            verifying: VerifyingKey {
                alpha1: key.vk.alpha_g1,
                beta2: key.vk.beta_g2,
                gamma2: key.vk.gamma_g2,
                delta2: key.vk.delta_g2,
                inputs: key.vk.gamma_abc_g1,
            },
            a: Bases::owned(key.a_query).named("A"),
            b1: Bases::owned(key.b_g1_query).named("B1"),
            b2: Bases::owned(key.b_g2_query).named("B2"),
            c: Bases::owned(key.l_query).named("C"),
            h: Bases::owned(key.h_query).named("H"),
            constraints: Constraints::from_matrices(matrices, instances),
            form: QuotientForm::Coefficients,
        };
        key.check_sizes()?;
        Ok(key)
    }

    fn check_sizes(&self) -> Result<(), ProveError> {
        let sizes = [
            ("A", self.a.len(), self.variables),
            ("B1", self.b1.len(), self.variables),
            ("B2", self.b2.len(), self.variables),
            ("C", self.c.len(), self.variables - self.public - 1),
            ("H", self.h.len(), (1 << self.log_domain) - 1),
            ("IC", self.verifying.inputs.len(), self.public + 1),
        ];
        match sizes.into_iter().find(|(_, got, expected)| got != expected) {
            None => Ok(()),
            Some((what, got, expected)) => Err(ProveError::KeyMismatch {
                what,
                got,
                expected,
            }),
        }
    }
}

impl<C: SnarkCurve> Witness<C> {
    /// The values that a circuit of `ark-relations` gives its variables. No
    /// constraints are made, so this costs what computing the values costs.
    ///
    /// # Errors
    /// When synthesis fails, for example for a value that is missing.
    pub fn from_circuit(
        circuit: impl ConstraintSynthesizer<C::ScalarField>,
    ) -> Result<Self, ProveError> {
        Synthesised::of(circuit, false)?.witness()
    }
}

/// A circuit whose variables have values.
pub(crate) struct Synthesised<F: PrimeField>(ConstraintSystemRef<F>);

impl<F: PrimeField> Synthesised<F> {
    /// Synthesises a circuit once, with its matrices if a key is to be joined with it.
    pub(crate) fn of(
        circuit: impl ConstraintSynthesizer<F>,
        matrices: bool,
    ) -> Result<Self, ProveError> {
        let mode = SynthesisMode::Prove {
            construct_matrices: matrices,
            generate_lc_assignments: false,
        };
        Ok(Self(synthesise(circuit, mode)?))
    }

    /// The values.
    pub(crate) fn witness<C: SnarkCurve<ScalarField = F>>(&self) -> Result<Witness<C>, ProveError> {
        let public = self.0.instance_assignment()?;
        let private = Zeroizing::new(self.0.witness_assignment()?);
        let assignment = Zeroizing::new([&public[..], &private[..]].concat());
        Ok(Witness::from_elements(&assignment))
    }
}

fn synthesise<F: Field>(
    circuit: impl ConstraintSynthesizer<F>,
    mode: SynthesisMode,
) -> Result<ConstraintSystemRef<F>, SynthesisError> {
    let system = ConstraintSystem::new_ref();
    system.set_optimization_goal(OptimizationGoal::Constraints);
    system.set_mode(mode);
    circuit.generate_constraints(system.clone())?;
    system.finalize();
    Ok(system)
}

impl<C: SnarkCurve> From<Proof<C>> for ark_groth16::Proof<C> {
    fn from(proof: Proof<C>) -> Self {
        Self {
            a: proof.a,
            b: proof.b,
            c: proof.c,
        }
    }
}
