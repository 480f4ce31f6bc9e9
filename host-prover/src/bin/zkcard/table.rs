//! The report of a proof as a table.

use crate::output::{PrintError, say};
use zkcard::{
    accelerator::{CardReport, MsmCounters, OperationReport, TransformCounters},
    groth16::{PhaseReport, ProofReport},
};

/// Cells of a row: step, elements, backend, time, why there.
type Row = [String; 5];

/// Prints phases and operations in the order of time: what, how large, where,
/// how long, why there.
pub(crate) fn print(report: &ProofReport) -> Result<(), PrintError> {
    let shared = shared_reason(&report.operations);
    let rows = rows(report, shared.is_none());
    let width = |i: usize| rows.iter().map(|row| row[i].chars().count()).max();
    let [name, size, backend, duration] = [0, 1, 2, 3].map(|i| width(i).unwrap_or(0));
    for [a, b, c, d, e] in &rows {
        let row = format!("{a:name$}  {b:>size$}  {c:backend$}  {d:>duration$}  {e}");
        say!("{}", row.trim_end())?;
    }
    let memory = |bytes: u64| format!(", at most {} MiB of memory", bytes.div_ceil(1 << 20));
    say!(
        "whole proof: {} (steps overlap){}",
        time(report.milliseconds),
        report.peak_memory.map_or(String::new(), memory)
    )?;
    if let Some(reason) = shared {
        say!("{reason}")?;
    }
    print_counters(report)?;
    if let Some(card) = &report.card {
        print_card(card)?;
    }
    for incident in &report.incidents {
        say!("incident: {incident}")?;
    }
    Ok(())
}

/// The reason of all operations, if it is the same.
fn shared_reason(operations: &[OperationReport]) -> Option<&str> {
    let first = operations.first()?.reason.as_str();
    let same = operations.iter().all(|operation| operation.reason == first);
    same.then_some(first)
}

fn rows(report: &ProofReport, with_reasons: bool) -> Vec<Row> {
    let why = if with_reasons { "why there" } else { "" };
    let operation = |operation: &OperationReport| {
        let reason = if with_reasons { &operation.reason } else { "" };
        [
            operation.name.into(),
            operation.size.to_string(),
            operation.backend.clone(),
            time(operation.milliseconds),
            reason.into(),
        ]
    };
    // The first phase makes what the quotient works on; the others join and
    // check the sums.
    let (before, after) = report.phases.split_at(report.phases.len().min(1));
    let head = ["step", "elements", "backend", "time", why].map(String::from);
    let before = before.iter().map(phase);
    let operations = report.operations.iter().map(operation);
    let steps = before.chain(operations).chain(after.iter().map(phase));
    std::iter::once(head).chain(steps).collect()
}

fn phase(phase: &PhaseReport) -> Row {
    let elements = phase.elements.map_or(String::new(), |n| n.to_string());
    let time = time(phase.milliseconds);
    [
        phase.phase.into(),
        elements,
        "cpu".into(),
        time,
        String::new(),
    ]
}

fn print_counters(report: &ProofReport) -> Result<(), PrintError> {
    let operations = || report.operations.iter();
    let transforms = || {
        operations()
            .filter_map(|operation| Some((operation, operation.counters?.transform().copied()?)))
    };
    for (operation, counters) in transforms() {
        say!("{}", transform_line(operation, &counters))?;
    }
    if transforms().next().is_some() {
        say!("  waited: for words from the card's memory, for factors, for memory to take a word")?;
    }
    let msms = || {
        operations().filter_map(|operation| Some((operation, operation.counters?.msm().copied()?)))
    };
    for (operation, counters) in msms() {
        say!("{}", msm_line(operation, &counters))?;
    }
    if msms().next().is_some() {
        say!("  stored: put into an empty bucket, which costs no addition")?;
        say!("  starved: the next point had not arrived from the card's memory")?;
        say!("  refused: a point had to wait, because the queue of additions was full")?;
        say!(
            "  met: two points for one bucket came in the same clock, and were added to each other"
        )?;
        say!("  spent: slots of the adder that full additions take beside their own")?;
    }
    Ok(())
}

fn transform_line(operation: &OperationReport, counters: &TransformCounters) -> String {
    let slots = (counters.lanes * counters.cycles).max(1);
    let efficiency = 100.0 * counters.butterflies as f64 / slots as f64;
    let checked = operation.check_milliseconds;
    let checked = checked.map_or(String::new(), |ms| {
        format!("; checked at a random point in {}", time(ms))
    });
    format!(
        "{}: {} card clocks for {} butterflies on {} lanes, {efficiency:.1}% of what they could; \
         passes {} clocks, all lanes started a butterfly in {}; waited {}, {} and {} clocks; \
         {} words read, {} written{checked}",
        operation.name,
        counters.cycles,
        counters.butterflies,
        counters.lanes,
        counters.pass_cycles,
        counters.full_cycles,
        counters.starved_cycles,
        counters.factor_cycles,
        counters.refused_cycles,
        counters.words_read,
        counters.words_written,
    )
}

fn msm_line(operation: &OperationReport, counters: &MsmCounters) -> String {
    let busy = 100.0 * counters.bucket_additions as f64 / counters.bucket_cycles.max(1) as f64;
    format!(
        "{}: {} card clocks; bucket phase {} clocks, an addition started in {busy:.1}% of them, \
         {} points stored, {} clocks starved, {} refused, {} pairs met; \
         reduction {} clocks, {} additions; {} slots spent on products of two Z{}",
        operation.name,
        counters.cycles,
        counters.bucket_cycles,
        counters.stored,
        counters.starved_cycles,
        counters.refused_cycles,
        counters.met_pairs,
        counters.reduction_cycles,
        counters.reduction_additions,
        counters.spent_slots,
        multiples(counters),
    )
}

/// Over what it ran, if not over bases alone.
fn multiples(counters: &MsmCounters) -> String {
    let words = counters.multiples;
    words.map_or(String::new(), |words| {
        format!("; over bases with multiples, {words} words each")
    })
}

fn print_card(card: &CardReport) -> Result<(), PrintError> {
    if let Some(clocks) = card.clocks_per_bit {
        let baud = card.baud.map(|baud| format!(" ({baud} baud)"));
        let baud = baud.unwrap_or_default();
        say!("{}: {clocks} clocks a bit on its line{baud}", card.name)?;
    }
    for error in &card.errors {
        say!("{} noted: {error}", card.name)?;
    }
    Ok(())
}

fn time(milliseconds: f64) -> String {
    match milliseconds {
        ms if ms < 10.0 => format!("{ms:.2} ms"),
        ms if ms < 10_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1e3),
    }
}
