//! Every level that this processor has against arkworks, limb by limb.

use ark_ff::{
    BigInt, BigInteger, Field as Golden, Fp, Fp2, Fp2Config, MontBackend, MontConfig, PrimeField,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use zkcard_kernels::{
    Cpu, Eight, Field, Kernel, LANES, Section,
    field::{Bls12381Fq, Bls12381Fr, Bn254Fq, Bn254Fq2, Bn254Fr},
};

/// Rounds of random elements for each field and level.
const ROUNDS: usize = 500;

/// An element of arkworks', and its words.
trait Element: Golden {
    type Words: Copy + std::fmt::Debug + PartialEq + Send + Sync;

    /// In Montgomery form.
    fn words(&self) -> Self::Words;

    /// Of the plain number.
    fn plain(&self) -> Self::Words;

    /// Elements at borders.
    fn edges() -> Vec<Self>;
}

/// Eight elements of one operand.
type Operand<E> = [E; LANES];

/// A computation over three operands, and what arkworks makes of it.
struct Check<E> {
    operands: [Operand<E>; 3],
    context: String,
}

impl<E: Element> Check<E> {
    fn expect<V: Eight<Words = E::Words>>(
        &self,
        name: &str,
        found: V,
        expected: impl Fn([E; 3]) -> E,
    ) {
        let (words, plain) = (found.store(), found.store_plain());
        for i in 0..LANES {
            let expected = expected(self.operands.map(|operand| operand[i]));
            assert_eq!(
                words[i],
                expected.words(),
                "{name}, element {i}, {}",
                self.context
            );
            assert_eq!(
                plain[i],
                expected.plain(),
                "{name}, plain {i}, {}",
                self.context
            );
        }
    }

    /// Operands as wide as `load` leaves them, and as narrow as products are.
    fn operands<V: Eight<Words = E::Words>>(&self, level: V::Level) -> [[V; 3]; 2] {
        let wide = self.operands.map(|operand| load(level, operand));
        [wide, wide.map(|operand: V| operand.mul(V::one(level)))]
    }

    fn products<V: Eight<Words = E::Words>>(&self, [a, b, _]: [V; 3], [x, y, z]: [V; 3]) {
        self.expect("load", a, |[a, _, _]| a);
        self.expect("times one", x, |[a, _, _]| a);
        self.expect("mul", a.mul(y), |[a, b, _]| a * b);
        self.expect("square", x.square(), |[a, _, _]| a * a);
        let four = x.add(x).square();
        self.expect("square of a sum", four, |[a, _, _]| a * a * big::<E>(4));
        let two = V::mul_many(&[x, b], &[y, z]);
        self.expect("mul of two", two[0], |[a, b, _]| a * b);
        self.expect("mul of two", two[1], |[_, b, c]| b * c);
        let three = V::square_many(&[x, y, z]);
        self.expect("square of three", three[2], |[_, _, c]| c * c);
        // The largest bounds a product takes: 8 times 4.
        let most = x.add(x).add(x.add(x)).mul(y.add(y));
        self.expect("mul of sums", most, |[a, b, _]| a * b * big::<E>(8));
    }

    fn sums<V: Eight<Words = E::Words>>(&self, [a, b, c]: [V; 3]) {
        self.expect("add", a.add(b), |[a, b, _]| a + b);
        self.expect("sub", a.sub::<2>(b), |[a, b, _]| a - b);
        self.expect("sub from zero", a.sub::<2>(a).sub::<4>(b), |[_, b, _]| -b);
        self.expect("neg", b.neg::<2>(), |[_, b, _]| -b);
        self.expect("minus", a.minus(b.add(c)), |[a, b, c]| a - b - c);
        let both = a.minus_both(b.add(b), c.add(c));
        self.expect("minus both", both, |[a, b, c]| a - b - b - c - c);
        let twelve = a.add(a).add(b.add(b)).add(c.add(c));
        self.expect("reduce", twelve.reduce(), |[a, b, c]| {
            (a + b + c) * big::<E>(2)
        });
        // A bound of 4 is what differences take, so this one holds.
        let reduced = b.minus(twelve.reduce());
        self.expect("reduced", reduced, |[a, b, c]| {
            b - (a + b + c) * big::<E>(2)
        });
    }

    fn others<V: Eight<Words = E::Words>>(&self, level: V::Level, wide: V, [a, b, c]: [V; 3]) {
        let numbers = self.operands[0].map(|x| x.plain());
        let plain = V::load_plain(level, std::array::from_fn(|i| &numbers[i]));
        self.expect("plain", plain, |[a, _, _]| a);
        let own = a.store_own();
        let own = V::load_own(level, std::array::from_fn(|i| &own[i]), 0);
        self.expect("own", own, |[a, _, _]| a);
        self.expect(
            "splat",
            V::splat(level, &self.operands[0][3].words()),
            |_| self.operands[0][3],
        );
        let three = a.store_own()[3];
        self.expect("splat own", V::splat_own(level, &three), |_| {
            self.operands[0][3]
        });
        self.reduced(level, b);
        let pairs = V::store_pairs([a, b]);
        let [x, y] = V::load_pairs(level, std::array::from_fn(|i| &pairs[i]), [0, 0]);
        self.expect("pairs", x, |[a, _, _]| a);
        self.expect("pairs", y, |[_, b, _]| b);
        self.expect("invert", c.invert(level), |[_, _, c]| {
            c.inverse().unwrap_or_default()
        });
        let difference = a.sub::<2>(b);
        let expected = (0..LANES).filter(|&i| self.operands[0][i] == self.operands[1][i]);
        let expected: u8 = expected.map(|i| 1 << i).sum();
        assert_eq!(difference.zero_mask(), expected, "{}", self.context);
        assert_eq!(V::zero(level).null_mask(), 0xff, "{}", self.context);
        let nulls = self.operands[0].map(|x| u8::from(x == E::ZERO));
        let nulls = nulls.iter().rev().fold(0, |mask, bit| mask << 1 | bit);
        assert_eq!(wide.null_mask(), nulls, "{}", self.context);
        for negative in [false, true] {
            let own = self.operands[0].map(|x| V::own(&x.words(), V::SHIFT.min(1), negative));
            let own = V::load_own(
                level,
                std::array::from_fn(|i| &own[i]),
                V::SHIFT - V::SHIFT.min(1),
            );
            self.expect("own words", own, |[a, _, _]| if negative { -a } else { a });
        }
        for mask in [0, 0x55, 0xff, expected] {
            let selected = a.select(mask, b).store();
            for (i, words) in selected.iter().enumerate() {
                let from = usize::from(mask >> i & 1);
                assert_eq!(
                    *words,
                    self.operands[from][i].words(),
                    "select, {}",
                    self.context
                );
            }
        }
    }
}

impl<E: Element> Check<E> {
    /// One representative, whatever the bound was.
    fn reduced<V: Eight<Words = E::Words>>(&self, level: V::Level, b: V) {
        let mut larger = b;
        for bound in 2..=12 {
            let own = larger.store_own_reduced();
            assert_eq!(
                own,
                b.store_own_reduced(),
                "bound {bound}, {}",
                self.context
            );
            let again = V::load_own(level, std::array::from_fn(|i| &own[i]), 0);
            self.expect("own, reduced", again, |[_, b, _]| b);
            larger = larger.sub::<1>(V::zero(level));
        }
    }
}

impl<F: Field<Words = E::Words>, E: Element> Kernel<F> for &Check<E> {
    type Output = ();

    fn run<V: Eight<Words = E::Words>>(self, level: V::Level) {
        V::enter(level, self);
    }
}

impl<V: Eight<Words = E::Words>, E: Element> Section<V> for &Check<E> {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let [wide, narrow] = self.operands::<V>(level);
        self.products(wide, narrow);
        self.sums(narrow);
        self.others(level, wide[0], narrow);
        for (vector, element) in [(V::zero(level), 0), (V::one(level), 1)] {
            self.expect("constant", vector, |_| big(element));
        }
    }
}

