//! Field elements as the little-endian bytes of their Montgomery form.

use ark_ff::{
    BigInt, BigInteger, Fp, Fp2, Fp2Config, FpConfig, MontBackend, MontConfig, PrimeField,
};

/// A field whose elements files hold in Montgomery form, `x * 2^(8 * BYTES) mod p`.
///
/// An extension field is the concatenation of its coefficients.
pub trait MontgomeryBytes: Sized {
    /// Bytes of one element.
    const BYTES: usize;

    /// Reads an element; `None` when the number is not below the modulus or
    /// `bytes` is not [`Self::BYTES`] long.
    fn from_montgomery(bytes: &[u8]) -> Option<Self>;

    /// Appends the bytes of the element.
    fn write_montgomery(&self, out: &mut Vec<u8>);

    /// Reads a number that is *not* in Montgomery form as if it were one, which
    /// divides it by `2^(8 * BYTES)`. Multiplied with a coefficient that a zkey
    /// stores with the square of that factor it gives the plain product.
    fn reinterpreted(number: &impl AsRef<[u64]>) -> Self;
}

/// Reads a number below the modulus of `F` from its plain little-endian bytes.
pub(crate) fn from_plain<F: PrimeField>(bytes: &[u8]) -> Option<F::BigInt> {
    let mut number = F::BigInt::default();
    let limbs = number.as_mut();
    if bytes.len() != 8 * limbs.len() {
        return None;
    }
    for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks_exact(8)) {
        *limb = u64::from_le_bytes(chunk.try_into().ok()?);
    }
    (number < F::MODULUS).then_some(number)
}

fn limbs<const N: usize>(bytes: &[u8]) -> Option<BigInt<N>> {
    if bytes.len() != 8 * N {
        return None;
    }
    let mut limbs = [0; N];
    for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks_exact(8)) {
        *limb = u64::from_le_bytes(chunk.try_into().ok()?);
    }
    Some(BigInt(limbs))
}

impl<T: MontConfig<N>, const N: usize> MontgomeryBytes for Fp<MontBackend<T, N>, N> {
    const BYTES: usize = 8 * N;

    fn from_montgomery(bytes: &[u8]) -> Option<Self> {
        let number = limbs(bytes)?;
        (number < <MontBackend<T, N> as FpConfig<N>>::MODULUS).then(|| Self::new_unchecked(number))
    }

    fn write_montgomery(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0.to_bytes_le());
    }

    fn reinterpreted(number: &impl AsRef<[u64]>) -> Self {
        let mut limbs = [0; N];
        limbs.copy_from_slice(number.as_ref());
        Self::new_unchecked(BigInt(limbs))
    }
}

impl<P: Fp2Config> MontgomeryBytes for Fp2<P>
where
    P::Fp: MontgomeryBytes,
{
    const BYTES: usize = 2 * P::Fp::BYTES;

    fn from_montgomery(bytes: &[u8]) -> Option<Self> {
        let (c0, c1) = bytes.split_at_checked(P::Fp::BYTES)?;
        Some(Self::new(
            P::Fp::from_montgomery(c0)?,
            P::Fp::from_montgomery(c1)?,
        ))
    }

    fn write_montgomery(&self, out: &mut Vec<u8>) {
        self.c0.write_montgomery(out);
        self.c1.write_montgomery(out);
    }

    fn reinterpreted(number: &impl AsRef<[u64]>) -> Self {
        Self::new(P::Fp::reinterpreted(number), P::Fp::reinterpreted(number))
    }
}
