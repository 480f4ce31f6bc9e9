//! From evaluations of A, B and C on the domain to the sum over the bases of H.
//!
//! ```text
//! evaluations --> quotient and MSM H, on a card that does both: the scalars stay there
//!             '-> quotient --> scalars --> MSM H
//! ```
//!
//! A card whose memory does not hold all of the first way at once may still go the second.

use super::{ProveError, constraints::Evaluations, report::Recorder};
use crate::{
    accelerator::{
        Dispatcher, Finished, MsmG1, Operation, OperationError, OperationKind, OperationReport,
        Quotient, QuotientMsm, Running,
    },
    curve::SnarkCurve,
    key::Key,
    witness::Scalars,
};

/// The sum over the bases of H, under way.
pub(super) enum RunningH<'d, C: SnarkCurve> {
    Fused(Running<'d, C, QuotientMsm<C>>),
    Apart(Running<'d, C, MsmG1<C>>),
}

/// The sum over the bases of H.
pub(super) enum FinishedH<C: SnarkCurve> {
    Fused(Finished<C, QuotientMsm<C>>),
    Apart(Finished<C, MsmG1<C>>),
}

/// Starts the sum. Unless a card does all of it, this waits for the scalars.
pub(super) fn start<'d, C: SnarkCurve>(
    key: &Key<C>,
    evaluations: Evaluations<C::ScalarField>,
    dispatcher: &'d Dispatcher<C>,
    recorder: &mut Recorder,
) -> Result<RunningH<'d, C>, ProveError> {
    let Evaluations { a, b, c } = evaluations;
    let quotient = Quotient::new(key.form, [a, b, c]);
    if dispatcher.takes(OperationKind::QuotientMsm, quotient.size()) {
        let work = QuotientMsm::new(quotient, &key.h);
        let running = dispatcher.start("quotient and MSM H", work)?;
        return Ok(RunningH::Fused(running));
    }
    start_apart(key, quotient, dispatcher, recorder).map(RunningH::Apart)
}

/// Waits for the scalars, and starts the sum.
fn start_apart<'d, C: SnarkCurve>(
    key: &Key<C>,
    quotient: Quotient<C>,
    dispatcher: &'d Dispatcher<C>,
    recorder: &mut Recorder,
) -> Result<Running<'d, C, MsmG1<C>>, ProveError> {
    let mut finished = dispatcher.start("quotient", quotient)?.finish()?;
    recorder.operation(&finished.report);
    let scalars = Scalars::from_elements(std::mem::take(&mut *finished.output));
    Ok(dispatcher.start("MSM H", MsmG1::new(&key.h, &scalars))?)
}

impl<C: SnarkCurve> RunningH<'_, C> {
    /// Waits for the sum.
    pub(super) fn finish(
        self,
        key: &Key<C>,
        dispatcher: &Dispatcher<C>,
        recorder: &mut Recorder,
    ) -> Result<FinishedH<C>, ProveError> {
        let running = match self {
            Self::Fused(running) => running.finish_unless_refused()?,
            Self::Apart(running) => return Ok(FinishedH::Apart(running.finish()?)),
        };
        match running {
            Ok(finished) => Ok(FinishedH::Fused(finished)),
            Err((work, refusal)) => {
                recorder.incident(format!("quotient and MSM H: {refusal}; done apart"));
                let running = start_apart(key, work.quotient, dispatcher, recorder)?;
                Ok(FinishedH::Apart(running.finish()?))
            }
        }
    }
}

impl<C: SnarkCurve> FinishedH<C> {
    /// The sum.
    pub(super) fn output(&self) -> C::G1 {
        match self {
            Self::Fused(finished) => finished.output,
            Self::Apart(finished) => finished.output,
        }
    }

    /// How it came about.
    pub(super) fn report(&self) -> &OperationReport {
        match self {
            Self::Fused(finished) => &finished.report,
            Self::Apart(finished) => &finished.report,
        }
    }

    /// As [`Dispatcher::recheck`].
    pub(super) fn recheck(
        &mut self,
        dispatcher: &Dispatcher<C>,
    ) -> Result<Option<String>, OperationError> {
        match self {
            Self::Fused(finished) => dispatcher.recheck(finished),
            Self::Apart(finished) => dispatcher.recheck(finished),
        }
    }
}
