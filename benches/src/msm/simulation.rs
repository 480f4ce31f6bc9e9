//! Jobs on the simulated core, each compared with arkworks.

use super::{Configuration, Limbs};
use ark_bn254::{Fq, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, BigInt, Field, PrimeField};
use num_bigint::BigUint;
use zkcard_hdl::emit::{Body, EmitError};
use zkcard_sim::msm::{Core, Counters, Rates, combine};
use zkcard_sim::verilator::{Optimise, VerilatorError};

/// Why a job could not be reported.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The core could not be emitted.
    #[error("cannot emit the core: {0}")]
    Emit(#[from] EmitError),
    /// The core could not be simulated.
    #[error("cannot simulate the core: {0}")]
    Verilator(#[from] VerilatorError),
    /// A result is wrong.
    #[error("{what}: the core's result is not that of arkworks")]
    Wrong {
        /// Which job.
        what: String,
    },
}

/// A core that runs, with multipliers in C.
pub struct Simulation {
    core: Core,
}

impl Simulation {
    /// Builds the core of `configuration` for long runs.
    ///
    /// # Errors
    /// [`SimulationError`] when it cannot be emitted or built.
    pub fn new(configuration: Configuration) -> Result<Self, SimulationError> {
        let design = configuration.design(Body::Dpi)?;
        let core = Core::new(configuration.config(Body::Dpi), &design, Optimise::Run)?;
        Ok(Self { core })
    }

    /// Runs a job with both streams always full.
    ///
    /// # Errors
    /// [`SimulationError::Wrong`], naming `what`, when the result is not that of arkworks.
    pub fn run(
        &mut self,
        what: &str,
        bases: &[G1Affine],
        scalars: &[Limbs],
    ) -> Result<Counters, SimulationError> {
        let words: Vec<BigUint> = bases.iter().map(word).collect();
        let numbers: Vec<BigUint> = scalars.iter().map(number).collect();
        let (points, counters) = self.core.run(&words, &numbers, Rates::FULL, 0)?;
        let points: Vec<G1Projective> = points.iter().map(to_ark).collect();
        let got = combine(&self.core.config, &points, G1Projective::ZERO, |p, q| {
            *p + q
        });
        let scalars: Vec<_> = scalars.iter().map(|limbs| BigInt::new(*limbs)).collect();
        let expected = G1Projective::msm_bigint(bases, &scalars);
        match got.into_affine() == expected.into_affine() {
            true => Ok(counters),
            false => Err(SimulationError::Wrong { what: what.into() }),
        }
    }
}

fn number(limbs: &Limbs) -> BigUint {
    limbs
        .iter()
        .rev()
        .fold(BigUint::ZERO, |x, limb| x << 64 | BigUint::from(*limb))
}

/// A base as card memory has it, x low.
fn word(point: &G1Affine) -> BigUint {
    let number = |x: &Fq| BigUint::from(x.into_bigint());
    match point.xy() {
        Some((x, y)) => number(&x) | number(&y) << 256,
        None => BigUint::ZERO,
    }
}

/// (X : Y : Z) of the card to arkworks' Jacobian form.
fn to_ark(word: &BigUint) -> G1Projective {
    let mut bytes = word.to_bytes_le();
    bytes.resize(96, 0);
    let [x, y, z] = [0, 32, 64].map(|at| Fq::from_le_bytes_mod_order(&bytes[at..at + 32]));
    match z == Fq::ZERO {
        true => G1Projective::ZERO,
        false => G1Projective::new_unchecked(x * z, y * z.square(), z),
    }
}
