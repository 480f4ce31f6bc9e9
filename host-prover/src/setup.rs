//! Keys for tests: a Groth16 setup by one party, in minutes where a ceremony takes days.
//!
//! ```text
//! r1cs --> evaluations of its polynomials at tau --> multiples of the generators --> zkey, marked
//! trapdoor (tau, alpha, beta, gamma, delta) --^      and forgotten
//! ```
//!
//! Whoever runs it could keep the trapdoor and forge proofs, so the key says what it is and every command that reads it
//! warns. It is in the form of snarkjs: `H` are the odd points of the Lagrange basis of twice the domain.
//!
//! Source: Groth, "On the size of pairing-based non-interactive arguments" (eprint 2016/260), section 3.2; `zkey_new.js`
//! of iden3/snarkjs for the form.

mod evaluations;
mod writer;

use crate::{
    curve::{MontgomeryBytes, PointBytes, SnarkCurve},
    formats::R1cs,
};
use ark_ec::{PrimeGroup, scalar_mul::BatchMulPreprocessing};
use ark_ff::{Field, UniformRand};
use evaluations::Evaluations;
use rand::{CryptoRng, RngCore};
use thiserror::Error;
use writer::Writer;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Section of a zkey that says that it is a test key; other programs pass over it.
pub(crate) const MARK: u32 = 0x7465_7374;
/// What that section holds.
const MARK_TEXT: &[u8] = b"insecure test key made by zkcard: whoever made it can forge proofs";

/// Why no key was made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SetupError {
    /// The scalar field has no domain of that many points.
    #[error(
        "{constraints} constraints and {public} public inputs need a domain of more than 2^{limit} points"
    )]
    TooLarge {
        /// Constraints of the system.
        constraints: usize,
        /// Public inputs and outputs.
        public: usize,
        /// Logarithm of the largest domain.
        limit: u32,
    },
    /// The system has more public inputs than wires.
    #[error("{public} public inputs and the constant do not fit into {wires} wires")]
    Wires {
        /// Wires of the system.
        wires: usize,
        /// Public inputs and outputs.
        public: usize,
    },
}

/// What must not be known to anyone.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Trapdoor<F: Zeroize> {
    tau: F,
    alpha: F,
    beta: F,
    gamma: F,
    delta: F,
}

impl<F: Field + UniformRand> Trapdoor<F> {
    fn random(rng: &mut impl RngCore) -> Self {
        let mut unit = || loop {
            let value = F::rand(rng);
            if !value.is_zero() {
                return value;
            }
        };
        Self {
            tau: unit(),
            alpha: unit(),
            beta: unit(),
            gamma: unit(),
            delta: unit(),
        }
    }
}

/// The bytes of a `.zkey` for tests, of a system and a trapdoor from `rng`; `step` is told what is done.
///
/// Takes memory for the system, the key and some 500 bytes a variable, and a few microseconds a point and thread.
///
/// # Errors
/// When the system is too large for the field, or contradicts itself.
pub fn insecure_test_key<C: SnarkCurve>(
    system: &R1cs<C>,
    rng: &mut (impl RngCore + CryptoRng),
    step: &dyn Fn(&'static str),
) -> Result<Vec<u8>, SetupError> {
    step("evaluating polynomials");
    let trapdoor = Trapdoor::<C::ScalarField>::random(rng);
    let values = Evaluations::<C>::of(system, &trapdoor)?;
    step("multiplying points");
    let size = values.h.len();
    let g1 = BatchMulPreprocessing::new(C::G1::generator(), size);
    let g2 = BatchMulPreprocessing::new(C::G2::generator(), size);
    let points1 = |scalars: &[C::ScalarField]| bytes(&g1.batch_mul(scalars));
    let points2 = |scalars: &[C::ScalarField]| bytes(&g2.batch_mul(scalars));

    let Trapdoor {
        alpha,
        beta,
        gamma,
        delta,
        ..
    } = &trapdoor;
    let mut key = Writer::new("zkey", 1, 11);
    key.section(1, &1u32.to_le_bytes());
    let sizes = [values.a.len(), values.inputs.len() - 1, size];
    let header = [
        writer::field::<C::BaseField>(),
        writer::field::<C::ScalarField>(),
        sizes.map(|n| (n as u32).to_le_bytes()).concat(),
        points1(&[*alpha, *beta]),
        points2(&[*beta, *gamma]),
        points1(&[*delta]),
        points2(&[*delta]),
    ];
    key.section(2, &header.concat());
    key.section(3, &points1(&values.inputs));
    key.section(4, &coefficients(system, values.inputs.len()));
    key.section(5, &points1(&values.a));
    key.section(6, &points1(&values.b));
    step("multiplying points of G2");
    key.section(7, &points2(&values.b));
    step("multiplying points");
    key.section(8, &points1(&values.c));
    key.section(9, &points1(&values.h));
    // No hash of the circuit, no contributions.
    key.section(10, &[0; 68]);
    key.section(MARK, MARK_TEXT);
    Ok(key.finish())
}

fn bytes<P: PointBytes>(points: &[P]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(points.len() * P::BYTES);
    points
        .iter()
        .for_each(|point| point.write_bytes(&mut bytes));
    bytes
}

/// Coefficients of A and B, and a row of A for each of the `inputs` public ones, the constant included. Values are stored
/// times the square of the Montgomery factor.
fn coefficients<C: SnarkCurve>(system: &R1cs<C>, inputs: usize) -> Vec<u8> {
    let factor = C::ScalarField::from(2u64).pow([8 * C::ScalarField::BYTES as u64]);
    let mut bytes = vec![0; 4];
    let mut count = 0u32;
    let mut put = |matrix: u32, row: usize, wire: usize, value: C::ScalarField| {
        count += 1;
        for number in [matrix, row as u32, wire as u32] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        (value * factor).write_montgomery(&mut bytes);
    };
    for (row, [a, b, _]) in system.constraints().iter().enumerate() {
        a.iter().for_each(|&(wire, value)| put(0, row, wire, value));
        b.iter().for_each(|&(wire, value)| put(1, row, wire, value));
    }
    for input in 0..inputs {
        let row = system.constraints().len() + input;
        put(0, row, input, C::ScalarField::ONE);
    }
    bytes[..4].copy_from_slice(&count.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests;
