//! Vectors of AVX-512 IFMA: `L` limbs of 52 bits, a register for each limb of
//! eight elements.
//!
//! Element `x` stands as `x 2^(52 L)`, Montgomery's form for limbs of 52 bits, plus
//! some multiple of the prime. Words of arkworks' form, `x 2^(64 W)`, shifted to
//! the left by `52 L - 64 W` bits are that without any product.
//!
//! Source: Gueron, Krasnov, "Accelerating big integer arithmetic using Intel IFMA
//! extensions" (ARITH 2016).

// An index is a limb of several numbers at once, and closures are not inlined.
#![allow(clippy::needless_range_loop)]

mod extension;
mod lane;
mod product;
mod words;

use crate::{
    Eight, LANES,
    constants::{self, LIMB_BITS, LIMB_MASK},
    eight::Section,
    field::Modulus,
    portable::Element,
};
pub(crate) use lane::Ifma;
use lane::Lane;
use std::marker::PhantomData;

/// Eight elements of `W` words in `L` limbs.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Limbs<P, const W: usize, const L: usize>([Lane; L], PhantomData<P>);

impl<P: Modulus<W>, const W: usize, const L: usize> Limbs<P, W, L> {
    const MODULUS: [u64; L] = constants::limbs(P::MODULUS);
    const FORM_BITS: u32 = LIMB_BITS * L as u32;
    const SHIFT: u32 = Self::FORM_BITS - 64 * W as u32;
    /// One in the level's own form.
    const ONE: [u64; L] = Self::power_of_two(Self::FORM_BITS);
    /// From a plain number to the own form.
    const FROM_PLAIN: [u64; L] = Self::power_of_two(2 * Self::FORM_BITS);
    /// From the own form to arkworks'.
    const TO_WORDS: [u64; L] = Self::power_of_two(64 * W as u32);
    /// From the inverse of the own form, read as arkworks', to the own form.
    const FROM_INVERSE: [u64; L] = Self::power_of_two(Self::FORM_BITS + 2 * Self::SHIFT);

    const fn power_of_two(exponent: u32) -> [u64; L] {
        constants::limbs(constants::power_of_two(P::MODULUS, exponent))
    }

    #[inline(always)]
    fn new(limbs: [Lane; L]) -> Self {
        Self(limbs, PhantomData)
    }

    #[inline(always)]
    fn constant(level: Ifma, limbs: [u64; L]) -> Self {
        let mut lanes = [Lane::splat(level, 0); L];
        for j in 0..L {
            lanes[j] = Lane::splat(level, limbs[j]);
        }
        Self::new(lanes)
    }

    /// `K` times the prime.
    #[inline(always)]
    fn multiple<const K: u64>(level: Ifma) -> Self {
        Self::constant(level, const { constants::multiple(Self::MODULUS, K) })
    }

    #[inline(always)]
    fn level(self) -> Ifma {
        self.0[0].level()
    }

    /// Limb by limb, without carries.
    #[inline(always)]
    fn each(mut self, other: Self, f: impl Fn(Lane, Lane) -> Lane) -> Self {
        for j in 0..L {
            self.0[j] = f(self.0[j], other.0[j]);
        }
        self
    }

    /// Carries, also negative ones, so that all limbs but the highest have 52 bits.
    #[inline(always)]
    fn carried(mut self) -> Self {
        let mask = Lane::splat(self.level(), LIMB_MASK);
        for j in 0..L - 1 {
            self.0[j + 1] = self.0[j + 1].add(self.0[j].carry());
            self.0[j] = self.0[j].and(mask);
        }
        self
    }

    /// `carried`, of what must not be negative.
    #[inline(always)]
    fn carried_positive(self) -> Self {
        let sum = self.carried();
        debug_assert!(
            sum.fits(),
            "a sum or difference of bounds beyond the limit: {sum:?}"
        );
        sum
    }

    /// Subtracts `K p` where the highest limb says that it can be: what is left is
    /// below `K p + 2^(52 (L - 1) + 1)`, or below the rest. Limbs need no carries yet.
    #[inline(always)]
    fn without<const K: u64>(self) -> Self {
        let multiple = const { constants::multiple(Self::MODULUS, K) };
        // Carries that are still to come may lower the highest limb by three.
        let mask = self.0[L - 1].at_least(Lane::splat(self.level(), multiple[L - 1] + 4));
        self.each(Self::constant(self.level(), multiple), |limb, other| {
            limb.sub_where(mask, other)
        })
    }

