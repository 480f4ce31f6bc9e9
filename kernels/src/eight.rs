//! Eight elements of a field, at any level.

/// Elements of a vector.
pub const LANES: usize = 8;

/// Work on vectors of one level, compiled with the level's instructions.
///
/// Functions that [`run`](Self::run) hands vectors to must be `#[inline(always)]`,
/// down to the last one: what is not inlined is compiled without those
/// instructions, and slow.
pub trait Section<V: Eight> {
    /// What comes out.
    type Output;

    /// Does the work. Implementations are `#[inline(always)]`.
    fn run(self, level: V::Level) -> Self::Output;
}

/// Eight elements of a field.
///
/// A value exists only where its level does: [`Level`](Self::Level) is the proof
/// that the processor has the instructions.
///
/// **Ranges.** Levels may hold more than the remainder modulo the prime `p`. Code
/// keeps to *bounds*, the multiple of `p` that a value is below:
///
/// | operation | bounds of its operands | bound of the result |
/// |---|---|---|
/// | `load`, `splat` | words below `p` | `2^SHIFT` |
/// | `zero`, `one`, `load_plain` | words below `p` | 2 |
/// | `load_own` | as stored | as stored |
/// | `mul`, `mul_many` | product at most 32, or one `load` times 2 | 2 |
/// | `square`, `square_many` | at most 4 | 2 |
/// | `add` | sum at most 32 | their sum |
/// | `sub::<K>` | any, at most `K` | the first plus `K` |
/// | `neg::<K>` | at most `K` | `K` |
/// | `reduce` | at most 12 | 4 |
/// | `minus_both` | at most 2, 4, 4 | 4 |
/// | `minus` | at most 2, 4 | 4 |
///
/// `zero_mask`, `store` and `store_plain` take bounds up to 16, `store_own_reduced` up to 12, `store_own` what
/// its words can hold: 4 for all fields here but BLS12-381's Fr (2). Builds with
/// debug assertions check that products stay in range and that no difference is
/// negative.
pub trait Eight: Copy + Send + Sync + Sized {
    /// One element in words of 64 bits: see [`Field::Words`](crate::Field::Words).
    type Words: Copy + PartialEq + Send + Sync;

    /// Words of zero.
    const NULL: Self::Words;

    /// That the processor has this level.
    type Level: Copy + Send + Sync;

    /// Words, read as the level's own form, are `x 2^-SHIFT`.
    const SHIFT: u32;

    /// Whether vectors fill registers. Where they do not, each copy of one costs, and code
    /// works on vectors where they lie.
    const IN_REGISTERS: bool;

    /// Runs a section compiled with the level's instructions.
    fn enter<S: Section<Self>>(level: Self::Level, section: S) -> S::Output;

    /// Asks for something that will be needed soon.
    fn prefetch<T>(_: Self::Level, _: &T) {}

    /// Words of an element, or of its negative, in the level's own form: what
    /// [`load_own`](Self::load_own) makes of words with this shift.
    fn own(element: &Self::Words, shift: u32, negative: bool) -> Self::Words;

    /// The sum of two elements below the prime, below it too.
    fn sum_of_words(one: &Self::Words, other: &Self::Words) -> Self::Words;

    /// Eight times zero.
    fn zero(level: Self::Level) -> Self;

    /// Eight times one.
    fn one(level: Self::Level) -> Self;

    /// The same element eight times.
    fn splat(level: Self::Level, element: &Self::Words) -> Self {
        Self::load(level, [element; LANES])
    }

    /// Eight elements from anywhere.
    #[inline(always)]
    fn load(level: Self::Level, elements: [&Self::Words; LANES]) -> Self {
        Self::load_own(level, elements, Self::SHIFT)
    }

    /// Eight elements, below `p` each.
    fn store(self) -> [Self::Words; LANES];

    /// Eight elements from plain numbers below `p`, without Montgomery's factor.
    fn load_plain(level: Self::Level, numbers: [&Self::Words; LANES]) -> Self;

    /// Eight plain numbers below `p`, without Montgomery's factor.
    fn store_plain(self) -> [Self::Words; LANES];

    /// Words in the level's own form, each times `2^shift`, unreduced; at most
    /// [`SHIFT`](Self::SHIFT).
    fn load_own(level: Self::Level, own: [&Self::Words; LANES], shift: u32) -> Self;

    /// Words in the level's own form: what [`load_own`](Self::load_own) reads
    /// with `shift` zero.
    fn store_own(self) -> [Self::Words; LANES];

    /// One element in the level's own form, eight times.
    fn splat_own(level: Self::Level, own: &Self::Words) -> Self;

    /// As [`store_own`](Self::store_own), each below `p`.
    fn store_own_reduced(self) -> [Self::Words; LANES];

    /// Two vectors of [`load_own`](Self::load_own) from eight pairs, with a shift
    /// for each.
    fn load_pairs(
        level: Self::Level,
        pairs: [&[Self::Words; 2]; LANES],
        shifts: [u32; 2],
    ) -> [Self; 2];

    /// Eight pairs, as [`store_own`](Self::store_own).
    fn store_pairs(pair: [Self; 2]) -> [[Self::Words; 2]; LANES];

    /// Products of `K` vectors, which overlap: two to four hide the latency.
    fn mul_many<const K: usize>(a: &[Self; K], b: &[Self; K]) -> [Self; K];

    /// The product.
    #[inline(always)]
    #[must_use]
    fn mul(self, other: Self) -> Self {
        let [product] = Self::mul_many(&[self], &[other]);
        product
    }

    /// Squares of `K` vectors.
    #[inline(always)]
    #[must_use]
    fn square_many<const K: usize>(a: &[Self; K]) -> [Self; K] {
        Self::mul_many(a, a)
    }

    /// The square.
    #[inline(always)]
    #[must_use]
    fn square(self) -> Self {
        let [square] = Self::square_many(&[self]);
        square
    }

    /// Sum and difference of `low` and `high` times a factor, in the level's own form, in
    /// their places; none is one. `low` has a bound of at most 30, `high` one of 32, or 2 if
    /// there is no factor.
    #[inline(always)]
    fn butterfly(
        level: Self::Level,
        low: &mut Self,
        high: &mut Self,
        factor: Option<&Self::Words>,
    ) {
        let product = match factor {
            Some(factor) => high.mul(Self::splat_own(level, factor)),
            None => *high,
        };
        (*low, *high) = (low.add(product), low.sub::<2>(product));
    }

    /// The sum.
    #[must_use]
    fn add(self, other: Self) -> Self;

    /// `self - other + K p`.
    #[must_use]
    fn sub<const K: u64>(self, other: Self) -> Self;

    /// `K p - self`.
    #[must_use]
    fn neg<const K: u64>(self) -> Self;

    /// The same elements with a smaller bound.
    #[must_use]
    fn reduce(self) -> Self;

    /// `self - other`.
    #[must_use]
    fn minus(self, other: Self) -> Self;

    /// `self - one - other`.
    #[must_use]
    fn minus_both(self, one: Self, other: Self) -> Self;

    /// Bit `i` says whether element `i` is zero.
    fn zero_mask(self) -> u8;

    /// Bit `i` says whether the words that element `i` was loaded from were zero,
    /// which is less than the element being zero.
    fn null_mask(self) -> u8;

    /// Elements of `other` where the mask has a one, of `self` elsewhere.
    #[must_use]
    fn select(self, mask: u8, other: Self) -> Self;

    /// The inverse of each element; zero for zero. One inversion is shared by
    /// the eight.
    #[must_use]
    fn invert(self, level: Self::Level) -> Self;
}
