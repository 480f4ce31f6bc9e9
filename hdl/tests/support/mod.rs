//! What the tests that run in Verilator share.
#![allow(dead_code, unreachable_pub)]

pub mod affine;
pub mod arkworks;
pub mod card_group;
pub mod cases;
pub mod field;
pub mod pairs;
pub mod transform;

use num_bigint::BigUint;
use rand::RngCore;
use rand::rngs::StdRng;
use zkcard_hdl::emit::Design;
use zkcard_sim::verilator::{Model, Optimise, Options, Verilator};

/// A model of `design`.
pub fn verilated(design: &Design, optimise: Optimise) -> Model {
    let options = Options {
        optimise,
        ..Options::default()
    };
    let tool = Verilator::find().unwrap_or_else(|e| panic!("{e}"));
    let library = tool
        .build(&design.into(), &options)
        .unwrap_or_else(|e| panic!("{}: {e}", design.top));
    Model::new(&library).unwrap_or_else(|e| panic!("{}: {e}", design.top))
}

/// Warnings that emitted Verilog may raise, and why.
///
/// * `UNUSEDSIGNAL`: carries and spare ports of equal modules are left open, synthesis removes them.
/// * `UNUSEDPARAM`: a module declares all states of a machine.
/// * `WIDTHEXPAND`, `WIDTHTRUNC`: RustHDL spells literals with 32 bits and leaves extension to Verilog.
/// * `DECLFILENAME`: all modules are in one file.
const ALLOWED: [&str; 5] = [
    "UNUSEDSIGNAL",
    "UNUSEDPARAM",
    "WIDTHEXPAND",
    "WIDTHTRUNC",
    "DECLFILENAME",
];

/// Fails on any warning of the linter beyond [`ALLOWED`].
pub fn assert_lint_clean(design: &Design) {
    let tool = Verilator::find().unwrap_or_else(|e| panic!("{e}"));
    let report = tool.lint(&design.into()).unwrap_or_else(|e| panic!("{e}"));
    let complaint = |line: &&str| {
        line.starts_with('%')
            && !ALLOWED
                .iter()
                .any(|name| line.contains(&format!("-{name}:")))
    };
    let complaints: Vec<&str> = report
        .lines()
        .filter(complaint)
        .filter(|l| !l.contains("Exiting due to"))
        .collect();
    assert!(complaints.is_empty(), "{}: {complaints:#?}", design.top);
}

/// A number below `bound`.
pub fn random_below(rng: &mut StdRng, bound: &BigUint) -> BigUint {
    let words = (0..bound.bits().div_ceil(32) + 2)
        .map(|_| rng.next_u32())
        .collect();
    BigUint::new(words) % bound
}