    /// Less `K p` wherever it is not below that.
    #[inline(always)]
    fn less_if_not_below<const K: u64>(self) -> Self {
        let rest = self
            .each(Self::multiple::<K>(self.level()), Lane::sub)
            .carried();
        let zero = Lane::splat(self.level(), 0);
        self.select(rest.0[L - 1].at_least(zero), rest)
    }

    /// The product with a factor below the prime, below the prime too.
    #[inline(always)]
    fn canonical(self, factor: [u64; L]) -> Self {
        let product = self.mul(Self::constant(self.level(), factor));
        product.less_if_not_below::<1>()
    }

    /// Whether each limb has no more than 52 bits.
    fn fits(&self) -> bool {
        self.0
            .iter()
            .all(|limb| limb.words().iter().all(|&word| word <= LIMB_MASK))
    }

    /// Whether as many such products are below `2^(52 L) p` together, by the highest
    /// limbs.
    fn may_multiply(&self, other: &Self, products: u128) -> bool {
        let most = u128::from(Self::MODULUS[L - 1]) << LIMB_BITS;
        let (a, b) = (self.0[L - 1].words(), other.0[L - 1].words());
        let mut pairs = a.iter().zip(b);
        self.fits()
            && other.fits()
            && pairs.all(|(&a, b)| u128::from(a) * u128::from(b) * products <= most)
    }
}

impl<P: Modulus<W>, const W: usize, const L: usize> Eight for Limbs<P, W, L> {
    type Words = [u64; W];
    const NULL: [u64; W] = [0; W];
    type Level = Ifma;
    const SHIFT: u32 = Self::SHIFT;
    const IN_REGISTERS: bool = true;

    fn enter<S: Section<Self>>(level: Ifma, section: S) -> S::Output {
        level.enter(section)
    }

    #[inline(always)]
    fn prefetch<T>(level: Ifma, value: &T) {
        level.prefetch(value);
    }

    #[inline(always)]
    fn own(element: &[u64; W], shift: u32, negative: bool) -> [u64; W] {
        let mut own = if negative {
            Element::<P, W>::ZERO.sub(Element::new(*element)).words()
        } else {
            *element
        };
        if shift > 0 {
            for j in (0..W).rev() {
                let low = if j > 0 { own[j - 1] >> (64 - shift) } else { 0 };
                own[j] = own[j] << shift | low;
            }
        }
        own
    }

    #[inline(always)]
    fn sum_of_words(one: &[u64; W], other: &[u64; W]) -> [u64; W] {
        Element::<P, W>::new(*one).add(Element::new(*other)).words()
    }

    #[inline(always)]
    fn zero(level: Ifma) -> Self {
        Self::constant(level, [0; L])
    }

    #[inline(always)]
    fn one(level: Ifma) -> Self {
        Self::constant(level, Self::ONE)
    }

    #[inline(always)]
    fn store(self) -> [[u64; W]; LANES] {
        words::rows(words::words(self.canonical(Self::TO_WORDS).0))
    }

    #[inline(always)]
    fn load_plain(level: Ifma, numbers: [&[u64; W]; LANES]) -> Self {
        Self::load_own(level, numbers, 0).mul(Self::constant(level, Self::FROM_PLAIN))
    }

    #[inline(always)]
    fn store_plain(self) -> [[u64; W]; LANES] {
        let one = const { constants::limbs(constants::power_of_two([u64::MAX >> 1; W], 0)) };
        words::rows(words::words(self.canonical(one).0))
    }

    #[inline(always)]
    fn load_own(level: Ifma, own: [&[u64; W]; LANES], shift: u32) -> Self {
        Self::new(words::limbs(words::columns(level, own), shift))
    }

    #[inline(always)]
    fn store_own(self) -> [[u64; W]; LANES] {
        words::rows(words::words::<W, L>(self.0))
    }

