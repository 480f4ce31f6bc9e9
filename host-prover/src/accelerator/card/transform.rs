//! Transforms and quotients as jobs.
//!
//! ```text
//! a, b, c --> [vectors] [work | shift, 1/shift, scale] --quotient--> [result] --MSM--> [chains]
//! ```
//!
//! Where an MSM follows, its scalars are the result of the quotient, which the card clears then as all scalars.

use super::{
    AcceleratorError, encoding,
    job_time::with_multiples,
    msm,
    sent::{Sent, SentTransform},
    time_limit::{time_of, transform_clocks},
    worker::Worker,
};
use crate::{
    accelerator::{
        Direction, Operation, OperationKind, Quotient, QuotientForm, QuotientMsm, Transform,
    },
    curve::SnarkCurve,
    key::BasesId,
};
use ark_ff::{AdditiveGroup, Field, PrimeField};
use ark_poly::EvaluationDomain;
use std::time::{Duration, Instant};
use zkcard_driver::{BaseSet, DriverError, TransformRegions};
use zkcard_wire::{
    layout::{WORD_BYTES, scalar_words},
    transform::Shape,
};

/// What the card is told beside the vectors.
struct Factors<F> {
    shift: F,
    scale: F,
}

impl<C: SnarkCurve> Worker<C> {
    /// Sends a transform.
    pub(super) fn send_transform(
        &mut self,
        work: &Transform<C>,
    ) -> Result<Option<Sent>, AcceleratorError> {
        work.domain()?;
        let bits = self.bits_of(OperationKind::Transform, work.size())?;
        let inverse = work.direction == Direction::Inverse;
        let shape = Shape::transform(bits, 1, inverse, work.shift.is_some());
        let factors = Factors {
            shift: work.shift.unwrap_or(C::ScalarField::ONE),
            scale: C::ScalarField::ZERO,
        };
        let time = self.transform_time(&shape);
        let patience = self.patience_for(time);
        let in_use = self.in_use();
        let transform = self.send_vectors(&shape, &[work.values()], factors, &in_use, patience)?;
        Ok(Some(alone(transform, time, patience)))
    }

    /// Sends a quotient whose scalars come back.
    pub(super) fn send_quotient(
        &mut self,
        work: &Quotient<C>,
    ) -> Result<Option<Sent>, AcceleratorError> {
        let (shape, factors) = self.plan(work, OperationKind::Quotient)?;
        let time = self.transform_time(&shape);
        let patience = self.patience_for(time);
        let in_use = self.in_use();
        let transform = self.send_vectors(&shape, &work.vectors(), factors, &in_use, patience)?;
        Ok(Some(alone(transform, time, patience)))
    }

    /// Sends a quotient and the MSM of its scalars; none if there are no bases.
    pub(super) fn send_quotient_msm(
        &mut self,
        work: &QuotientMsm<C>,
    ) -> Result<Option<Sent>, AcceleratorError> {
        let kind = OperationKind::QuotientMsm;
        let (shape, factors) = self.plan(&work.quotient, kind)?;
        let count = work.bases.len().min(work.size());
        if count == 0 {
            return Ok(None);
        }
        // The card clears the words of the scalars that it uses.
        if scalar_words(count) as u64 != shape.result_words() {
            return Err(AcceleratorError::Unsupported(kind));
        }
        let (set, in_use) = self.bases_of_h(work, count)?;
        let result = self.room_for_sum(set, &in_use)?;
        let time = self.transform_time(&shape) + self.msm_time(set.kind(), count);
        let patience = self.patience_for(time);
        let vectors = work.quotient.vectors();
        let transform = self.send_vectors(&shape, &vectors, factors, &in_use, patience);
        let transform = transform.inspect_err(|_| self.session.release(result))?;
        let scalars = transform.regions.result;
        let ticket = self.submit_msm(set, scalars, result, count, patience);
        let ticket = ticket.inspect_err(|_| self.give_up(&transform.regions))?;
        Ok(Some(Sent {
            msm: Some(msm::sent(ticket, work.bases.id(), set, scalars, result)),
            ..alone(transform, time, patience)
        }))
    }

