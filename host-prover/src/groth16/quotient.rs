//! From evaluations of A, B and C on the domain to the sum over the bases of H.
//!
//! ```text
//! evaluations --> quotient and MSM H, on a card that does both: the scalars stay there
//!             '-> quotient --> scalars --> MSM H
//! ```

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
    let mut finished = dispatcher.start("quotient", quotient)?.finish()?;
    recorder.operation(&finished.report);
    let scalars = Scalars::from_elements(std::mem::take(&mut *finished.output));
    let running = dispatcher.start("MSM H", MsmG1::new(&key.h, &scalars))?;
    Ok(RunningH::Apart(running))
}

impl<C: SnarkCurve> RunningH<'_, C> {
    /// As [`Running::finish`].
    pub(super) fn finish(self) -> Result<FinishedH<C>, OperationError> {
        Ok(match self {
            Self::Fused(running) => FinishedH::Fused(running.finish()?),
            Self::Apart(running) => FinishedH::Apart(running.finish()?),
        })
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
