//! Jobs in the queue of the card: what they use, how their results are read, and where these go.

use super::{
    AcceleratorError, Completed,
    encoding::{self, sum_of_chains},
    worker::Worker,
};
use crate::{
    accelerator::{CardCounters, MsmCounters, Numbers, OperationKind, TransformCounters},
    curve::{CardPoint, SnarkCurve},
    key::BasesId,
};
use ark_ff::AdditiveGroup;
use std::{
    sync::mpsc::Sender,
    time::{Duration, Instant},
};
use zeroize::Zeroizing;
use zkcard_driver::{Completion, Counters, Session, Ticket, TransformRegions, memory::Region};
use zkcard_wire::{
    BaseKind, Group,
    layout::{WORD_BYTES, Windows},
    transform::Shape,
};

pub(super) type Reply<T> = Result<Completed<T>, AcceleratorError>;

/// The jobs of an operation: a transform, an MSM, or one after the other.
pub(super) struct Sent {
    pub(super) transform: Option<SentTransform>,
    pub(super) msm: Option<SentMsm>,
    /// What they may take by themselves.
    pub(super) time: Duration,
    /// When they are given up, with those before them in mind.
    pub(super) deadline: Instant,
}

/// A transform or quotient.
pub(super) struct SentTransform {
    pub(super) ticket: Ticket,
    pub(super) shape: Shape,
    pub(super) regions: TransformRegions,
}

/// An MSM. Its scalars may be the result of the transform before.
pub(super) struct SentMsm {
    pub(super) ticket: Ticket,
    pub(super) bases: BasesId,
    pub(super) over: BaseKind,
    pub(super) scalars: Region,
    pub(super) result: Region,
}

impl Sent {
    /// Of the jobs in their order.
    pub(super) fn tickets(&self) -> Vec<Ticket> {
        let transform = self.transform.iter().map(|transform| transform.ticket);
        let msm = self.msm.iter().map(|msm| msm.ticket);
        transform.chain(msm).collect()
    }

    /// What the card counted, by what it completed.
    pub(super) fn counters(
        &self,
        session: &Session,
        completions: &[Completion],
    ) -> Option<CardCounters> {
        match (&self.transform, &self.msm, completions) {
            (Some(transform), Some(msm), [first, second]) => Some(CardCounters::QuotientMsm {
                quotient: transform.counters(session, first)?,
                msm: msm.counters(session, second)?,
            }),
            (Some(transform), None, [only]) => {
                let counters = transform.counters(session, only);
                counters.map(CardCounters::Transform)
            }
            (None, Some(msm), [only]) => msm.counters(session, only).map(CardCounters::Msm),
            _ => None,
        }
    }
}

impl SentTransform {
    fn counters(&self, session: &Session, completion: &Completion) -> Option<TransformCounters> {
        let Counters::Transform(counted) = completion.counters else {
            return None;
        };
        let lanes = session.identity().transforms.map_or(0, |told| told.lanes);
        Some(TransformCounters {
            cycles: completion.cycles.into(),
            pass_cycles: counted.pass_cycles.into(),
            butterflies: self.shape.butterflies(),
            lanes: lanes.into(),
            full_cycles: counted.full_cycles.into(),
            starved_cycles: counted.starved.into(),
            factor_cycles: counted.factors_awaited.into(),
            refused_cycles: counted.refused.into(),
            words_read: counted.words_read.into(),
            words_written: counted.words_written.into(),
        })
    }
}

impl SentMsm {
    fn counters(&self, session: &Session, completion: &Completion) -> Option<MsmCounters> {
        let Counters::Msm(counted) = completion.counters else {
            return None;
        };
        let raised = self.over == BaseKind::Multiples;
        let words = session.identity().base_words(self.over);
        Some(MsmCounters {
            cycles: completion.cycles.into(),
            bucket_cycles: counted.bucket_cycles.into(),
            bucket_additions: counted.bucket_additions.into(),
            reduction_cycles: counted.reduction_cycles.into(),
            reduction_additions: counted.reduction_additions.into(),
            stored: counted.stored.into(),
            starved_cycles: counted.starved.into(),
            refused_cycles: counted.refused.into(),
            spent_slots: counted.spent.into(),
            met_pairs: counted.met.into(),
            multiples: words.filter(|_| raised).map(|words| words as u64),
        })
    }
}

