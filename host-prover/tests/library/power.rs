//! A circuit of arkworks for tests.

use ark_bn254::Fr;
use ark_ff::Field;
use ark_relations::{
    gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError, Variable},
    lc,
};

/// `x^n = y` with y public: n - 1 constraints, so that domains differ in how
/// full they are. Without an x it is a circuit whose variables have no values.
#[derive(Clone)]
pub(crate) struct Power {
    pub(crate) x: Option<u64>,
    pub(crate) n: usize,
}

impl Power {
    fn value(&self, power: usize) -> Result<Fr, SynthesisError> {
        let x = self.x.ok_or(SynthesisError::AssignmentMissing)?;
        Ok(Fr::from(x).pow([power as u64]))
    }
}

impl ConstraintSynthesizer<Fr> for Power {
    fn generate_constraints(self, system: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
        let x = system.new_witness_variable(|| self.value(1))?;
        let mut last = x;
        for step in 2..=self.n {
            let next: Variable = if step == self.n {
                system.new_input_variable(|| self.value(step))?
            } else {
                system.new_witness_variable(|| self.value(step))?
            };
            // Through a symbolic combination, as gadgets make them.
            let doubled = system.new_lc(|| lc!() + (Fr::from(2), last))?;
            let product = || lc!() + (Fr::from(2), next);
            system.enforce_r1cs_constraint(|| doubled.into(), || x.into(), product)?;
            last = next;
        }
        Ok(())
    }
}
