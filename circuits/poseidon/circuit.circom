pragma circom 2.2.0;

include "circomlib/circuits/poseidon.circom";

// A chain of Poseidon hashes from a secret seed: the end is public.
//
// Eight links are the fewest that exceed 2^12 constraints.
template Chain(links) {
    signal input seed;
    signal input salt;
    signal output end;

    component hash[links];
    for (var i = 0; i < links; i++) {
        hash[i] = Poseidon(2);
        hash[i].inputs[0] <== i == 0 ? seed : hash[i - 1].out;
        hash[i].inputs[1] <== salt;
    }
    end <== hash[links - 1].out;
}

component main { public [salt] } = Chain(8);
