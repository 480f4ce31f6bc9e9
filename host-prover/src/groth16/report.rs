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
    /// Most memory that this process has held since it began, mapped pages of the key
    /// included, in bytes; none where the system does not tell.
    pub peak_memory: Option<u64>,
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
        self.report.peak_memory = peak_memory();
        self.report
    }
}

/// The largest resident set of this process, in bytes.
fn peak_memory() -> Option<u64> {
    peak_of(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// The same from the text in which Linux tells it.
fn peak_of(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim_end().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::peak_of;

    #[test]
    fn the_peak_is_found_among_what_linux_tells() {
        let status = "Name:\tzkcard\nVmPeak:\t 9999 kB\nVmHWM:\t  1234 kB\nVmRSS:\t 12 kB\n";
        assert_eq!(peak_of(status), Some(1234 * 1024));
        assert_eq!(peak_of("VmHWM:\t  many kB\n"), None);
        assert_eq!(peak_of(""), None);
    }
}
