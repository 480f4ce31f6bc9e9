//! What happened while a proof was made.

use crate::accelerator::{CardReport, OperationReport, milliseconds};
use serde::Serialize;
use std::time::Instant;

/// The time that a phase took.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseReport {
    /// Its name.
    pub phase: &'static str,
    /// What it works on, where that can be counted: constraints.
    pub elements: Option<usize>,
    /// Wall time in milliseconds, waiting for processors that other operations
    /// use included.
    pub milliseconds: f64,
}

/// The account of a proof: its phases, and where each operation ran.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProofReport {
    /// Phases that always run on the host, in order.
    pub phases: Vec<PhaseReport>,
    /// Operations that a backend ran: the quotient, then MSMs A, B1, B2, C, H.
    pub operations: Vec<OperationReport>,
    /// The card that could be used, if there was one.
    pub card: Option<CardReport>,
    /// What a card did wrong and how it was mended.
    pub incidents: Vec<String>,
    /// Wall time of the whole proof in milliseconds.
    pub milliseconds: f64,
}

/// Fills a report while phases run.
pub(super) struct Recorder {
    started: Instant,
    report: ProofReport,
}

impl Recorder {
    pub(super) fn start() -> Self {
        Self {
            started: Instant::now(),
            report: ProofReport::default(),
        }
    }

    /// Runs a phase and notes its time.
    pub(super) fn phase<T>(&mut self, phase: &'static str, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        let milliseconds = milliseconds(started.elapsed());
        self.report.phases.push(PhaseReport {
            phase,
            elements: None,
            milliseconds,
        });
        result
    }

    /// Says on how many elements the phase before worked.
    pub(super) fn elements(&mut self, count: usize) {
        if let Some(phase) = self.report.phases.last_mut() {
            phase.elements = Some(count);
        }
    }

    pub(super) fn operation(&mut self, report: &OperationReport) {
        self.report.incidents.extend(report.incident.clone());
        self.report.operations.push(report.clone());
    }

    pub(super) fn incident(&mut self, incident: String) {
        self.report.incidents.push(incident);
    }

    pub(super) fn finish(mut self, card: Option<CardReport>) -> ProofReport {
        self.report.card = card;
        self.report.milliseconds = milliseconds(self.started.elapsed());
        self.report
    }
}
