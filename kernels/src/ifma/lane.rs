//! A register of eight words, and the instructions that kernels use.
//!
//! This module holds all `unsafe` of the crate. Its reason is the same for every
//! instruction: a [`Lane`] is made from an [`Ifma`] or from another `Lane`, and an
//! `Ifma` is made only where the processor was found to have AVX-512F and IFMA.

#![allow(unsafe_code)]

use crate::{Eight, LANES, constants::LIMB_BITS, eight::Section};
use std::arch::x86_64::*;

/// That the processor has AVX-512F and AVX-512 IFMA.
#[derive(Clone, Copy, Debug)]
pub struct Ifma(());

impl Ifma {
    /// Looks whether the processor has them.
    pub(crate) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512ifma");
        found.then_some(Self(()))
    }

    /// Runs a section compiled with these instructions.
    pub(crate) fn enter<V: Eight<Level = Self>, S: Section<V>>(self, section: S) -> S::Output {
        #[target_feature(enable = "avx512f,avx512ifma")]
        fn inner<V: Eight<Level = Ifma>, S: Section<V>>(level: Ifma, section: S) -> S::Output {
            section.run(level)
        }
        // SAFETY: `self` says that the processor has the instructions.
        unsafe { inner::<V, S>(self, section) }
    }

    /// Brings a value into the cache.
    #[inline(always)]
    pub(crate) fn prefetch<T>(self, value: &T) {
        // SAFETY: the address is that of a reference, and only a hint.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(value).cast()) };
    }
}

/// Eight words of 64 bits.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(super) struct Lane(__m512i);

/// Instructions on registers: `name(operands) = intrinsic`.
macro_rules! instructions {
    ($($(#[$doc:meta])* $name:ident($($operand:ident),+) = $intrinsic:ident;)+) => {
        $(
            $(#[$doc])*
            #[inline(always)]
            pub(super) fn $name($($operand: Self),+) -> Self {
                // SAFETY: the operands exist, so the processor has AVX-512F and IFMA.
                Self(unsafe { $intrinsic($($operand.0),+) })
            }
        )+
    };
}

impl Lane {
    instructions! {
        add(self, other) = _mm512_add_epi64;
        sub(self, other) = _mm512_sub_epi64;
        and(self, other) = _mm512_and_si512;
        or(self, other) = _mm512_or_si512;
        /// `self` plus the low 52 bits of the product of the low 52 bits of two.
        madd_low(self, a, b) = _mm512_madd52lo_epu64;
        /// `self` plus the high 52 bits of the product of the low 52 bits of two.
        madd_high(self, a, b) = _mm512_madd52hi_epu64;
        /// Words 0, 2, 4, 6 of both, by turns.
        even_words(self, other) = _mm512_unpacklo_epi64;
        /// Words 1, 3, 5, 7 of both, by turns.
        odd_words(self, other) = _mm512_unpackhi_epi64;
    }

    /// The same word eight times.
    #[inline(always)]
    pub(super) fn splat(_: Ifma, word: u64) -> Self {
        // SAFETY: the proof says that the processor has AVX-512F.
        Self(unsafe { _mm512_set1_epi64(word as i64) })
    }

    /// The first words of a row, zero after its end.
    #[inline(always)]
    pub(super) fn load<const N: usize>(_: Ifma, row: &[u64; N]) -> Self {
        let mask = ((1u32 << N.min(LANES)) - 1) as u8;
        // SAFETY: the proof says that the processor has AVX-512F; the mask keeps the
        // read within the row.
        Self(unsafe { _mm512_maskz_loadu_epi64(mask, row.as_ptr().cast()) })
    }

    /// The words of the register.
    #[inline(always)]
    pub(super) fn words(self) -> [u64; LANES] {
        let mut words = [0; LANES];
        // SAFETY: the register exists; `words` has room for all of it.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), self.0) };
        words
    }

    /// That the processor has the instructions: the register exists.
    #[inline(always)]
    pub(super) fn level(self) -> Ifma {
        Ifma(())
    }

    /// Each word shifted to the left.
    #[inline(always)]
    pub(super) fn shift_left(self, bits: u32) -> Self {
        // SAFETY: the operand exists, so the processor has AVX-512F.
        Self(unsafe { _mm512_sllv_epi64(self.0, _mm512_set1_epi64(i64::from(bits))) })
    }

    /// Each word shifted to the right.
    #[inline(always)]
    pub(super) fn shift_right(self, bits: u32) -> Self {
        // SAFETY: the operand exists, so the processor has AVX-512F.
        Self(unsafe { _mm512_srlv_epi64(self.0, _mm512_set1_epi64(i64::from(bits))) })
    }

    /// What is beyond a limb, signed.
    #[inline(always)]
    pub(super) fn carry(self) -> Self {
        // SAFETY: the operand exists, so the processor has AVX-512F.
        Self(unsafe { _mm512_srai_epi64::<LIMB_BITS>(self.0) })
    }

    /// Quarters 0 and 2 of both.
    #[inline(always)]
    pub(super) fn even_quarters(self, other: Self) -> Self {
        // SAFETY: the operands exist, so the processor has AVX-512F.
        Self(unsafe { _mm512_shuffle_i64x2::<0x88>(self.0, other.0) })
    }

    /// Quarters 1 and 3 of both.
    #[inline(always)]
    pub(super) fn odd_quarters(self, other: Self) -> Self {
        // SAFETY: the operands exist, so the processor has AVX-512F.
        Self(unsafe { _mm512_shuffle_i64x2::<0xdd>(self.0, other.0) })
    }

    /// Where a word is at least another, both signed.
    #[inline(always)]
    pub(super) fn at_least(self, other: Self) -> u8 {
        // SAFETY: the operands exist, so the processor has AVX-512F.
        unsafe { _mm512_cmpge_epi64_mask(self.0, other.0) }
    }

    /// Where a word equals another.
    #[inline(always)]
    pub(super) fn equals(self, other: Self) -> u8 {
        // SAFETY: the operands exist, so the processor has AVX-512F.
        unsafe { _mm512_cmpeq_epi64_mask(self.0, other.0) }
    }

    /// `self - other` where the mask has a one, `self` elsewhere.
    #[inline(always)]
    pub(super) fn sub_where(self, mask: u8, other: Self) -> Self {
        // SAFETY: the operands exist, so the processor has AVX-512F.
        Self(unsafe { _mm512_mask_sub_epi64(self.0, mask, self.0, other.0) })
    }

    /// `other` where the mask has a one, `self` elsewhere.
    #[inline(always)]
    pub(super) fn select(self, mask: u8, other: Self) -> Self {
        // SAFETY: the operands exist, so the processor has AVX-512F.
        Self(unsafe { _mm512_mask_mov_epi64(self.0, mask, other.0) })
    }
}
