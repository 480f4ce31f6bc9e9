//! The protocol assertions are live: each is silent on what it allows, and fails on what it forbids.
use zkcard_hdl::{
    emit::{Body, Design, emit},
    field::{FieldConfig, ModMul},
    ntt::NttField,
    prim::{
        PacedDelay, Skid, StreamFifo,
        check::{AxiCheck, AxiLiteCheck, StreamCheck},
        cross::CrossFifo,
    },
};
use zkcard_sim::verilator::{Model, Options, Source, Verilator, VerilatorError};

/// Inputs of one clock; what is not named is low.
type Inputs<'a> = &'a [(&'a str, u64)];

struct Bench(Source);

impl Bench {
    fn new(design: Result<Design, zkcard_hdl::emit::EmitError>) -> Self {
        Self(Source::from(&design.expect("the block can be emitted")))
    }

    /// Runs a fresh instance through `clocks`, all clock inputs together.
    fn run(&self, clocks: &[Inputs<'_>]) -> Result<(), VerilatorError> {
        let mut model = Model::new(&Verilator::find()?.build(&self.0, &Options::default())?)?;
        let inputs = self.0.ports.iter().filter(|port| port.input);
        let inputs: Vec<&str> = inputs.map(|port| port.name.as_str()).collect();
        for values in clocks {
            for name in &inputs {
                let value = values.iter().find(|(port, _)| port == name);
                let port = model.port(name)?;
                model.set(port, value.map_or(0, |(_, value)| *value));
            }
            model.try_eval()?;
            for name in inputs.iter().filter(|name| name.ends_with("clock")) {
                let port = model.port(name)?;
                model.set(port, 1);
            }
            model.try_eval()?;
        }
        Ok(())
    }

    fn allows(&self, clocks: &[Inputs<'_>]) {
        self.run(clocks).expect("the rules allow this");
    }

    fn forbids(&self, clocks: &[Inputs<'_>], rule: &str) {
        match self.run(clocks) {
            Err(VerilatorError::Assertion { message, .. }) => {
                assert!(message.contains(rule), "another rule failed: {message}");
            }
            other => panic!("`{rule}` did not fail: {other:?}"),
        }
    }
}

/// Words of a block that takes one every `interval` clocks: as close as they may come, and one closer.
fn keeps_apart(design: Result<Design, zkcard_hdl::emit::EmitError>, interval: usize) {
    let bench = Bench::new(design);
    let apart = |clocks: usize| -> Vec<Inputs<'_>> {
        let none: Inputs<'_> = &[];
        let word: Inputs<'_> = &[("valid", 1), ("a", 3), ("b", 5)];
        [&[word][..], &vec![none; clocks - 1], &[word, none]].concat()
    };
    bench.allows(&apart(interval));
    bench.allows(&apart(3 * interval));
    bench.forbids(&apart(interval - 1), "before the interval was over");
}

#[test]
fn folded_multipliers_and_what_goes_beside_them_get_words_an_interval_apart() {
    let field = NttField::goldilocks().modulus;
    let field = FieldConfig::new(field).with_folded_multipliers();
    for body in [Body::Rtl, Body::Dpi] {
        let multiplier = ModMul::<64>::new(&field.clone().with_body(body));
        keeps_apart(emit("mod_mul", multiplier), field.interval());
    }
    keeps_apart(emit("delay", PacedDelay::<bool>::new(40, 15)), 15);
    keeps_apart(emit("delay", PacedDelay::<bool>::new(3, 15)), 4);
}

/// A word that waits, and is taken.
const WAITS: [Inputs<'_>; 3] = [
    &[("data", 5), ("valid", 1)],
    &[("data", 5), ("valid", 1), ("ready", 1)],
    &[],
];

#[test]
fn an_offer_stays_until_it_is_taken() {
    let bench = Bench::new(emit("checked", StreamCheck::<8>::default()));
    bench.allows(&WAITS);
    bench.allows(&[WAITS[0], &[("reset", 1)], &[]]);
    let rule = "data changed before it was taken";
    bench.forbids(&[WAITS[0], &[("data", 6), ("valid", 1)]], rule);
    bench.forbids(&[WAITS[0], &[("data", 5)]], rule);
}

#[test]
fn no_word_is_pushed_at_a_full_buffer_and_forgotten() {
    let offer: Inputs<'_> = &[("in_data", 5), ("in_valid", 1)];
    let other: Inputs<'_> = &[("in_data", 6), ("in_valid", 1)];
    let taken: Inputs<'_> = &[("in_data", 5), ("in_valid", 1), ("out_ready", 1)];
    let rule = "in_data changed before it was taken";
    let fifo = Bench::new(emit("checked", StreamFifo::<8, 1, 2>::default()));
    fifo.allows(&[offer, offer, offer, taken, taken, &[]]);
    fifo.forbids(&[offer, offer, offer, other], rule);
    fifo.forbids(&[offer, offer, offer, &[]], rule);
    let skid = Bench::new(emit("checked", Skid::<8>::default()));
    skid.allows(&[offer, offer, offer, taken, taken, &[]]);
    let rule_of_skid = "data changed before it was taken";
    skid.forbids(&[offer, offer, offer, other], rule_of_skid);
    let crossing = Bench::new(emit("checked", CrossFifo::<8, 3>::default()));
    crossing.allows(&[offer; 8]);
    let full = [&[offer; 12][..], &[other]].concat();
    crossing.forbids(&full, rule);
}

#[test]
fn bursts_keep_the_rules_of_axi4() {
    let bench = Bench::new(emit("checked", AxiCheck::default()));
    // Length minus one from bit 38 on, then the identifier.
    let ask = |length: u64, address: u64| (length - 1) << 38 | address;
    let read = |address| {
        [
            ("read_address", address),
            ("read_address_valid", 1),
            ("read_address_ready", 1),
        ]
    };
    let beat: Inputs<'_> = &[("read_valid", 1), ("read_ready", 1)];
    let last: Inputs<'_> = &[("read_valid", 1), ("read_ready", 1), ("read_last", 1)];
    bench.allows(&[&read(ask(2, 4096 - 128)), beat, last]);
    bench.forbids(&[&read(ask(3, 4096 - 128))], "a read burst crosses 4 KiB");
    bench.forbids(&[last], "read data that was not asked for");
    let rule = "the last beat of a read burst is marked wrongly";
    bench.forbids(&[&read(ask(2, 0)), last], rule);
    bench.forbids(&[&read(ask(2, 0)), beat, beat], rule);
    bench.forbids(
        &[
            &[("read_address", 64), ("read_address_valid", 1)],
            &[("read_address", 128), ("read_address_valid", 1)],
        ],
        "read_address changed before it was taken",
    );
    bench.forbids(
        &[&[
            ("write_address", ask(2, 0)),
            ("write_address_valid", 1),
            ("write_address_ready", 1),
        ]],
        "writes are bursts of one beat",
    );
    bench.forbids(
        &[&[("write_valid", 1), ("write_ready", 1)]],
        "the last beat of a write burst is not marked",
    );
    bench.forbids(
        &[&[("answer_valid", 1), ("answer_ready", 1)]],
        "an answer to no write",
    );
}

#[test]
fn register_accesses_keep_the_rules_of_axi4_lite() {
    let bench = Bench::new(emit("checked", AxiLiteCheck::default()));
    let ask: Inputs<'_> = &[("read_address_valid", 1), ("read_address_ready", 1)];
    let answer: Inputs<'_> = &[("read_valid", 1), ("read_ready", 1)];
    bench.allows(&[ask, answer, &[]]);
    bench.forbids(&[answer], "an answer to no register read");
    bench.forbids(&[ask, answer, answer], "an answer to no register read");
    bench.forbids(
        &[&[("write_answer_valid", 1)]],
        "an answer to no register write",
    );
    bench.forbids(
        &[
            &[("write_data", 1), ("write_valid", 1)],
            &[("write_data", 2), ("write_valid", 1)],
        ],
        "write_data changed before it was taken",
    );
}
