pragma circom 2.2.0;

// Three secret factors of a public product: the smallest circuit that has
// everything a key can have, with a single public signal.
template Multiplier() {
    signal input a;
    signal input b;
    signal input c;
    signal output product;

    signal partial;
    partial <== a * b;
    product <== partial * c;
}

component main = Multiplier();
