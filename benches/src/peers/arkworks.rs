//! Proofs by ark-groth16 with keys of snarkjs.
//!
//! ```text
//! zkey --> ProvingKey, matrices A and B --> create_proof_with_reduction_and_matrices
//!          unchecked, on all threads        [OddCoset]
//! ```
//!
//! A key's `H` are the odd points of the Lagrange basis of twice the domain, so ark-groth16's own reduction, whose
//! quotient is coefficients, does not fit; [`OddCoset`] takes its place, with six transforms for seven.

use ark_bn254::{Bn254, Fr};
use ark_ff::{Field, PrimeField, UniformRand};
use ark_groth16::{
    Proof, ProvingKey, VerifyingKey,
    r1cs_to_qap::{LibsnarkReduction, R1CSToQAP, evaluate_constraint},
};
use ark_poly::EvaluationDomain;
use ark_relations::gr1cs::{ConstraintSystemRef, Matrix, SynthesisError};
use rand::rngs::OsRng;
use rayon::prelude::*;
use std::path::Path;
use zkcard::{
    curve::{MontgomeryBytes, PointBytes, PointError},
    formats::{FormatError, Zkey},
};

/// Why a key cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file is none, or damaged.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Coordinates are no elements of the field.
    #[error(transparent)]
    Point(#[from] PointError),
    /// A coefficient lies outside of the circuit, or its value outside of the field.
    #[error("coefficient {0} does not fit the circuit")]
    Coefficient(usize),
}

/// What ark-groth16 proves with.
pub struct Groth16 {
    key: ProvingKey<Bn254>,
    /// Rows of A and B, a row a constraint.
    matrices: [Matrix<Fr>; 2],
    /// Public inputs and the constant one.
    inputs: usize,
}

impl Groth16 {
    /// Reads a key on the threads of the pool that calls. Nothing is checked that can be left out.
    ///
    /// # Errors
    /// When the file is not a whole key over BN254.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let zkey = Zkey::<Bn254>::open(path)?;
        let header = zkey.header();
        let vk = VerifyingKey {
            alpha_g1: header.alpha1,
            beta_g2: header.beta2,
            gamma_g2: header.gamma2,
            delta_g2: header.delta2,
            gamma_abc_g1: points(&zkey, 3)?,
        };
        let key = ProvingKey {
            vk,
            beta_g1: header.beta1,
            delta_g1: header.delta1,
            a_query: points(&zkey, 5)?,
            b_g1_query: points(&zkey, 6)?,
            b_g2_query: points(&zkey, 7)?,
            l_query: points(&zkey, 8)?,
            h_query: points(&zkey, 9)?,
        };
        Ok(Self {
            key,
            matrices: matrices(&zkey)?,
            inputs: header.public + 1,
        })
    }

    /// Makes a proof of an assignment, the constant one first, then the public inputs.
    ///
    /// # Errors
    /// As ark-groth16 says.
    pub fn prove(&self, assignment: &[Fr]) -> Result<Proof<Bn254>, SynthesisError> {
        let [r, s] = [(); 2].map(|()| Fr::rand(&mut OsRng));
        ark_groth16::Groth16::<Bn254, OddCoset>::create_proof_with_reduction_and_matrices(
            &self.key,
            r,
            s,
            &self.matrices,
            self.inputs,
            self.matrices[0].len(),
            assignment,
        )
    }

    /// Public inputs, the constant one not included.
    pub fn public_inputs(&self) -> usize {
        self.inputs - 1
    }
}

fn points<P: PointBytes + Send>(zkey: &Zkey<Bn254>, id: u32) -> Result<Vec<P>, ReadError> {
    let section = zkey.points(id, Zkey::<Bn254>::section_name(id))?;
    let chunks = section.bytes().par_chunks_exact(P::BYTES);
    let points: Result<_, PointError> = chunks.map(P::from_bytes_unchecked).collect();
    Ok(points?)
}

/// Matrices A and B. A key has the rows that copy inputs too, the last ones; ark-groth16 adds them itself.
fn matrices(zkey: &Zkey<Bn254>) -> Result<[Matrix<Fr>; 2], ReadError> {
    let (variables, domain) = (zkey.header().variables, 1 << zkey.header().log_domain);
    let section = zkey.coefficients()?;
    // Values are stored times the square of the Montgomery factor.
    let factor = Fr::from(2u64).pow([256]).inverse().unwrap_or_default();
    let number =
        |bytes: &[u8]| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
    let entry = |bytes: &[u8]| {
        let value = Fr::from_montgomery(&bytes[12..])? * factor;
        let entry = (
            number(bytes),
            number(&bytes[4..]),
            number(&bytes[8..]),
            value,
        );
        let fits = entry.0 < 2 && entry.1 < domain && entry.2 < variables;
        fits.then_some(entry)
    };
    let entries = section.bytes()[4..].par_chunks_exact(Zkey::<Bn254>::COEFFICIENT_BYTES);
    let entries: Vec<_> = entries.map(entry).collect();
    let mut matrices = [vec![vec![]; domain], vec![vec![]; domain]];
    for (index, entry) in entries.into_iter().enumerate() {
        let (matrix, row, variable, value) = entry.ok_or(ReadError::Coefficient(index))?;
        matrices[matrix][row].push((value, variable));
    }
    let used = matrices[0].iter().rposition(|row| !row.is_empty());
    let constraints = used.map_or(0, |last| last.saturating_sub(zkey.header().public));
    matrices
        .iter_mut()
        .for_each(|matrix| matrix.truncate(constraints));
    Ok(matrices)
}

