//! Proofs about the scheduler of the MSM core, with yosys and ABC: for every input, not for drawn ones.

mod bank_rules;
mod fifo_rules;
mod pair_loop;
mod prover;

use bank_rules::BankRules;
use fifo_rules::FifoRules;
use pair_loop::PairLoop;
use prover::{Proof, Reach, Verdict};
use rust_hdl::prelude::Block;
use zkcard_hdl::emit::{Design, emit};

fn design(name: &str, block: impl Block) -> Design {
    emit(name, block).unwrap()
}

/// The design with one line changed.
fn with_a_bug(mut design: Design, right: &str, wrong: &str) -> Design {
    assert!(design.verilog.contains(right), "{right} is not there");
    design.verilog = design.verilog.replace(right, wrong);
    design
}

#[test]
fn a_fifo_gives_each_word_once_and_in_order() {
    let fifo = design("fifo_rules", FifoRules::<2, 3>::new());
    let proof = Proof::new("fifo", &fifo);
    assert_eq!(proof.check(&[""], Reach::Always), Verdict::Holds);
}

#[test]
fn a_bank_stores_or_pairs_each_point_once() {
    let bank = design("bank_rules", BankRules::new());
    let proof = Proof::new("bank", &bank);
    assert_eq!(proof.check(&[""], Reach::Always), Verdict::Holds);
}

/// Without the bypass, or with a pair that leaves its bucket full, a bank breaks its rules.
#[test]
fn a_bank_with_a_bug_is_found_out() {
    let bank = || design("bank_rules", BankRules::new());
    let bugs = [
        ("a bypass is missing", "a_wrote_q & a_after_a_q", "1'b0"),
        (
            "a meeting is missed",
            "assign same = together_q",
            "assign same = 1'b0",
        ),
    ];
    for (bug, right, wrong) in bugs {
        let proof = Proof::new("bank_with_bug", &with_a_bug(bank(), right, wrong));
        let verdict = proof.check(&[""], Reach::Always);
        assert!(matches!(verdict, Verdict::Fails(_)), "{bug}: {verdict:?}");
    }
}

/// An adder of this many clocks, with queues of 16 places: a loop that holds more sums than a queue.
const LATENCY: usize = 20;

fn pair_loop() -> Design {
    design("pair_loop", PairLoop::<4, 5>::new(LATENCY))
}

#[test]
fn items_never_overflow_their_queues_and_waiting_pairs_start() {
    let proof = Proof::new("items", &pair_loop());
    let claims = ["tags_0", "tags_1", "mixed_check", "full_check", "progress"];
    assert_eq!(proof.check(&claims, Reach::Always), Verdict::Holds);
}

#[test]
fn sums_do_not_overflow_their_queues() {
    let proof = Proof::new("sums", &pair_loop());
    let claims = ["tags_2", "fulls_tags", "line.\\tags"];
    assert_eq!(proof.check(&claims, Reach::Clocks(SUMS)), Verdict::Holds);
}

#[test]
fn each_pair_starts_once() {
    let proof = Proof::new("pairs", &pair_loop());
    let claims = ["once", "none_lost"];
    assert_eq!(proof.check(&claims, Reach::Clocks(PAIRS)), Verdict::Holds);
}

/// Clocks from the start in which all behaviours are tried.
const SUMS: usize = 60;
const PAIRS: usize = 24;

#[test]
fn a_loop_with_a_bug_is_found_out() {
    let bugs = [
        // Items are admitted for longer than there is room.
        ("threshold = 5'b1000", "threshold = 5'b1110", "tags_0", SUMS),
        // Pairs of sums wait for pairs of items, which wait for them.
        (
            "pick_2 = free & tags_2_out_valid",
            "pick_2 = free & tags_2_out_valid & ~tags_0_out_valid",
            "tags_2",
            2 * SUMS,
        ),
        // Only the first pair of a group leaves.
        ("left_d = left_q - one", "left_d = none", "none_lost", SUMS),
        // A pair is offered for ever.
        (
            "offered_d = pick_0",
            "offered_d = offered_q | pick_0",
            "once",
            PAIRS,
        ),
    ];
    for (right, wrong, claim, clocks) in bugs {
        let proof = Proof::new("loop_with_bug", &with_a_bug(pair_loop(), right, wrong));
        let verdict = proof.check(&[claim], Reach::Clocks(clocks));
        assert!(matches!(verdict, Verdict::Fails(_)), "{wrong}: {verdict:?}");
    }
}
