//! Vectors that every processor has: eight elements beside each other, always
//! below the prime, so that bounds are kept whatever they are.

mod element;
mod extension;
pub mod inverse;

use crate::{Eight, LANES, eight::Section, field::Modulus};
pub(crate) use element::Element;

/// That a processor computes at all.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

/// Eight elements of `W` words.
#[derive(Clone, Copy, Debug)]
pub struct Elements<P, const W: usize>([Element<P, W>; LANES]);

impl<P: Modulus<W>, const W: usize> Elements<P, W> {
    #[inline(always)]
    fn each(mut self, f: impl Fn(Element<P, W>) -> Element<P, W>) -> Self {
        for element in &mut self.0 {
            *element = f(*element);
        }
        self
    }

    #[inline(always)]
    fn both(
        mut self,
        other: &Self,
        f: impl Fn(Element<P, W>, Element<P, W>) -> Element<P, W>,
    ) -> Self {
        for (element, other) in self.0.iter_mut().zip(&other.0) {
            *element = f(*element, *other);
        }
        self
    }
}

impl<P: Modulus<W>, const W: usize> Eight for Elements<P, W> {
    type Words = [u64; W];
    const NULL: [u64; W] = [0; W];
    type Level = Portable;
    const SHIFT: u32 = 0;
    const IN_REGISTERS: bool = false;

    fn enter<S: Section<Self>>(level: Portable, section: S) -> S::Output {
        section.run(level)
    }

    #[inline(always)]
    fn own(element: &[u64; W], shift: u32, negative: bool) -> [u64; W] {
        debug_assert_eq!(shift, 0, "words are the own form");
        if negative {
            Element::<P, W>::ZERO.sub(Element::new(*element)).words()
        } else {
            *element
        }
    }

    #[inline(always)]
    fn sum_of_words(one: &[u64; W], other: &[u64; W]) -> [u64; W] {
        Element::<P, W>::new(*one).add(Element::new(*other)).words()
    }

    #[inline(always)]
    fn zero(_: Portable) -> Self {
        Self([Element::ZERO; LANES])
    }

    #[inline(always)]
    fn one(_: Portable) -> Self {
        Self([Element::ONE; LANES])
    }

    #[inline(always)]
    fn store(self) -> [[u64; W]; LANES] {
        self.0.map(Element::words)
    }

    #[inline(always)]
    fn load_plain(_: Portable, numbers: [&[u64; W]; LANES]) -> Self {
        Self(numbers.map(|words| Element::from_plain(*words)))
    }

    #[inline(always)]
    fn store_plain(self) -> [[u64; W]; LANES] {
        self.0.map(Element::plain)
    }

    #[inline(always)]
    fn load_own(_: Portable, own: [&[u64; W]; LANES], shift: u32) -> Self {
        debug_assert_eq!(shift, 0, "words are the own form");
        Self(own.map(|words| Element::new(*words)))
    }

    #[inline(always)]
    fn store_own(self) -> [[u64; W]; LANES] {
        self.store()
    }

    #[inline(always)]
    fn splat_own(_: Portable, own: &[u64; W]) -> Self {
        Self([Element::new(*own); LANES])
    }

    #[inline(always)]
    fn store_own_reduced(self) -> [[u64; W]; LANES] {
        self.store()
    }

    #[inline(always)]
    fn load_pairs(level: Portable, pairs: [&[[u64; W]; 2]; LANES], shifts: [u32; 2]) -> [Self; 2] {
        [0, 1].map(|i| Self::load_own(level, pairs.map(|pair| &pair[i]), shifts[i]))
    }

    #[inline(always)]
    fn store_pairs(pair: [Self; 2]) -> [[[u64; W]; 2]; LANES] {
        let [x, y] = pair.map(Self::store);
        std::array::from_fn(|i| [x[i], y[i]])
    }

    #[inline(always)]
    fn mul_many<const K: usize>(a: &[Self; K], b: &[Self; K]) -> [Self; K] {
        let mut products = *a;
        for (product, b) in products.iter_mut().zip(b) {
            for (element, b) in product.0.iter_mut().zip(&b.0) {
                *element = element.mul(*b);
            }
        }
        products
    }

    #[inline(always)]
    fn butterfly(_: Portable, low: &mut Self, high: &mut Self, factor: Option<&[u64; W]>) {
        if let Some(factor) = factor {
            let factor = Element::new(*factor);
            for high in &mut high.0 {
                *high = high.mul(factor);
            }
        }
        for (low, high) in low.0.iter_mut().zip(&mut high.0) {
            (*low, *high) = (low.add(*high), low.sub(*high));
        }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.both(&other, Element::add)
    }

    #[inline(always)]
    fn sub<const K: u64>(self, other: Self) -> Self {
        self.both(&other, Element::sub)
    }

    #[inline(always)]
    fn neg<const K: u64>(self) -> Self {
        self.each(|element| Element::ZERO.sub(element))
    }

    #[inline(always)]
    fn reduce(self) -> Self {
        self
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.both(&other, Element::sub)
    }

    #[inline(always)]
    fn minus_both(self, one: Self, other: Self) -> Self {
        self.minus(one).minus(other)
    }

    #[inline(always)]
    fn zero_mask(self) -> u8 {
        let bit = |i: usize| u8::from(self.0[i] == Element::ZERO) << i;
        (0..LANES).map(bit).sum()
    }

    #[inline(always)]
    fn null_mask(self) -> u8 {
        self.zero_mask()
    }

    #[inline(always)]
    fn select(mut self, mask: u8, other: Self) -> Self {
        for i in (0..LANES).filter(|i| mask >> i & 1 == 1) {
            self.0[i] = other.0[i];
        }
        self
    }

    #[inline(always)]
    fn invert(self, _: Portable) -> Self {
        let mut elements = self.0;
        Element::invert_all(&mut elements);
        Self(elements)
    }
}
