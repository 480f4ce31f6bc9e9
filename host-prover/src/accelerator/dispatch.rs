//! Decides where an operation runs, and what happens when it fails there.
//!
//! | event | mode auto | mode card |
//! |---|---|---|
//! | not supported, or no room on the card | CPU | CPU: the card still does what it can |
//! | too small to be worth the way, or the way alone longer than the CPU takes | CPU | the card |
//! | no card | CPU | error |
//! | fault of the card | CPU for this operation; after [`MAX_FAULTS`], for all | error |
//! | given up earlier | CPU | error |
//! | card gone | CPU for this and all later operations | error |
//! | result that fails its check | the CPU computes it again: wrong if that differs | the same |
//! | wrong result | the card is not used again; the CPU's result is taken | error |
//! | wrong result over bases that are no points of the group | error: the key is damaged | the same |
//!
//! Before a wrong result is held against a card, the bases of that operation are
//! checked: an honest card and the CPU may disagree about a damaged key.
//!
//! Inputs stay with the host until a result is accepted, so every operation
//! can be run again.

mod running;

pub use running::{Finished, Running};

use running::Account;

use super::{
    Accelerator, AcceleratorError, CardReport, CpuBackend, CpuOptions, Operation, OperationError,
    OperationKind, Reservation, report::milliseconds,
};
use crate::curve::SnarkCurve;
use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// Faults after which a card is given up.
pub const MAX_FAULTS: u32 = 3;

/// Where operations may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// On a card where there is one, on the CPU otherwise.
    Auto,
    /// Never on a card.
    Cpu,
    /// On a card, or not at all.
    Card,
}

/// A card and its record.
struct Watched<C: SnarkCurve> {
    card: Box<dyn Accelerator<C>>,
    record: Mutex<Record>,
}

#[derive(Default)]
struct Record {
    faults: u32,
    given_up: Option<String>,
}

/// Why a card is not asked.
enum Refusal {
    /// It cannot do this, or there is none.
    Unfit(String),
    /// It failed too often.
    GivenUp(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfit(reason) => f.write_str(reason),
            Self::GivenUp(reason) => write!(f, "the card is no longer used: {reason}"),
        }
    }
}

/// Runs operations on the right backend.
pub struct Dispatcher<C: SnarkCurve> {
    mode: Mode,
    cpu: CpuBackend,
    card: Option<Watched<C>>,
    /// Why there is no card, for reports and errors.
    absence: String,
}

impl<C: SnarkCurve> Dispatcher<C> {
    /// Everything on the CPU.
    pub fn cpu_only() -> Self {
        let absence = "the CPU was asked for".into();
        Self {
            mode: Mode::Cpu,
            cpu: CpuBackend::default(),
            card: None,
            absence,
        }
    }

    /// A card, with the CPU in reserve unless `mode` is [`Mode::Card`].
    pub fn with_card(mode: Mode, card: Box<dyn Accelerator<C>>) -> Self {
        if mode == Mode::Cpu {
            return Self::cpu_only();
        }
        let card = Watched {
            card,
            record: Mutex::default(),
        };
        Self {
            mode,
            cpu: CpuBackend::default(),
            card: Some(card),
            absence: String::new(),
        }
    }

    /// No card was found, and `absence` says why: everything on the CPU.
    pub fn without_card(absence: impl Into<String>) -> Self {
        Self {
            mode: Mode::Auto,
            cpu: CpuBackend::default(),
            card: None,
            absence: absence.into(),
        }
    }

    /// The same, with bounds for what runs on the CPU.
    #[must_use]
    pub fn with_cpu(self, options: CpuOptions) -> Self {
        let cpu = CpuBackend::new(options);
        Self { cpu, ..self }
    }

    /// Whether pages of a mapped key are given back once they were used.
    pub(crate) fn releases_keys(&self) -> bool {
        self.cpu.releases_keys()
    }

    /// Counts bytes among those that operations on the CPU take, until this is dropped.
    pub fn reserve(&self, bytes: u64) -> Reservation {
        self.cpu.reserve(bytes)
    }

