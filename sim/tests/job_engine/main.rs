//! The job engine alone: what it reads, what it tells the cores, what it writes and clears, and how faults end.
use bench::{Bench, Written};
use zkcard_wire::{
    BaseKind,
    job::{JobDescriptor, JobKind, JobStatus},
    layout::POINTS_PER_CHAIN,
};

mod bench;
mod ntt_core;
mod stuck;
mod surroundings;
mod transforms;

/// A word that is written for beat `i` of a result: X and Y, then Z.
fn beat(i: u32) -> [u64; 2] {
    let i = u64::from(i);
    [(10 * i + 1) | ((10 * i + 2) << 32), 10 * i + 3]
}

#[test]
fn a_job_over_g2_reads_two_words_a_base_and_writes_two_beats_a_point() {
    let mut bench = Bench::new();
    bench.offer(&JobDescriptor::load(BaseKind::G2, 1, 2, 100, 7));
    assert_eq!(bench.ended(), [1, JobStatus::Done as u32]);
    let (scalars, result, count) = (300, 500, 5);
    bench.offer(&JobDescriptor {
        kind: JobKind::MsmG2,
        tag: 2,
        set: 2,
        bases: 0,
        scalars,
        result,
        count,
    });
    let begins = (0..200).find(|_| {
        bench.clock();
        bench.get("core_start") == 1
    });
    assert!(begins.is_some(), "the job does not begin");
    for (port, expected) in [
        ("base_index", 100),
        ("base_words", 2 * count),
        ("scalar_index", scalars),
        ("scalar_words", 3),
        ("count", count),
    ] {
        assert_eq!(bench.get(port), u64::from(expected), "{port}");
    }
    // Two beats a point; as many points as two chains have.
    let beats = 2 * 2 * POINTS_PER_CHAIN as u32;
    let (mut written, mut due) = (Written::new(), vec![]);
    let (mut sent, mut early) = (0, 0);
    for now in 0..300 {
        assert_eq!(bench.get("g2"), 1, "clock {now}");
        // Scalars come in clocks 10, 20 and 30; the core answers from clock 100 on.
        bench.set("scalar_came", u64::from([10, 20, 30].contains(&now)));
        let offers = now >= 100 && sent < beats;
        bench.set("point_valid", offers.into());
        bench.set("point_last", (sent + 1 == beats).into());
        let port = bench.0.port("point").expect("a port");
        let i = sent;
        bench.0.words_mut(port).fill(0);
        for number in 0..3 {
            bench.0.words_mut(port)[8 * number] = 10 * i + number as u32 + 1;
        }
        bench.set("core_done", u64::from(now == 200));
        bench.memory(&mut written, &mut due, now);
        bench.0.eval();
        if offers && bench.get("point_ready") == 1 {
            sent += 1;
        }
        if now == 90 {
            early = written.len();
        }
        bench.clock();
        if bench.get("done_valid") == 1 {
            break;
        }
    }
    assert_eq!(bench.get("done_valid"), 1, "the job does not end");
    assert_eq!(
        (sent, early),
        (beats, 3),
        "scalars are cleared as they come"
    );
    let mut expected: Written = (0..3).map(|i| (scalars + i, vec![0])).collect();
    for i in 0..beats {
        for (half, word) in (0..).zip(beat(i)) {
            expected.insert(result + 2 * i + half, vec![word]);
        }
    }
    assert_eq!(written, expected);
}

#[test]
fn a_job_over_multiples_reads_all_words_of_its_bases() {
    let mut bench = Bench::new();
    for (bases, set) in [(BaseKind::Multiples, 2), (BaseKind::G1, 3)] {
        bench.offer(&JobDescriptor::load(bases, 1, set, 100, 7));
        assert_eq!(bench.ended(), [1, JobStatus::Done as u32]);
    }
    for (set, multiples, words) in [(2, 1, 15), (3, 0, 5), (2, 1, 15)] {
        bench.offer(&JobDescriptor {
            kind: JobKind::Msm,
            tag: 2,
            set,
            bases: 0,
            scalars: 300,
            result: 500,
            count: 5,
        });
        let begins = (0..200).find(|_| {
            bench.clock();
            bench.get("core_start") == 1
        });
        assert!(begins.is_some(), "the job does not begin");
        let got = ["multiples", "base_words", "count", "g2"].map(|port| bench.get(port));
        assert_eq!(got, [multiples, words, 5, 0], "set {set}");
        bench.set("soft_reset", 1);
        bench.clock();
        bench.set("soft_reset", 0);
        (0..20).for_each(|_| bench.clock());
    }
}
