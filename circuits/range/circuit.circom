pragma circom 2.2.0;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "circomlib/circuits/poseidon.circom";

// A secret amount of a public asset, committed to in public, stays at or below
// a public limit.
//
// Much of the witness is bits, as in most circuits that people prove: its
// scalars are zero, one, or of full size.
template CommittedAmount(bits) {
    signal input asset;
    signal input limit;
    signal input amount;
    signal input blinding;
    signal output commitment;

    component amountBits = Num2Bits(bits);
    amountBits.in <== amount;
    component limitBits = Num2Bits(bits);
    limitBits.in <== limit;

    component within = LessEqThan(bits);
    within.in[0] <== amount;
    within.in[1] <== limit;
    within.out === 1;

    component hash = Poseidon(3);
    hash.inputs[0] <== asset;
    hash.inputs[1] <== amount;
    hash.inputs[2] <== blinding;
    commitment <== hash.out;
}

component main { public [asset, limit] } = CommittedAmount(64);