fn load<V: Eight<Words = E::Words>, E: Element>(level: V::Level, elements: Operand<E>) -> V {
    let words = elements.map(|element| element.words());
    V::load(level, std::array::from_fn(|i| &words[i]))
}

fn big<E: Element>(number: u64) -> E {
    number.into()
}

impl<C: MontConfig<W>, const W: usize> Element for Fp<MontBackend<C, W>, W> {
    type Words = [u64; W];

    fn words(&self) -> [u64; W] {
        self.0.0
    }

    fn plain(&self) -> [u64; W] {
        self.into_bigint().0
    }

    /// Elements whose words, in Montgomery form, are at borders: of the prime, of words
    /// and of limbs.
    fn edges() -> Vec<Self> {
        let mut words: Vec<BigInt<W>> = vec![BigInt::zero(), BigInt::one()];
        for bit in (0..64 * W as u32).filter(|bit| bit % 52 == 0 || bit % 64 == 0) {
            let power = BigInt::<W>::one() << bit;
            let mut below = power;
            below.sub_with_borrow(&BigInt::one());
            words.extend([power, below]);
        }
        for below in [1u64, 2] {
            let mut largest = C::MODULUS;
            largest.sub_with_borrow(&below.into());
            words.push(largest);
        }
        words.retain(|number| *number < C::MODULUS);
        // The same numbers as plain ones.
        let plain = words.iter().filter_map(|&number| Fp::from_bigint(number));
        let plain: Vec<_> = plain.collect();
        words
            .into_iter()
            .map(Fp::new_unchecked)
            .chain(plain)
            .collect()
    }
}

