//! Transforms and quotients in the memory of a card, and what arkworks makes of them.
use crate::bn254::{self, plain};
use ark_bn254::Fr;
use ark_ff::{Field, UniformRand, Zero};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rand::{Rng, rngs::StdRng};
use zkcard_sim::card::{SimCard, Word};
use zkcard_wire::{
    job::JobDescriptor,
    transform::{Form, Shape},
};

/// What stands before and behind a result, where no job may write.
const AROUND: Word = [0xA5A5_A5A5; 16];

/// Vectors of a job, its numbers, and where its regions lie.
pub(crate) struct Case {
    pub(crate) shape: Shape,
    pub(crate) vectors: Vec<Vec<Fr>>,
    pub(crate) shift: Fr,
    pub(crate) places: [u32; 3],
}

/// Where the vectors, the work region and the result of the largest cases begin.
pub(crate) const PLACES: [u32; 3] = [1 << 18, 2 << 18, 3 << 18];

impl Case {
    pub(crate) fn random(rng: &mut StdRng, shape: Shape) -> Self {
        let mut vector = || -> Vec<Fr> { (0..1 << shape.bits).map(|_| Fr::rand(rng)).collect() };
        let mut vectors: Vec<Vec<Fr>> = (0..shape.vectors).map(|_| vector()).collect();
        // Extremes somewhere.
        vectors[0][0] = -Fr::ONE;
        if let Some(number) = vectors[0].get_mut(1) {
            *number = Fr::zero();
        }
        Self {
            shape,
            vectors,
            shift: Fr::rand(rng),
            places: PLACES.map(|place| place + rng.gen_range(0..100)),
        }
    }

    pub(crate) fn job(&self, tag: u32) -> JobDescriptor {
        let [vectors, work, result] = self.places;
        JobDescriptor::transform(&self.shape, tag, vectors, work, result)
    }

    /// Puts vectors and numbers into memory.
    pub(crate) fn store(&self, card: &SimCard) {
        let [vectors, work, result] = self.places;
        let all: Vec<Word> = self
            .vectors
            .iter()
            .flat_map(|vector| words(vector))
            .collect();
        let numbers = words(&self.numbers());
        let around = vec![AROUND; self.shape.result_words() as usize + 2];
        let behind = work + self.shape.vectors_words() as u32;
        for (first, words) in [(vectors, all), (behind, numbers), (result - 1, around)] {
            card.store(first, words).expect("the card is there");
        }
    }

    /// Fails unless the result in memory is that of arkworks.
    pub(crate) fn check_result(&self, card: &SimCard) {
        let what = &self.shape;
        let count = self.shape.result_words() as usize + 2;
        let found = card
            .load(self.places[2] - 1, count)
            .expect("the card is there");
        let expected: Vec<Word> = self.expected().iter().flat_map(|v| words(v)).collect();
        let (last, middle) = found[1..].split_last().expect("words");
        assert!(*middle == expected, "{what:?}");
        assert_eq!([found[0], *last], [AROUND; 2], "{what:?}");
    }

    fn domain(&self) -> Radix2EvaluationDomain<Fr> {
        Radix2EvaluationDomain::new(1 << self.shape.bits).expect("a domain")
    }

    fn scale(&self) -> Fr {
        let vanishing = self.shift.pow([1 << self.shape.bits]) - Fr::ONE;
        vanishing.inverse().expect("not in the domain")
    }

    fn numbers(&self) -> [Fr; 3] {
        let inverse = self.shift.inverse().expect("not zero");
        [self.shift, inverse, self.scale()]
    }

    /// What arkworks makes of it.
    pub(crate) fn expected(&self) -> Vec<Vec<Fr>> {
        let domain = self.domain();
        let coset = domain.get_coset(self.shift).expect("a coset");
        let transform = |inverse: bool, shifted: bool, vector: &[Fr]| match (inverse, shifted) {
            (false, false) => domain.fft(vector),
            (true, false) => domain.ifft(vector),
            (false, true) => coset.fft(vector),
            (true, true) => coset.ifft(vector),
        };
        match self.shape.form {
            Form::Transform { inverse, shifted } => {
                let vectors = self.vectors.iter();
                vectors.map(|v| transform(inverse, shifted, v)).collect()
            }
            Form::Quotient { divided } => {
                let onto = |v: &Vec<Fr>| transform(false, true, &transform(true, false, v));
                let values: Vec<Vec<Fr>> = self.vectors.iter().map(onto).collect();
                let points = values[0].iter().zip(&values[1]).zip(&values[2]);
                let factor = if divided { self.scale() } else { Fr::ONE };
                let joined: Vec<Fr> = points.map(|((a, b), c)| (*a * b - c) * factor).collect();
                vec![if divided {
                    transform(true, true, &joined)
                } else {
                    joined
                }]
            }
        }
    }
}

/// Numbers two a word, from a word on.
fn words(numbers: &[Fr]) -> Vec<Word> {
    bn254::words(&plain(numbers))
}
