//! Inputs that the benchmarks share.
//!
//! `cargo bench -p zkcard-benches` measures the CPU backend: whole proofs of
//! the bundled circuits, and the operations they are made of. `cargo xtask
//! report msm` and `ntt` simulate the cores ([`mod@msm`], [`mod@ntt`]). `cargo xtask bench peers` compares with what
//! others compute ([`peers`]).

#![forbid(unsafe_code)]

mod error;
pub mod msm;
pub mod ntt;
pub mod peers;

pub use error::SimulationError;

use ark_bn254::Fr;
use ark_ec::{AffineRepr, CurveGroup, PrimeGroup};
use ark_ff::UniformRand;
use rand::{SeedableRng, rngs::StdRng};
use std::path::{Path, PathBuf};
use zkcard::{Bn254, accelerator::MsmG1, key::Bases, witness::Scalars};

/// Different points of a group: multiples of the generator, in order.
pub fn points<P: AffineRepr>(count: usize) -> Vec<P> {
    let generator = P::Group::generator();
    let multiples = std::iter::successors(Some(generator), |point| Some(*point + generator));
    P::Group::normalize_batch(&multiples.take(count).collect::<Vec<_>>())
}

/// Uniform scalars, the same in every run.
pub fn scalars(count: usize) -> Vec<Fr> {
    let mut rng = StdRng::seed_from_u64(0x7A6B);
    (0..count).map(|_| Fr::rand(&mut rng)).collect()
}

/// An MSM of `count` uniform scalars.
pub fn msm(count: usize) -> MsmG1<Bn254> {
    MsmG1::new(
        &Bases::owned(points(count)),
        &Scalars::from_elements(scalars(count)),
    )
}

/// A file of a bundled circuit.
pub fn file(circuit: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../circuits")
        .join(circuit)
        .join(name)
}