impl<P: Fp2Config<Fp: Element>> Element for Fp2<P> {
    type Words = [<P::Fp as Element>::Words; 2];

    fn words(&self) -> Self::Words {
        [self.c0.words(), self.c1.words()]
    }

    fn plain(&self) -> Self::Words {
        [self.c0.plain(), self.c1.plain()]
    }

    /// Each border beside each.
    fn edges() -> Vec<Self> {
        let edges = P::Fp::edges();
        let beside = |x: &P::Fp| edges.iter().map(|y| Self::new(*x, *y)).collect::<Vec<_>>();
        edges.iter().flat_map(beside).collect()
    }
}

fn conforms<F: Field, E: Element<Words = F::Words>>() {
    let seed: u64 = rand::random();
    let mut rng = StdRng::seed_from_u64(seed);
    let edges = E::edges();
    for cpu in Cpu::levels() {
        for round in 0..ROUNDS {
            let mut pick = |_| {
                let edge = edges[rng.gen_range(0..edges.len())];
                let random = E::rand(&mut rng);
                if rng.gen_bool(0.5) { edge } else { random }
            };
            let mut operand = |_| std::array::from_fn(&mut pick);
            let mut operands: [Operand<E>; 3] = std::array::from_fn(&mut operand);
            operands[1][round % LANES] = operands[0][round % LANES];
            let context = format!("{} at level {}, seed {seed}", F::NAME, cpu.level());
            cpu.run::<F, _>(&Check { operands, context });
        }
    }
}

#[test]
fn fq_of_bn254() {
    conforms::<Bn254Fq, ark_bn254::Fq>();
}

#[test]
fn fq2_of_bn254() {
    conforms::<Bn254Fq2, ark_bn254::Fq2>();
}

#[test]
fn fr_of_bn254() {
    conforms::<Bn254Fr, ark_bn254::Fr>();
}

#[test]
fn fq_of_bls12_381() {
    conforms::<Bls12381Fq, ark_bls12_381::Fq>();
}

#[test]
fn fr_of_bls12_381() {
    conforms::<Bls12381Fr, ark_bls12_381::Fr>();
}
