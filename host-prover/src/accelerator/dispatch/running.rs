//! Operations under way, and what becomes of them.

use super::{Dispatcher, Mode};
use crate::{
    accelerator::{
        AcceleratorError, BoxedJob, Completed, Operation, OperationError, OperationReport,
        report::milliseconds,
    },
    curve::SnarkCurve,
};

/// An operation under way.
pub struct Running<'d, C: SnarkCurve, O: Operation<C>> {
    pub(super) account: Account<'d, C>,
    pub(super) job: BoxedJob<O::Output>,
    /// The operation, if a card runs it and it may have to run again.
    pub(super) on_card: Option<O>,
}

/// What a report says of an operation that has not ended.
pub(super) struct Account<'d, C: SnarkCurve> {
    pub(super) dispatcher: &'d Dispatcher<C>,
    pub(super) name: &'static str,
    pub(super) size: usize,
    pub(super) reason: String,
    pub(super) incident: Option<String>,
}

/// An operation whose result is there.
pub struct Finished<C: SnarkCurve, O: Operation<C>> {
    /// The result.
    pub output: O::Output,
    /// How it came about.
    pub report: OperationReport,
    /// The operation, if a card's result was taken and may have to be checked.
    pub(super) from_card: Option<O>,
}

/// A result, or the operation with the reason for which a card has no use for it.
pub(crate) type OrRefused<C, O> = Result<Finished<C, O>, (O, AcceleratorError)>;

impl<C: SnarkCurve, O: Operation<C>> Running<'_, C, O> {
    /// Waits for the result, from the CPU if the card fails and the mode allows.
    ///
    /// # Errors
    /// When no backend gave a result, or the key is damaged.
    pub fn finish(self) -> Result<Finished<C, O>, OperationError> {
        let result = self.job.wait();
        self.account.settle(result, self.on_card)
    }

    /// The same, but an operation that a sound card does not take comes back.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub(crate) fn finish_unless_refused(self) -> Result<OrRefused<C, O>, OperationError> {
        match (self.job.wait(), self.on_card) {
            (Err(fault), Some(operation)) if fault.is_refusal() => Ok(Err((operation, fault))),
            (result, on_card) => self.account.settle(result, on_card).map(Ok),
        }
    }
}

impl<C: SnarkCurve> Account<'_, C> {
    /// Takes a result, or has the CPU stand in for a card.
    fn settle<O: Operation<C>>(
        mut self,
        result: Result<Completed<O::Output>, AcceleratorError>,
        on_card: Option<O>,
    ) -> Result<Finished<C, O>, OperationError> {
        let (completed, from_card) = match (result, on_card) {
            (Ok(completed), on_card) => (completed, on_card),
            (Err(fault), Some(operation)) if !fault.is_input() => {
                (self.stand_in(operation, fault)?, None)
            }
            (Err(fault), _) => return Err(self.error(fault)),
        };
        let dispatcher = self.dispatcher;
        let backend = match (&from_card, &dispatcher.card) {
            (Some(_), Some(watched)) => watched.card.capabilities().name,
            _ => "cpu".into(),
        };
        let report = OperationReport {
            name: self.name,
            kind: O::KIND,
            size: self.size,
            backend,
            reason: self.reason,
            milliseconds: milliseconds(completed.busy),
            counters: completed.counters,
            check_milliseconds: None,
            incident: self.incident,
        };
        let mut finished = Finished {
            output: completed.output,
            report,
            from_card,
        };
        dispatcher.check(&mut finished)?;
        Ok(finished)
    }

    /// The CPU's result in place of that of a card that failed, if the mode allows.
    fn stand_in<O: Operation<C>>(
        &mut self,
        operation: O,
        fault: AcceleratorError,
    ) -> Result<Completed<O::Output>, OperationError> {
        if fault.is_wrong_answer() {
            let key = operation.check_key();
            key.map_err(|base| self.error(base.into()))?;
        }
        if self.dispatcher.mode == Mode::Card && !fault.is_refusal() {
            return Err(self.error(fault));
        }
        self.reason = self.dispatcher.fall_back(&fault);
        let name = self.name;
        self.incident = Some(format!("{name}: {fault}; computed on the CPU instead"));
        let job = operation.submit(&self.dispatcher.cpu);
        let result = job.and_then(|job| job.wait());
        result.map_err(|error| self.error(error))
    }

    fn error(&self, source: AcceleratorError) -> OperationError {
        OperationError {
            operation: self.name,
            source,
        }
    }
}
