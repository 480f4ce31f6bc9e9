//! Planted bugs: one line of a design changed, and the claim that finds it.

use crate::pair_loop::Sums;
use crate::prover::{Proof, Reach, Verdict};
use crate::{
    BANK, CUTTER, FIFO, LATENCIES, LOOP, NONE_LOST, ONCE, REQUESTS, SUMS, bank, cutter, fifo,
    pair_loop, requests,
};
use zkcard_hdl::emit::Design;

/// What is wrong, what the line is, what it becomes, and the claim.
type Bug = (&'static str, &'static str, &'static str, &'static str);

/// The design with `wrong` in place of `right`, which must be there once: a bug in two places may be found by either.
fn with_a_bug(mut design: Design, right: &str, wrong: &str) -> Design {
    let found = design.verilog.matches(right).count();
    assert_eq!(found, 1, "{right}: once in the design");
    design.verilog = design.verilog.replace(right, wrong);
    design
}

#[test]
#[should_panic(expected = "once in the design")]
fn a_bug_in_two_places_is_refused() {
    let _ = with_a_bug(fifo(), "endmodule", "");
}

/// Finds each of `bugs` by its claim within `reach`.
fn find(name: &str, design: impl Fn() -> Design, bugs: &[Bug], reach: Reach) {
    for (what, right, wrong, claim) in bugs {
        let proof = Proof::new(name, &with_a_bug(design(), right, wrong));
        let verdict = proof.check(&[claim], reach);
        let Verdict::Fails(frame) = verdict else {
            panic!("{what}: {verdict:?}");
        };
        if let Reach::Clocks(clocks) = reach {
            assert!(frame < clocks, "{what}: {frame} of {clocks} clocks");
        }
    }
}

/// That each of `claims` is the one that finds some bug.
fn each_has_one(claims: &[&str], bugs: &[Bug]) {
    for claim in claims {
        assert!(bugs.iter().any(|bug| bug.3 == *claim), "{claim}");
    }
}

#[test]
fn a_fifo_with_a_bug_is_found_out() {
    let bugs = [
        (
            "more words than places",
            "assign in_ready = !fill[2]",
            "assign in_ready = 1'b1",
            FIFO[0],
        ),
        (
            "an offer is withdrawn",
            ".in_valid(offered)",
            ".in_valid(offered & ~wanted)",
            FIFO[0],
        ),
        (
            "what is refused is written",
            "if (push) cells",
            "if (in_valid) cells",
            FIFO[1],
        ),
    ];
    each_has_one(&FIFO, &bugs);
    find("fifo_with_bug", fifo, &bugs, Reach::Always);
}

#[test]
fn requests_with_a_bug_are_found_out() {
    let bugs = [
        (
            "an item is overwritten",
            "assign space = ~holds_q | item_ready",
            "assign space = 1'b1",
            REQUESTS[1],
        ),
        (
            "the number is that of another",
            "held_d = ((request_3) & 3'h7) | number_3",
            "held_d = ((request_3) & 3'h7) | number_2",
            REQUESTS[0],
        ),
        (
            "two are taken at once",
            "ready_1 = space & ~valid_0",
            "ready_1 = space",
            REQUESTS[2],
        ),
        (
            "the last one is never taken",
            "assign ready_3 = ",
            "assign ready_3 = 1'b0 & ",
            REQUESTS[3],
        ),
    ];
    each_has_one(&REQUESTS, &bugs);
    find("requests_with_bug", requests, &bugs, Reach::Always);
}

#[test]
fn a_cutter_with_a_bug_is_found_out() {
    let bugs = [
        (
            "a command is a word too long",
            "to_boundary = 32'hf -",
            "to_boundary = 32'h10 -",
            CUTTER[0],
        ),
        (
            "an offer is withdrawn",
            "if (stop) begin",
            "if (stop) begin offered_d = 0;",
            CUTTER[1],
        ),
        (
            "a word is left out",
            "next_d = next_q + asked",
            "next_d = next_q + asked + 1",
            CUTTER[2],
        ),
        (
            "the last command of a burst goes on to the boundary",
            "burst = left_q",
            "burst = to_boundary",
            CUTTER[3],
        ),
        (
            "a burst is taken while another one is cut",
            "assign room = ",
            "assign room = 1'b1 | ",
            CUTTER[4],
        ),
        (
            "what is left of a burst is forgotten",
            "busy_d = ~last",
            "busy_d = 1'b0",
            CUTTER[5],
        ),
        (
            "no burst is taken after the first",
            "busy_d = ~last",
            "busy_d = 1'b1",
            CUTTER[6],
        ),
    ];
    each_has_one(&CUTTER, &bugs);
    // A failure is one however it was found: searching clock by clock finds it sooner.
    find("cutter_with_bug", cutter, &bugs, Reach::Clocks(16));
}

