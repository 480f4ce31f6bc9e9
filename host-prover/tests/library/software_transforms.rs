//! Transforms of the card in software: arkworks over the bytes that the contract describes.

use crate::card_curve::read_scalars;
use ark_bn254::Fr;
use ark_ff::{BigInteger, Field, One, PrimeField, Zero};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use zkcard_driver::fake::ComputeTransform;
use zkcard_wire::{
    job::JobStatus,
    layout::{NUMBER_BYTES, WORD_BYTES},
    transform::{Form, Shape},
};

type Domain = Radix2EvaluationDomain<Fr>;

/// What becomes of the numbers of a result, by the number of the job.
pub(crate) type Numbers = Box<dyn FnMut(usize, Vec<Fr>) -> Result<Vec<Fr>, JobStatus> + Send>;

pub(crate) fn right() -> Numbers {
    Box::new(|_, numbers| Ok(numbers))
}

/// A card that transforms rightly and then lets `answer` spoil it.
pub(crate) fn transforms(mut answer: Numbers) -> ComputeTransform {
    let mut job = 0;
    Box::new(move |shape, vectors, numbers| {
        let result = result(shape, vectors, numbers);
        let vector_bytes = shape.vector_words() as usize * WORD_BYTES;
        let mut bytes = vec![];
        for vector in result {
            let mut part = vec![];
            for number in answer(job, vector)? {
                part.extend(number.into_bigint().to_bytes_le());
            }
            part.resize(vector_bytes, 0);
            bytes.extend(part);
        }
        job += 1;
        Ok(bytes)
    })
}

fn result(shape: &Shape, vectors: &[u8], numbers: &[u8]) -> Vec<Vec<Fr>> {
    let size = 1 << shape.bits;
    let vectors = vectors.chunks(shape.vector_words() as usize * WORD_BYTES);
    let vectors = vectors.map(|bytes| read_scalars(&bytes[..size * NUMBER_BYTES]));
    let numbers = read_scalars(numbers);
    let [shift, inverse, scale, zero] = numbers[..] else {
        panic!("{} numbers", numbers.len());
    };
    assert_eq!((shift * inverse, zero), (Fr::one(), Fr::zero()));
    let plain = Domain::new(size).expect("a domain");
    let coset = plain.get_coset(shift).expect("a coset");
    match shape.form {
        Form::Transform { inverse, shifted } => {
            let domain = if shifted { coset } else { plain };
            let transform = |vector: Vec<Fr>| match inverse {
                true => domain.ifft(&vector),
                false => domain.fft(&vector),
            };
            vectors.map(transform).collect()
        }
        Form::Quotient { divided } => {
            let over: Vec<_> = vectors.map(|v| coset.fft(&plain.ifft(&v))).collect();
            let product = |i: usize| over[0][i] * over[1][i] - over[2][i];
            let values: Vec<Fr> = (0..size).map(product).collect();
            if !divided {
                return vec![values];
            }
            assert_eq!(scale * (shift.pow([size as u64]) - Fr::one()), Fr::one());
            let scaled: Vec<Fr> = values.iter().map(|value| scale * value).collect();
            vec![coset.ifft(&scaled)]
        }
    }
}