    /// The bases of H in card memory, and all that are in use with them.
    fn bases_of_h(
        &mut self,
        work: &QuotientMsm<C>,
        count: usize,
    ) -> Result<(BaseSet, Vec<BasesId>), AcceleratorError> {
        let in_use = self.in_use();
        let use_multiples = self.options.multiples;
        // The scalars are not known, and as good as random.
        let largest = C::ScalarField::MODULUS;
        let scalars = std::iter::repeat_n(&largest, count);
        let resident = self.resident.load(
            &mut self.session,
            &work.bases,
            |session, _| with_multiples(use_multiples, session, scalars),
            &in_use,
        )?;
        // The scalars lie one after the other, so that no base may be missing among theirs.
        if resident.indices.get(count - 1) != Some(&(count as u32 - 1)) {
            return Err(AcceleratorError::Unsupported(OperationKind::QuotientMsm));
        }
        let set = resident.set;
        Ok((set, [&in_use[..], &[work.bases.id()]].concat()))
    }

    /// The shape of a quotient, and what the card is told of its coset.
    fn plan(
        &self,
        work: &Quotient<C>,
        kind: OperationKind,
    ) -> Result<(Shape, Factors<C::ScalarField>), AcceleratorError> {
        let domains = work.domains()?;
        let divided = work.form == QuotientForm::Coefficients;
        let shape = Shape::quotient(self.bits_of(kind, work.size())?, divided);
        let factors = Factors {
            shift: domains.coset.coset_offset(),
            scale: domains.vanishing().inverse().unwrap_or_default(),
        };
        Ok((shape, factors))
    }

    /// Writes vectors and numbers, and queues the job.
    fn send_vectors(
        &mut self,
        shape: &Shape,
        vectors: &[&[C::ScalarField]],
        factors: Factors<C::ScalarField>,
        in_use: &[BasesId],
        patience: Duration,
    ) -> Result<SentTransform, AcceleratorError> {
        let regions = self.room_for(shape, in_use)?;
        let ticket = self
            .write_vectors(shape, &regions, vectors, factors)
            .and_then(|()| self.session.submit_transform(shape, &regions, patience));
        let ticket = ticket.inspect_err(|_| self.give_up(&regions))?;
        Ok(SentTransform {
            ticket,
            shape: *shape,
            regions,
        })
    }

    fn room_for(
        &mut self,
        shape: &Shape,
        in_use: &[BasesId],
    ) -> Result<TransformRegions, AcceleratorError> {
        let words = |words: u64| usize::try_from(words).unwrap_or(usize::MAX);
        let vectors = self.room(words(shape.vectors_words()), in_use)?;
        let work = self.room(words(shape.work_words()), in_use);
        let work = work.inspect_err(|_| self.session.release(vectors))?;
        let result = self.room(words(shape.result_words()), in_use);
        let result = result.inspect_err(|_| {
            self.session.release(vectors);
            self.session.release(work);
        })?;
        Ok(TransformRegions {
            vectors,
            work,
            result,
        })
    }

    fn write_vectors(
        &mut self,
        shape: &Shape,
        regions: &TransformRegions,
        vectors: &[&[C::ScalarField]],
        factors: Factors<C::ScalarField>,
    ) -> Result<(), DriverError> {
        let vector_bytes = shape.vector_words() as usize * WORD_BYTES;
        for (i, vector) in vectors.iter().enumerate() {
            let bytes = encoding::numbers(vector);
            self.session
                .write(regions.vectors, i * vector_bytes, &bytes)?;
        }
        let Factors { shift, scale } = factors;
        let inverse = shift.inverse().unwrap_or_default();
        let bytes = encoding::numbers(&[shift, inverse, scale, C::ScalarField::ZERO]);
        let mut numbers = [0; 2 * WORD_BYTES];
        numbers.copy_from_slice(&bytes);
        self.session.write_numbers(shape, regions.work, &numbers)
    }

    /// Gives the memory of a transform up that could not be sent.
    fn give_up(&mut self, regions: &TransformRegions) {
        self.clear(regions.vectors);
        self.clear(regions.work);
        self.clear(regions.result);
    }

    /// The logarithm of a size that the card transforms.
    fn bits_of(&self, kind: OperationKind, size: usize) -> Result<u32, AcceleratorError> {
        let transforms = self.session.identity().transforms;
        let bits = size.trailing_zeros();
        match transforms {
            Some(told) if bits <= told.bits => Ok(bits),
            _ => Err(AcceleratorError::Unsupported(kind)),
        }
    }

    fn transform_time(&self, shape: &Shape) -> Duration {
        let identity = self.session.identity();
        time_of(identity, transform_clocks(identity, shape))
    }
}

/// A transform that no MSM follows.
fn alone(transform: SentTransform, time: Duration, patience: Duration) -> Sent {
    Sent {
        transform: Some(transform),
        msm: None,
        time,
        deadline: Instant::now() + patience,
    }
}