    /// Starts an operation. Does not wait.
    ///
    /// # Errors
    /// When the mode demands a card and the card does not take it.
    pub fn start<O: Operation<C>>(
        &self,
        name: &'static str,
        operation: O,
    ) -> Result<Running<'_, C, O>, OperationError> {
        let size = operation.size();
        let running = |job, reason, incident, on_card| Running {
            account: Account {
                dispatcher: self,
                name,
                size,
                reason,
                incident,
            },
            job,
            on_card,
        };
        let error = |source| OperationError {
            operation: name,
            source,
        };
        let (reason, incident) = match self.choose(O::KIND, size) {
            Err(Refusal::GivenUp(reason)) if self.mode == Mode::Card => {
                return Err(error(AcceleratorError::GivenUp(reason)));
            }
            Err(refusal) => (refusal.to_string(), None),
            Ok(watched) => match operation.clone().submit(&*watched.card) {
                Ok(job) => return Ok(running(job, "card".into(), None, Some(operation))),
                Err(fault) if self.mode == Mode::Card && !fault.is_refusal() => {
                    return Err(error(fault));
                }
                Err(fault) => (self.fall_back(&fault), Some(format!("{name}: {fault}"))),
            },
        };
        let job = operation.submit(&self.cpu).map_err(error)?;
        Ok(running(job, reason, incident, None))
    }

    /// Checks what a card computed. A result that fails is computed again: the
    /// input may be to blame, if it is a witness that does not satisfy its circuit.
    fn check<O: Operation<C>>(&self, finished: &mut Finished<C, O>) -> Result<(), OperationError> {
        let Some(operation) = finished.from_card.as_ref().filter(|_| O::CHECKED) else {
            return Ok(());
        };
        let started = Instant::now();
        let sound = operation.check(&finished.output);
        finished.report.check_milliseconds = Some(milliseconds(started.elapsed()));
        if !sound && let Some(incident) = self.recheck(finished)? {
            finished.report.incident = Some(incident);
        }
        Ok(())
    }

    /// Computes again on the CPU what a card computed, takes the CPU's result
    /// and, if they differ, gives the card up and says so.
    ///
    /// # Errors
    /// When the CPU cannot compute it, when a base is bad, so that the key is to
    /// blame, or when nothing may stand in for a card that gave a wrong result.
    pub fn recheck<O: Operation<C>>(
        &self,
        finished: &mut Finished<C, O>,
    ) -> Result<Option<String>, OperationError> {
        let Some(operation) = finished.from_card.take() else {
            return Ok(None);
        };
        let name = finished.report.name;
        let error = |source| OperationError {
            operation: name,
            source,
        };
        let job = operation.clone().submit(&self.cpu).map_err(error)?;
        let right = job.wait().map_err(error)?.output;
        if right == finished.output {
            return Ok(None);
        }
        operation.check_key().map_err(|base| error(base.into()))?;
        let incident = format!("{name}: the card's result was wrong; it was computed again");
        self.give_up(&incident);
        if self.mode == Mode::Card {
            return Err(error(AcceleratorError::WrongResult));
        }
        finished.output = right;
        finished.report.backend = "cpu".into();
        finished.report.reason = "the card's result was wrong".into();
        finished.report.counters = None;
        Ok(Some(incident))
    }

    /// Whether an operation would go to the card.
    pub fn takes(&self, kind: OperationKind, size: usize) -> bool {
        self.choose(kind, size).is_ok()
    }

    /// The card, if it is to run such an operation, or else why not.
    fn choose(&self, kind: OperationKind, size: usize) -> Result<&Watched<C>, Refusal> {
        let refuse = |reason: String| Err(Refusal::Unfit(reason));
        let watched = self
            .card
            .as_ref()
            .ok_or_else(|| Refusal::Unfit(self.absence.clone()))?;
        if let Some(reason) = &watched.record().given_up {
            return Err(Refusal::GivenUp(reason.clone()));
        }
        let can = watched.card.capabilities();
        match can.largest(kind) {
            0 => return refuse("the card does not do this".into()),
            most if size > most => {
                return refuse(format!("too large for the card (at most {most})"));
            }
            _ => {}
        }
        // Who demands a card wants to see it work, however small the work is and however long the way.
        if self.mode == Mode::Card {
            return Ok(watched);
        }
        if size < can.min_size {
            return refuse(format!(
                "too small for the card (at least {})",
                can.min_size
            ));
        }
        if watched.card.is_slower(kind, size) {
            return refuse("the way to the card alone takes longer than the CPU".into());
        }
        Ok(watched)
    }

    /// Notes a fault and says what follows from it.
    fn fall_back(&self, fault: &AcceleratorError) -> String {
        if fault.is_refusal() {
            return fault.to_string();
        }
        if let Some(watched) = &self.card
            && !fault.is_victim()
        {
            let mut record = watched.record();
            record.faults += 1;
            if fault.is_lost() || record.faults >= MAX_FAULTS {
                record.given_up.get_or_insert_with(|| fault.to_string());
            }
        }
        "the card failed".into()
    }

    /// Who the card is and what it noted since this was asked last.
    pub fn card_report(&self) -> Option<CardReport> {
        self.card.as_ref()?.card.card_report()
    }

    fn give_up(&self, reason: &str) {
        if let Some(watched) = &self.card {
            watched
                .record()
                .given_up
                .get_or_insert_with(|| reason.to_owned());
        }
    }
}

impl<C: SnarkCurve> Watched<C> {
    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
