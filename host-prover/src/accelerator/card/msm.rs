//! MSMs as jobs.

use super::{
    AcceleratorError, encoding,
    job_time::with_multiples,
    sent::{Sent, SentMsm, windows},
    time_limit::{msm_clocks, time_of},
    worker::Worker,
};
use crate::{
    curve::{CardPoint, SnarkCurve},
    key::{Bases, BasesId},
    witness::Scalars,
};
use std::time::{Duration, Instant};
use zkcard_driver::{BaseSet, Ticket, memory::Region};
use zkcard_wire::{BaseKind, Group, layout};

impl<C: SnarkCurve> Worker<C> {
    /// Sends a job; none if all its bases are at infinity.
    pub(super) fn send_msm<P>(
        &mut self,
        bases: &Bases<P>,
        scalars: &Scalars<C>,
    ) -> Result<Option<Sent>, AcceleratorError>
    where
        P: CardPoint<ScalarField = C::ScalarField>,
    {
        windows(&self.session, BaseKind::of(P::GROUP))?;
        let in_use = self.in_use();
        let numbers = scalars.numbers();
        let use_multiples = self.options.multiples;
        let resident = self.resident.load(
            &mut self.session,
            bases,
            |session, indices| {
                let scalars = indices.iter().filter_map(|&i| numbers.get(i as usize));
                P::GROUP == Group::G1 && with_multiples(use_multiples, session, scalars)
            },
            &in_use,
        )?;
        let used = |i: &u32| (*i as usize) < numbers.len();
        let count = resident.indices.partition_point(used);
        if count == 0 {
            return Ok(None);
        }
        let set = resident.set;
        let bytes = encoding::scalars(scalars, &resident.indices[..count]);
        // Other bases make room for the job, but not its own.
        let in_use = [&in_use[..], &[bases.id()]].concat();
        let scalars = self.room(layout::scalar_words(count), &in_use)?;
        let result = self.room_for_sum(set, &in_use);
        let result = result.inspect_err(|_| self.session.release(scalars))?;
        let time = self.msm_time(set.kind(), count);
        let patience = self.patience_for(time);
        let written = self.session.write(scalars, 0, &bytes);
        let ticket = match written {
            Ok(()) => self.submit_msm(set, scalars, result, count, patience),
            Err(error) => {
                self.session.release(result);
                Err(error.into())
            }
        };
        let ticket = ticket.inspect_err(|_| self.clear(scalars))?;
        let msm = sent(ticket, bases.id(), set, scalars, result);
        Ok(Some(Sent {
            transform: None,
            msm: Some(msm),
            time,
            deadline: Instant::now() + patience,
        }))
    }

    /// Queues an MSM. Should this fail its result needs no memory.
    pub(super) fn submit_msm(
        &mut self,
        set: BaseSet,
        scalars: Region,
        result: Region,
        count: usize,
        time: Duration,
    ) -> Result<Ticket, AcceleratorError> {
        let count = count as u32;
        let ticket = self.session.submit_msm(set, scalars, result, count, time);
        let ticket = ticket.inspect_err(|_| self.session.release(result));
        Ok(ticket?)
    }

    /// Words of card memory, for which idle sets are given up if they must be.
    pub(super) fn room(
        &mut self,
        words: usize,
        in_use: &[BasesId],
    ) -> Result<Region, AcceleratorError> {
        Ok(self.resident.room(&mut self.session, words, in_use)?)
    }

    /// Words for the result of an MSM over a set.
    pub(super) fn room_for_sum(
        &mut self,
        set: BaseSet,
        in_use: &[BasesId],
    ) -> Result<Region, AcceleratorError> {
        let windows = windows(&self.session, set.kind())?;
        let words = set.kind().group().result_words(windows);
        self.room(words, in_use)
    }

    /// The longest time of an MSM.
    pub(super) fn msm_time(&self, over: BaseKind, count: usize) -> Duration {
        let identity = self.session.identity();
        time_of(identity, msm_clocks(identity, over, count))
    }
}

pub(super) fn sent(
    ticket: Ticket,
    bases: BasesId,
    set: BaseSet,
    scalars: Region,
    result: Region,
) -> SentMsm {
    SentMsm {
        ticket,
        bases,
        over: set.kind(),
        scalars,
        result,
    }
}
