//! Fields that the kernels of the CPU compute over.

use ark_ff::{BigInt, FftField};
use zeroize::Zeroize;
use zkcard_kernels::{Field, field, ntt::Scalars, rows::Rows};

/// A scalar field with kernels.
pub trait KernelField: FftField {
    /// The same field among the kernels.
    type Kernel: Scalars<Words: Zeroize> + Rows;

    /// An element as the kernels hold it.
    fn words(&self) -> <Self::Kernel as Field>::Words;

    /// The element of words below the modulus.
    fn from_words(words: &<Self::Kernel as Field>::Words) -> Self;
}

impl KernelField for ark_bn254::Fr {
    type Kernel = field::Bn254Fr;

    fn words(&self) -> [u64; 4] {
        self.0.0
    }

    fn from_words(words: &[u64; 4]) -> Self {
        Self::new_unchecked(BigInt(*words))
    }
}