#[test]
fn a_bank_with_a_bug_is_found_out() {
    let bugs = [
        (
            "a bypass of sums is missing",
            "a_wrote_q & a_after_a_q",
            "1'b0",
            BANK[0],
        ),
        (
            "a meeting is missed",
            "assign same = together_q",
            "assign same = 1'b0",
            BANK[0],
        ),
        (
            "a bypass of items is missing",
            "b_wrote_q & b_after_b_q",
            "1'b0",
            BANK[1],
        ),
        (
            "a sum meets itself",
            "pair_a_found = point_b3_q",
            "pair_a_found = point_a3_q",
            BANK[2],
        ),
        (
            "a sum is stored instead of an item",
            "point_b2_d = point_b1_q",
            "point_b2_d = point_a1_q",
            BANK[3],
        ),
        (
            "two that were stored count as one",
            "settled = two_settled",
            "settled = one_settled",
            BANK[4],
        ),
    ];
    each_has_one(&BANK, &bugs);
    find("bank_with_bug", bank, &bugs, Reach::Always);
}

#[test]
fn a_loop_with_a_bug_is_found_out() {
    let bugs = [
        (
            "items of a bank are admitted for longer than there is room",
            "has_room_0_d = tags_0_fill < threshold",
            "has_room_0_d = tags_0_fill < 5'd14",
            LOOP[0],
        ),
        (
            "items of a bank are always admitted",
            "has_room_1_d = tags_1_fill < threshold",
            "has_room_1_d = 1'b1",
            LOOP[1],
        ),
        (
            "a mixed pair is offered for a clock only",
            "assign free = ~offered_q | mixed_ready",
            "assign free = 1'b1",
            LOOP[2],
        ),
        (
            "a full pair is offered for a clock only",
            ".out_ready(full_ready),\n        .fill(fulls_tags_fill)",
            ".out_ready(1'b1),\n        .fill(fulls_tags_fill)",
            LOOP[3],
        ),
        (
            "an incomplete group waits for ever",
            "(complete | ((count_q != none) & ~mixed_valid))",
            "complete",
            LOOP[4],
        ),
        (
            "no full pair is ever admitted",
            "has_room_2_d = fulls_tags_fill < threshold",
            "has_room_2_d = 1'b0",
            LOOP[5],
        ),
        (
            "only the first pair of a group leaves",
            "left_d = left_q - one",
            "left_d = none",
            LOOP[6],
        ),
    ];
    each_has_one(&LOOP, &bugs);
    // A failure is one however it was found: searching clock by clock finds it sooner.
    let reach = Reach::Clocks(60);
    find("loop_with_bug", || pair_loop(Sums::AnyTime), &bugs, reach);
}

#[test]
fn an_overflow_of_sums_is_found_out() {
    let bugs = [
        (
            "pairs of sums wait for pairs of items, which wait for them",
            "pick_2 = free & tags_2_out_valid",
            "pick_2 = free & tags_2_out_valid & ~tags_0_out_valid",
            SUMS[0],
        ),
        (
            "full pairs stay in their queue",
            "assign full_ready = (first & ~complete)",
            "assign full_ready = 1'b0",
            SUMS[1],
        ),
    ];
    each_has_one(&SUMS, &bugs);
    for (latency, clocks) in LATENCIES {
        let design = || pair_loop(Sums::After(latency));
        find("sums_with_bug", design, &bugs, Reach::Clocks(clocks));
    }
}

#[test]
fn a_pair_lost_or_repeated_is_found_out() {
    let repeated = [
        (
            "a pair of items is offered for ever",
            "offered_d = pick_0",
            "offered_d = offered_q | pick_0",
            "\\once.",
        ),
        (
            "a mixed pair of sums stays in its queue",
            ".out_ready(pick_2),\n        .fill(tags_2_fill)",
            ".out_ready(1'b0),\n        .fill(tags_2_fill)",
            "\\once.",
        ),
        (
            "a mixed pair of sums is a full one as well",
            "to_full = r | (a & ~is_affine)",
            "to_full = r | a",
            "\\once.",
        ),
    ];
    let lost = [
        (
            "all but the first pair of a group are forgotten",
            "left_d = left_q - one",
            "left_d = none",
            "\\none_lost.",
        ),
        (
            "a mixed pair of sums is lost where another one is offered",
            "tags_2_in_valid = a & is_affine",
            "tags_2_in_valid = a & is_affine & ~offered_q",
            "\\none_lost.",
        ),
        (
            "full pairs of sums are lost",
            "to_full = r | (a & ~is_affine)",
            "to_full = r",
            "\\none_lost.",
        ),
    ];
    let design = || pair_loop(Sums::AnyTime);
    find("pairs_with_bug", design, &repeated, Reach::Clocks(ONCE));
    find("pairs_with_bug", design, &lost, Reach::Clocks(NONE_LOST));
}