/// The quotient as snarkjs's keys have it: values of `A B - C` at the odd powers of a root of twice the order, where C
/// has the values of `A B` on the domain.
///
/// Source: `groth16_prove.js` of iden3/snarkjs.
pub struct OddCoset;

impl R1CSToQAP for OddCoset {
    fn instance_map_with_evaluation<F: PrimeField, D: EvaluationDomain<F>>(
        system: ConstraintSystemRef<F>,
        at: &F,
    ) -> Result<(Vec<F>, Vec<F>, Vec<F>, F, usize, usize), SynthesisError> {
        LibsnarkReduction::instance_map_with_evaluation::<F, D>(system, at)
    }

    fn witness_map_from_matrices<F: PrimeField, D: EvaluationDomain<F>>(
        matrices: &[Matrix<F>],
        inputs: usize,
        constraints: usize,
        assignment: &[F],
    ) -> Result<Vec<F>, SynthesisError> {
        let domain =
            D::new(constraints + inputs).ok_or(SynthesisError::PolynomialDegreeTooLarge)?;
        let root = F::get_root_of_unity(2 * domain.size() as u64);
        let coset = root.and_then(|root| domain.get_coset(root));
        let coset = coset.ok_or(SynthesisError::PolynomialDegreeTooLarge)?;
        let evaluate = |matrix: &Matrix<F>| {
            let rows = matrix.par_iter();
            let mut values: Vec<F> = rows
                .map(|row| evaluate_constraint(row, assignment))
                .collect();
            values.resize(domain.size(), F::zero());
            values
        };
        let (mut a, mut b) = (evaluate(&matrices[0]), evaluate(&matrices[1]));
        a[constraints..constraints + inputs].copy_from_slice(&assignment[..inputs]);
        let mut c: Vec<F> = a.par_iter().zip(&b).map(|(a, b)| *a * b).collect();
        for values in [&mut a, &mut b, &mut c] {
            domain.ifft_in_place(values);
            coset.fft_in_place(values);
        }
        let products = a.par_iter_mut().zip(b).zip(c);
        products.for_each(|((a, b), c)| *a = *a * b - c);
        Ok(a)
    }

    fn h_query_scalars<F: PrimeField, D: EvaluationDomain<F>>(
        max_power: usize,
        at: F,
        _: F,
        delta_inverse: F,
    ) -> Result<Vec<F>, SynthesisError> {
        let domain = D::new(2 * (max_power + 1)).ok_or(SynthesisError::PolynomialDegreeTooLarge)?;
        let values = domain.evaluate_all_lagrange_coefficients(at);
        let odd = values.into_iter().skip(1).step_by(2);
        Ok(odd.map(|value| value * delta_inverse).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;
    use ark_relations::gr1cs::{ConstraintSynthesizer, LinearCombination, Variable};
    use ark_snark::SNARK;
    use rand::{SeedableRng, rngs::StdRng};
    use zkcard::{Key, formats, groth16};

    /// `x^4 = y`, y public.
    struct Powers(Fr);

    impl ConstraintSynthesizer<Fr> for Powers {
        fn generate_constraints(
            self,
            system: ConstraintSystemRef<Fr>,
        ) -> Result<(), SynthesisError> {
            let square = self.0.square();
            let y = system.new_input_variable(|| Ok(square.square()))?;
            let [x, x2] = [self.0, square].map(|value| system.new_witness_variable(|| Ok(value)));
            let (x, x2) = (x?, x2?);
            let of = |variable: Variable| LinearCombination::from(variable);
            system.enforce_r1cs_constraint(|| of(x), || of(x), || of(x2))?;
            system.enforce_r1cs_constraint(|| of(x2), || of(x2), || of(y))
        }
    }

    #[test]
    fn the_reduction_fits_keys_of_arkworks_own_generator() {
        type Groth16 = ark_groth16::Groth16<Bn254, OddCoset>;
        let seed = rand::random();
        let mut rng = StdRng::seed_from_u64(seed);
        let x = Fr::rand(&mut rng);
        let (key, vk) = Groth16::circuit_specific_setup(Powers(x), &mut rng).unwrap();
        let proof = Groth16::prove(&key, Powers(x), &mut rng).unwrap();
        let y = x.square().square();
        assert!(Groth16::verify(&vk, &[y], &proof).unwrap(), "seed {seed}");
        assert!(
            !Groth16::verify(&vk, &[y + x], &proof).unwrap(),
            "seed {seed}"
        );
    }

    fn assignment(circuit: &str) -> Vec<Fr> {
        let (_, witness) = formats::read_wtns::<Bn254>(&file(circuit, "witness.wtns")).unwrap();
        let element = |number: &_| Fr::from_bigint(*number).unwrap();
        witness.numbers().iter().map(element).collect()
    }

    #[test]
    fn proofs_verify_with_the_key_of_snarkjs() {
        for circuit in ["multiplier", "range", "poseidon"] {
            let path = file(circuit, "circuit.zkey");
            let groth16 = Groth16::open(&path).unwrap();
            let mut assignment = assignment(circuit);
            let public = 1..=groth16.public_inputs();
            let key = Key::<Bn254>::open(&path).unwrap();
            let verifies = |assignment: &[Fr]| {
                let Proof { a, b, c } = groth16.prove(assignment).unwrap();
                let proof = groth16::Proof { a, b, c };
                groth16::verify(key.verifying_key(), &assignment[public.clone()], &proof)
            };
            assert!(verifies(&assignment), "{circuit}");
            assignment[1] += Fr::from(1u64);
            assert!(!verifies(&assignment), "{circuit} with another input");
        }
    }
}
