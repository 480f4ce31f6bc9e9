pragma circom 2.2.0;

// Inputs of every shape, a message, and a constraint that inputs can break.
bus Pair() {
    signal left;
    signal right;
}

template Signals() {
    signal input a;
    signal input b[2][3];
    input Pair() pair;
    signal output sum;

    log("the sum begins with", a);
    b[1][0] * b[1][1] === b[1][2];
    signal product;
    product <== a * b[0][0];
    sum <== product + b[0][1] + b[0][2] + pair.left - pair.right;
}

component main { public [a] } = Signals();
