//! Proofs about the scheduler of the MSM core and the way to memory, with yosys and ABC: for every input, not for drawn ones.
//!
//! Each claim is also looked for in a design with a planted bug, no further than it is proven.
#![allow(unreachable_pub)]

mod bank_rules;
mod bugs;
mod fifo_rules;
mod loop_ties;
mod pair_loop;
mod prover;
mod shell_rules;
mod ties;

use bank_rules::BankRules;
use fifo_rules::FifoRules;
use pair_loop::{LOOK, PairLoop, Sums};
use prover::{Proof, Reach, Verdict};
use rust_hdl::prelude::Block;
use shell_rules::{CutterRules, RequestRules};
use zkcard_hdl::emit::{Design, emit};
use zkcard_hdl::msm::PairQueues;

fn design(name: &str, block: impl Block) -> Design {
    emit(name, block).unwrap()
}

fn fifo() -> Design {
    design("fifo_rules", FifoRules::<2, 3>::new())
}

fn bank() -> Design {
    design("bank_rules", BankRules::new())
}

fn requests() -> Design {
    design("request_rules", RequestRules::new())
}

fn cutter() -> Design {
    design("cutter_rules", CutterRules::new())
}

/// Queues of 16 places.
fn pair_loop(sums: Sums) -> Design {
    let design = design("pair_loop", PairLoop::<4, 5>::new(sums));
    ties::tied(design, &loop_ties::ties())
}

/// Claims of the FIFO: its own two, and of order.
const FIFO: [&str; 2] = ["\\fifo.", "\\in_order."];
const BANK: [&str; 5] = [
    "\\a_comes.",
    "\\b_comes.",
    "\\a_right.",
    "\\b_right.",
    "\\balance.",
];
const REQUESTS: [&str; 4] = ["\\right.", "\\nothing_lost.", "\\first.", "\\served."];
/// Claims of the cutter of bursts: what a command is, and that all words of a burst are asked for once, in order.
const CUTTER: [&str; 7] = [
    "\\aligned.",
    "\\stays.",
    "\\in_turn.",
    "\\no_more.",
    "\\all.",
    "\\at_once.",
    "\\takes.",
];
/// Claims of the loop for ever, whenever sums come back.
const LOOP: [&str; 7] = [
    "\\fits_0.",
    "\\fits_1.",
    "\\mixed_check.",
    "\\full_check.",
    "\\progress.",
    "\\admits.",
    "\\groups.",
];
/// Pairs of sums, mixed and full, in their queues.
const SUMS: [&str; 2] = ["\\fits_2.", "\\fits_3."];

/// Latencies of the adder, and clocks from the start in which all behaviours are tried: more than a loop.
const LATENCIES: [(usize, usize); 3] = [(20, 60), (40, 80), (MOST_LATENCY, 110)];
/// The longest latency that queues of 16 places are made for.
const MOST_LATENCY: usize = PairQueues::<1, 2, 3, 4, 4, 5>::MOST_LATENCY;
const _: () = {
    let mut i = 0;
    while i < LATENCIES.len() {
        let (latency, clocks) = LATENCIES[i];
        assert!(clocks > latency + 2 * LOOK + QUEUE_AND_LINE, "a loop");
        i += 1;
    }
};

/// Clocks in which all behaviours of a marked pair are tried, whenever sums come back.
const ONCE: usize = 20;
const NONE_LOST: usize = 24;
/// Clocks through a queue and the line.
const QUEUE_AND_LINE: usize = 3;
/// A sum that comes back at once finds a point, and their pair starts after so many clocks.
const SHORTEST_LOOP: usize = QUEUE_AND_LINE + 1;
// An item's pair, that of its sum, and that of the sum of those.
const _: () = assert!(ONCE > LOOK + QUEUE_AND_LINE + 3 * SHORTEST_LOOP && NONE_LOST > ONCE);

#[test]
fn a_fifo_gives_each_word_once_and_in_order() {
    let proof = Proof::new("fifo", &fifo());
    assert_eq!(proof.check(&FIFO, Reach::Always), Verdict::Holds);
}

#[test]
fn a_bank_stores_or_pairs_each_point_once() {
    let proof = Proof::new("bank", &bank());
    assert_eq!(proof.check(&BANK, Reach::Always), Verdict::Holds);
}

#[test]
fn each_request_to_memory_is_taken_once_and_in_its_turn() {
    let proof = Proof::new("requests", &requests());
    assert_eq!(proof.check(&REQUESTS, Reach::Always), Verdict::Holds);
}

#[test]
fn all_words_of_a_burst_are_asked_for_once_in_order_and_within_what_memory_takes() {
    let proof = Proof::new("cutter", &cutter());
    assert_eq!(proof.check(&CUTTER, Reach::Always), Verdict::Holds);
}

#[test]
fn items_never_overflow_their_queues_and_waiting_pairs_start() {
    let proof = Proof::new("items", &pair_loop(Sums::AnyTime));
    assert_eq!(proof.check(&LOOP, Reach::Always), Verdict::Holds);
}

#[test]
fn sums_do_not_overflow_their_queues() {
    for (latency, clocks) in LATENCIES {
        println!("latency {latency}");
        let proof = Proof::new("sums", &pair_loop(Sums::After(latency)));
        assert_eq!(proof.check(&SUMS, Reach::Clocks(clocks)), Verdict::Holds);
    }
}

#[test]
fn each_pair_starts_once() {
    let proof = Proof::new("pairs", &pair_loop(Sums::AnyTime));
    let once = proof.check(&["\\once."], Reach::Clocks(ONCE));
    assert_eq!(once, Verdict::Holds);
    let none_lost = proof.check(&["\\none_lost."], Reach::Clocks(NONE_LOST));
    assert_eq!(none_lost, Verdict::Holds);
}
