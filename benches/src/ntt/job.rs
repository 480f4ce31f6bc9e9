//! Jobs of the report.

use ark_bn254::Fr;
use ark_ff::{FftField, Field, One, UniformRand};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use num_bigint::BigUint;
use rand::SeedableRng;
use rand::rngs::StdRng;
use zkcard_sim::ntt::Work;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Transforms on the chip, of lots of vectors beside each other, one for each lane.
    OnChip {
        /// Lots.
        lots: usize,
    },
    /// Transforms of vectors one after the other.
    Transforms {
        /// How many.
        vectors: usize,
        /// From values to coefficients.
        backward: bool,
        /// Onto a coset, or from it.
        coset: bool,
    },
    /// A quotient on the odd coset, as snarkjs has it.
    OddCoset,
    /// A quotient divided and transformed back, as arkworks has it.
    Coefficients,
}

impl JobKind {
    /// Name in reports.
    pub fn name(&self) -> String {
        match self {
            Self::OnChip { .. } => "on the chip".into(),
            Self::Transforms {
                backward, coset, ..
            } => {
                let way = if *backward { "inverse" } else { "forward" };
                let on = if *coset { ", coset" } else { "" };
                format!("{way}{on}")
            }
            Self::OddCoset => "quotient, odd coset".into(),
            Self::Coefficients => "quotient, coefficients".into(),
        }
    }

    /// Vectors that go in, by lanes as a power of two.
    pub fn vectors(&self, lanes: usize) -> usize {
        match self {
            Self::OnChip { lots } => lots << lanes,
            Self::Transforms { vectors, .. } => *vectors,
            _ => 3,
        }
    }

    /// Vectors that come out.
    pub fn results(&self, lanes: usize) -> usize {
        match self {
            Self::OddCoset | Self::Coefficients => 1,
            _ => self.vectors(lanes),
        }
    }

    /// Transforms that are made.
    pub fn transforms(&self, lanes: usize) -> usize {
        match self {
            Self::OddCoset => 6,
            Self::Coefficients => 7,
            _ => self.vectors(lanes),
        }
    }

    /// What the core is told.
    pub fn work(&self, lanes: usize, size: usize) -> Work {
        let shift = BigUint::from(self.shift(size));
        match self {
            Self::OnChip { lots } => Work::Transform {
                backward: false,
                shift: None,
                vectors: *lots,
                interleaved: lanes,
            },
            Self::Transforms {
                vectors,
                backward,
                coset,
            } => Work::Transform {
                backward: *backward,
                shift: coset.then_some(shift),
                vectors: *vectors,
                interleaved: 0,
            },
            Self::OddCoset => Work::Quotient { shift, scale: None },
            Self::Coefficients => Work::Quotient {
                shift,
                scale: Some(self.scale(size).into()),
            },
        }
    }

    /// The shift of its coset.
    fn shift(&self, size: usize) -> Fr {
        match self {
            Self::OddCoset => Fr::get_root_of_unity(2 << size).unwrap_or(Fr::GENERATOR),
            _ => Fr::GENERATOR,
        }
    }

    fn scale(&self, size: usize) -> Fr {
        let vanishing = self.shift(size).pow([1u64 << size]) - Fr::one();
        vanishing.inverse().unwrap_or_default()
    }

    /// Random input.
    pub fn input(&self, lanes: usize, size: usize) -> Vec<Vec<Fr>> {
        let mut rng = StdRng::seed_from_u64(size as u64);
        let vector = |_| (0..1usize << size).map(|_| Fr::rand(&mut rng)).collect();
        (0..self.vectors(lanes)).map(vector).collect()
    }

    /// What arkworks makes of it.
    ///
    /// # Panics
    /// When the field has no such domain.
    pub fn expected(&self, size: usize, mut input: Vec<Vec<Fr>>) -> Vec<Vec<Fr>> {
        let domain = Radix2EvaluationDomain::<Fr>::new(1 << size).expect("a domain");
        let coset = domain.get_coset(self.shift(size)).expect("a coset");
        match self {
            Self::OnChip { .. } => input.iter_mut().for_each(|v| domain.fft_in_place(v)),
            Self::Transforms {
                backward,
                coset: on,
                ..
            } => {
                let over = if *on { coset } else { domain };
                for vector in &mut input {
                    match backward {
                        false => over.fft_in_place(vector),
                        true => over.ifft_in_place(vector),
                    }
                }
            }
            Self::OddCoset | Self::Coefficients => {
                for vector in &mut input {
                    domain.ifft_in_place(vector);
                    coset.fft_in_place(vector);
                }
                let at = |i: usize| input[0][i] * input[1][i] - input[2][i];
                let mut joined: Vec<Fr> = (0..1 << size).map(at).collect();
                if *self == Self::Coefficients {
                    let scale = self.scale(size);
                    joined.iter_mut().for_each(|x| *x *= scale);
                    coset.ifft_in_place(&mut joined);
                }
                input = vec![joined];
            }
        }
        input
    }
}