    #[inline(always)]
    fn splat_own(level: Ifma, own: &[u64; W]) -> Self {
        Self::constant(level, constants::limbs(*own))
    }

    #[inline(always)]
    fn store_own_reduced(self) -> [[u64; W]; LANES] {
        let below_four = self.reduce();
        let below_two = below_four.less_if_not_below::<2>();
        words::rows(words::words(below_two.less_if_not_below::<1>().0))
    }

    #[inline(always)]
    fn load_pairs(level: Ifma, pairs: [&[[u64; W]; 2]; LANES], shifts: [u32; 2]) -> [Self; 2] {
        if W != LANES / 2 {
            return [0, 1].map(|i| Self::load_own(level, pairs.map(|pair| &pair[i]), shifts[i]));
        }
        // A pair fills a register.
        let mut rows = [Lane::splat(level, 0); LANES];
        for i in 0..LANES {
            if let Some(row) = pairs[i].as_flattened().first_chunk::<LANES>() {
                rows[i] = Lane::load(level, row);
            }
        }
        let [x, y] = words::halves(words::transpose(rows));
        [
            Self::new(words::limbs::<W, L>(x, shifts[0])),
            Self::new(words::limbs::<W, L>(y, shifts[1])),
        ]
    }

    #[inline(always)]
    fn store_pairs([x, y]: [Self; 2]) -> [[[u64; W]; 2]; LANES] {
        if W != LANES / 2 {
            let [x, y] = [x, y].map(Self::store_own);
            return std::array::from_fn(|i| [x[i], y[i]]);
        }
        let columns = [words::words::<W, L>(x.0), words::words::<W, L>(y.0)];
        let rows = words::transpose(words::joined(columns));
        let mut pairs = [[[0; W]; 2]; LANES];
        for i in 0..LANES {
            pairs[i]
                .as_flattened_mut()
                .copy_from_slice(&rows[i].words());
        }
        pairs
    }

    #[inline(always)]
    fn mul_many<const K: usize>(a: &[Self; K], b: &[Self; K]) -> [Self; K] {
        for k in 0..K {
            debug_assert!(a[k].may_multiply(&b[k], 1), "{:?} times {:?}", a[k], b[k]);
        }
        product::mul_many::<P, W, L, K>(a, b)
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.each(other, Lane::add).carried_positive()
    }

    #[inline(always)]
    fn sub<const K: u64>(self, other: Self) -> Self {
        let sum = self.each(Self::multiple::<K>(self.level()), Lane::add);
        sum.each(other, Lane::sub).carried_positive()
    }

    #[inline(always)]
    fn neg<const K: u64>(self) -> Self {
        Self::multiple::<K>(self.level())
            .each(self, Lane::sub)
            .carried_positive()
    }

    #[inline(always)]
    fn reduce(self) -> Self {
        self.without::<6>().without::<3>().carried_positive()
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        let sum = self.each(Self::multiple::<4>(self.level()), Lane::add);
        sum.each(other, Lane::sub).without::<3>().carried_positive()
    }

    #[inline(always)]
    fn minus_both(self, one: Self, other: Self) -> Self {
        let sum = self.each(Self::multiple::<8>(self.level()), Lane::add);
        sum.each(one, Lane::sub).each(other, Lane::sub).reduce()
    }

    #[inline(always)]
    fn zero_mask(self) -> u8 {
        self.canonical(Self::ONE).null_mask()
    }

    #[inline(always)]
    fn null_mask(self) -> u8 {
        let mut bits = self.0[0];
        for j in 1..L {
            bits = bits.or(self.0[j]);
        }
        bits.equals(Lane::splat(self.level(), 0))
    }

    #[inline(always)]
    fn select(self, mask: u8, other: Self) -> Self {
        self.each(other, |limb, other| limb.select(mask, other))
    }

    #[inline(always)]
    fn invert(self, level: Ifma) -> Self {
        let own = words::rows(words::words(self.canonical(Self::ONE).0));
        let own = Element::<P, W>::invert_words(own);
        let mut rows = [&own[0]; LANES];
        for i in 0..LANES {
            rows[i] = &own[i];
        }
        Self::load_own(level, rows, 0).mul(Self::constant(level, Self::FROM_INVERSE))
    }
}