/// What comes out of jobs.
pub(super) enum Output<C: SnarkCurve> {
    /// Of no terms.
    Nothing,
    G1(C::G1),
    G2(C::G2),
    Numbers(Numbers<C>),
}

/// Where the answer to a request goes.
pub(super) enum ReplyTo<C: SnarkCurve> {
    G1(Sender<Reply<C::G1>>),
    G2(Sender<Reply<C::G2>>),
    Numbers(Sender<Reply<Numbers<C>>>),
}

impl<C: SnarkCurve> ReplyTo<C> {
    /// A receiver that is gone has given up waiting.
    pub(super) fn send(&self, result: Reply<Output<C>>) {
        match self {
            Self::G1(reply) => {
                let sum = |output| match output {
                    Output::G1(sum) => sum,
                    _ => C::G1::ZERO,
                };
                drop(reply.send(of(result, sum)));
            }
            Self::G2(reply) => {
                let sum = |output| match output {
                    Output::G2(sum) => sum,
                    _ => C::G2::ZERO,
                };
                drop(reply.send(of(result, sum)));
            }
            Self::Numbers(reply) => {
                let numbers = |output| match output {
                    Output::Numbers(numbers) => numbers,
                    _ => Zeroizing::default(),
                };
                drop(reply.send(of(result, numbers)));
            }
        }
    }
}

fn of<C: SnarkCurve, T>(result: Reply<Output<C>>, take: impl Fn(Output<C>) -> T) -> Reply<T> {
    let Completed {
        output,
        busy,
        counters,
    } = result?;
    Ok(Completed {
        output: take(output),
        busy,
        counters,
    })
}

impl<C: SnarkCurve> Worker<C> {
    /// The result of jobs that have ended.
    pub(super) fn read(
        &mut self,
        sent: &Sent,
        reply: &ReplyTo<C>,
    ) -> Result<Output<C>, AcceleratorError> {
        match (&sent.msm, &sent.transform, reply) {
            (Some(msm), _, ReplyTo::G1(_)) => self.read_sum::<C::G1Affine>(msm).map(Output::G1),
            (Some(msm), _, ReplyTo::G2(_)) => self.read_sum::<C::G2Affine>(msm).map(Output::G2),
            (None, Some(transform), ReplyTo::Numbers(_)) => {
                let bytes = self.read_region(transform.regions.result)?;
                let numbers = encoding::elements(&bytes, 1 << transform.shape.bits);
                numbers.map(Output::Numbers)
            }
            _ => Err(AcceleratorError::WorkerGone),
        }
    }

    fn read_sum<P: CardPoint>(&mut self, msm: &SentMsm) -> Result<P::Group, AcceleratorError> {
        let bytes = self.read_region(msm.result)?;
        sum_of_chains::<P>(windows(&self.session, msm.over)?, &bytes)
    }

    fn read_region(&mut self, region: Region) -> Result<Zeroizing<Vec<u8>>, AcceleratorError> {
        let mut bytes = Zeroizing::new(vec![0; region.words as usize * WORD_BYTES]);
        self.session.read(region, 0, &mut bytes)?;
        Ok(bytes)
    }
}

/// The windows that an MSM over bases of a kind fills.
pub(super) fn windows(session: &Session, over: BaseKind) -> Result<&Windows, AcceleratorError> {
    let kind = match over.group() {
        Group::G1 => OperationKind::MsmG1,
        Group::G2 => OperationKind::MsmG2,
    };
    let windows = session.identity().windows_of(over);
    windows.ok_or(AcceleratorError::Unsupported(kind))
}
