//! The fields that kernels compute over.

use crate::{Eight, Quadratic, constants, portable};
use std::fmt::Debug;

#[cfg(target_arch = "x86_64")]
use crate::ifma;

/// A prime by its words of 64 bits. The highest bit is free.
pub trait Modulus<const W: usize>: Copy + Debug + Eq + Send + Sync + 'static {
    /// The prime, lowest word first.
    const MODULUS: [u64; W];

    /// `-1 / modulus` modulo 2^64.
    const NEGATIVE_INVERSE: u64 = constants::negative_inverse(Self::MODULUS[0]);
}

/// A prime field, and its vectors at each level.
pub trait Field: Copy + Debug + Send + Sync + 'static {
    /// An element, lowest word first. Unless something else is said, element `x` of
    /// `W` words stands as arkworks and zkey files hold it: `x 2^(64 W)` modulo
    /// the prime.
    type Words: Copy + Debug + PartialEq + Send + Sync;

    /// Its name in messages.
    const NAME: &'static str;

    /// Vectors that every processor has.
    type Portable: Eight<Words = Self::Words, Level = portable::Portable>;

    /// Vectors of AVX-512 IFMA.
    #[cfg(target_arch = "x86_64")]
    type Ifma: Eight<Words = Self::Words, Level = ifma::Ifma>;
}

/// A field of `$words` words of 64 bits, and `$limbs` limbs of 52.
macro_rules! field {
    ($(#[$doc:meta])* $name:ident, $text:literal, $words:literal, $limbs:literal, $modulus:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name;

        impl Modulus<$words> for $name {
            const MODULUS: [u64; $words] = $modulus;
        }

        impl Field for $name {
            type Words = [u64; $words];
            const NAME: &'static str = $text;
            type Portable = portable::Elements<Self, $words>;
            #[cfg(target_arch = "x86_64")]
            type Ifma = ifma::Limbs<Self, $words, $limbs>;
        }
    };
}

field!(
    /// The base field of BN254.
    Bn254Fq, "Fq of BN254", 4, 5,
    [0x3c20_8c16_d87c_fd47, 0x9781_6a91_6871_ca8d, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029]
);

field!(
    /// The scalar field of BN254.
    Bn254Fr, "Fr of BN254", 4, 5,
    [0x43e1_f593_f000_0001, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029]
);

field!(
    /// The base field of BLS12-381.
    Bls12381Fq, "Fq of BLS12-381", 6, 8,
    [
        0xb9fe_ffff_ffff_aaab, 0x1eab_fffe_b153_ffff, 0x6730_d2a0_f6b0_f624,
        0x6477_4b84_f385_12bf, 0x4b1b_a7b6_434b_acd7, 0x1a01_11ea_397f_e69a,
    ]
);

field!(
    /// The scalar field of BLS12-381.
    Bls12381Fr, "Fr of BLS12-381", 4, 5,
    [0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48]
);

/// The extension of the base field of BN254 by a root of minus one: an element
/// `x + y u` is the words of `x` and of `y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bn254Fq2;

impl Field for Bn254Fq2 {
    type Words = [[u64; 4]; 2];
    const NAME: &'static str = "Fq2 of BN254";
    type Portable = Quadratic<<Bn254Fq as Field>::Portable>;
    #[cfg(target_arch = "x86_64")]
    type Ifma = Quadratic<<Bn254Fq as Field>::Ifma>;
}
