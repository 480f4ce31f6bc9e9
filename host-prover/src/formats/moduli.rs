//! Names of the moduli that circom and snarkjs know, for errors.

use num_bigint::BigUint;

/// Moduli in hexadecimal, with the curve that they belong to.
const KNOWN: &[(&str, &str)] = &[
    (
        "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
        "that of bn128",
    ),
    (
        "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47",
        "the base field of bn128, or that of grumpkin",
    ),
    (
        "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001",
        "that of bls12381",
    ),
    (
        "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        "that of bls12381",
    ),
    (
        "12ab655e9a2ca55660b44d1e5c37b00159aa76fed00000010a11800000000001",
        "that of bls12377",
    ),
    ("ffffffff00000001", "goldilocks"),
    (
        "40000000000000000000000000000000224698fc094cf91b992d30ed00000001",
        "the base field of pallas or the scalar field of vesta",
    ),
    (
        "40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001",
        "the scalar field of pallas or the base field of vesta",
    ),
];

/// Whose modulus the little-endian `bytes` are.
pub(super) fn owner(bytes: &[u8]) -> String {
    let number = BigUint::from_bytes_le(bytes);
    let hex = number.to_str_radix(16);
    match KNOWN.iter().find(|(modulus, _)| *modulus == hex) {
        Some((_, owner)) => (*owner).into(),
        None => format!("one of {} bits that is not known", number.bits()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_bn254::{Fq, Fr};
    use ark_ff::{BigInteger, PrimeField};

    #[test]
    fn moduli_have_names() {
        assert_eq!(owner(&Fr::MODULUS.to_bytes_le()), "that of bn128");
        let base = owner(&Fq::MODULUS.to_bytes_le());
        assert!(base.contains("base field of bn128"), "{base}");
        assert_eq!(owner(&[1, 1]), "one of 9 bits that is not known");
        assert_eq!(owner(&[]), "one of 0 bits that is not known");
    }
}
