//! The report of a proof as a table.

use zkcard::{accelerator::CardReport, groth16::ProofReport};

/// Prints phases and operations: what, how large, where, how long, why there.
pub(crate) fn print(report: &ProofReport) {
    let mut rows = vec![["step", "elements", "backend", "time", "why there"].map(String::from)];
    for phase in &report.phases {
        let cells = [phase.phase, "", "cpu", &time(phase.milliseconds), ""];
        rows.push(cells.map(String::from));
    }
    for operation in &report.operations {
        rows.push([
            operation.name.into(),
            operation.size.to_string(),
            operation.backend.clone(),
            time(operation.milliseconds),
            operation.reason.clone(),
        ]);
    }
    let width = |i: usize| {
        rows.iter()
            .map(|row| row[i].chars().count())
            .max()
            .unwrap_or(0)
    };
    let [name, size, backend, duration] = [width(0), width(1), width(2), width(3)];
    for [a, b, c, d, e] in &rows {
        println!(
            "{}",
            format!("{a:name$}  {b:>size$}  {c:backend$}  {d:>duration$}  {e}").trim_end()
        );
    }
    println!("whole proof: {} (steps overlap)", time(report.milliseconds));
    print_counters(report);
    if let Some(card) = &report.card {
        print_card(card);
    }
    for incident in &report.incidents {
        println!("incident: {incident}");
    }
}

fn print_counters(report: &ProofReport) {
    for operation in &report.operations {
        if let Some(counters) = operation.counters {
            let busy =
                100.0 * counters.bucket_additions as f64 / counters.bucket_cycles.max(1) as f64;
            println!(
                "{}: {} card clocks; bucket phase {} clocks, an addition started in {busy:.1}% of them, \
                 {} points stored, {} clocks starved, {} refused; reduction {} clocks, {} additions",
                operation.name,
                counters.cycles,
                counters.bucket_cycles,
                counters.stored,
                counters.starved_cycles,
                counters.refused_cycles,
                counters.reduction_cycles,
                counters.reduction_additions,
            );
        }
    }
}

fn print_card(card: &CardReport) {
    if let Some(clocks) = card.clocks_per_bit {
        let baud = card.baud.map(|baud| format!(" ({baud} baud)"));
        let baud = baud.unwrap_or_default();
        println!("{}: {clocks} clocks a bit on its line{baud}", card.name);
    }
    for error in &card.errors {
        println!("{} noted: {error}", card.name);
    }
}

fn time(milliseconds: f64) -> String {
    match milliseconds {
        ms if ms < 10.0 => format!("{ms:.2} ms"),
        ms if ms < 10_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1e3),
    }
}
