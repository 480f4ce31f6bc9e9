//! A card with an NTT core, and transforms by arkworks.
use crate::{
    bn254::{self, plain},
    common::Client,
};
use ark_bn254::Fr;
use ark_ff::{Field, UniformRand, Zero};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rand::{Rng, rngs::StdRng};
use std::path::PathBuf;
use zkcard_hdl::top::CardConfig;
use zkcard_sim::{
    card::{CardOptions, MemoryOptions, SimCard, Word},
    verilator::Options,
};
use zkcard_wire::{
    job::{JobDescriptor, JobStatus},
    transform::{Form, Shape},
};

/// A card and a client on its line.
pub(crate) struct Bench {
    pub(crate) card: SimCard,
    pub(crate) client: Client,
}

/// Vectors of a job, its numbers, and where its regions lie.
pub(crate) struct Case {
    pub(crate) shape: Shape,
    pub(crate) vectors: Vec<Vec<Fr>>,
    pub(crate) shift: Fr,
    pub(crate) places: [u32; 3],
}

/// Where the vectors, the work region and the result of the largest cases begin.
pub(crate) const PLACES: [u32; 3] = [1 << 18, 2 << 18, 3 << 18];

impl Bench {
    pub(crate) fn start(config: CardConfig, options: CardOptions, trace: Option<PathBuf>) -> Self {
        let memory = MemoryOptions {
            words: config.memory_words,
            ..options.memory.clone()
        };
        let options = CardOptions {
            memory,
            trace,
            ..options
        };
        let design = config.design().expect("the card can be emitted");
        let (card, line) =
            SimCard::start(&design, Options::default(), options).expect("the card starts");
        Self {
            card,
            client: Client::new(line),
        }
    }

    fn put(&self, first: u32, words: Vec<Word>) {
        self.card.store(first, words).expect("the card is there");
    }

    pub(crate) fn words(&self, first: u32, count: u32) -> Vec<Word> {
        self.card
            .load(first, count as usize)
            .expect("the card is there")
    }

    /// Puts a case into memory, with words around its result that no job may change.
    pub(crate) fn store(&self, case: &Case) {
        let [vectors, work, result] = case.places;
        let all = case.vectors.iter().flat_map(|vector| words(vector));
        self.put(vectors, all.collect());
        let numbers = case.numbers();
        self.put(work + case.shape.vectors_words() as u32, words(&numbers));
        let around = case.shape.result_words() as usize + 2;
        self.put(result - 1, vec![[0xA5A5_A5A5; 16]; around]);
    }

    /// Runs a case that must succeed; its done registers.
    pub(crate) fn check(&mut self, case: &Case, tag: u32) -> Vec<u32> {
        self.store(case);
        assert_eq!(self.client.submit(&case.job(tag)), 0);
        let done = self.client.finished();
        let what = &case.shape;
        assert_eq!(done[..2], [tag, JobStatus::Done as u32], "{what:?}");
        let count = case.shape.result_words() as u32;
        let found = self.words(case.places[2] - 1, count + 2);
        let expected: Vec<Word> = case.expected().iter().flat_map(|v| words(v)).collect();
        let (last, middle) = found[1..].split_last().expect("words");
        assert!(*middle == expected, "{what:?}");
        assert_eq!([found[0], *last], [[0xA5A5_A5A5; 16]; 2], "{what:?}");
        done
    }
}

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
    fn expected(&self) -> Vec<Vec<Fr>> {
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
