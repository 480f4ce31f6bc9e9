//! A card behind a serial line of a real rate: quotients stay on the CPU unless the card is demanded.

use crate::{
    software_card::{EVEN_WINDOWS, assert_valid, honest, on_card, software_card_of_both_groups},
    software_transforms::{right, transforms},
    support::{key, witness},
};
use std::sync::{Arc, Mutex};
use zkcard::{
    Bn254, Dispatcher, Mode,
    accelerator::{CardBackend, Direction, OperationKind, Transform},
    groth16::{self, Proved},
};
use zkcard_driver::{
    Card,
    fake::{FakeLine, FakeTerminal},
};
use zkcard_wire::Group;

const APART: [&str; 5] = ["MSM A", "MSM B1", "MSM B2", "MSM C", "MSM H"];
const FUSED: [&str; 5] = ["MSM A", "MSM B1", "MSM B2", "MSM C", "quotient and MSM H"];
const REASON: &str = "the way to the card alone takes longer than the CPU";

/// A dispatcher with a card that does everything, at an address with `query`.
fn dispatcher(mode: Mode, query: &str) -> (Dispatcher<Bn254>, FakeTerminal) {
    let (mut card, _) = software_card_of_both_groups(1 << 16, honest(), honest());
    card.add_group(Group::G2, &EVEN_WINDOWS);
    card.add_transforms(14, 4, transforms(right()));
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
    let terminal = FakeTerminal::serve(line).unwrap();
    let uri = format!("serial:{}?{query}", terminal.device());
    let card = Card::open(&uri.parse().unwrap()).unwrap();
    let backend = CardBackend::new(card).unwrap();
    (Dispatcher::with_card(mode, Box::new(backend)), terminal)
}

fn prove(dispatcher: &Dispatcher<Bn254>) -> Proved<Bn254> {
    let proved = groth16::prove(&key("range"), &witness("range"), dispatcher, &|_| ()).unwrap();
    assert_valid(&proved);
    assert!(proved.report.incidents.is_empty());
    proved
}

#[test]
fn a_quotient_does_not_take_the_way_that_is_longer_than_itself() {
    let (dispatcher, _terminal) = dispatcher(Mode::Auto, "baud=3000000");
    let proved = prove(&dispatcher);
    assert_eq!(on_card(&proved), APART);
    let mut operations = proved.report.operations.iter();
    let quotient = operations.find(|operation| operation.name == "quotient");
    let quotient = quotient.expect("an operation of its own");
    assert_eq!((&*quotient.backend, &*quotient.reason), ("cpu", REASON));
    let values = vec![1u64.into(); 1 << 10];
    let transform = Transform::<Bn254>::new(Direction::Forward, None, values);
    let finished = dispatcher.start("transform", transform).unwrap();
    assert_eq!(finished.finish().unwrap().report.reason, REASON);
    for kind in [
        OperationKind::Transform,
        OperationKind::Quotient,
        OperationKind::QuotientMsm,
    ] {
        assert!(!dispatcher.takes(kind, 1 << 10), "{kind}");
    }
    assert!(dispatcher.takes(OperationKind::MsmG1, 1 << 10));
}

#[test]
fn who_demands_a_card_gets_it_however_long_the_way() {
    let (dispatcher, _terminal) = dispatcher(Mode::Card, "baud=3000000");
    assert_eq!(on_card(&prove(&dispatcher)), FUSED);
}

#[test]
fn a_line_without_a_rate_and_a_fast_one_are_taken() {
    for query in ["simulated", "baud=4000000000"] {
        let (dispatcher, _terminal) = dispatcher(Mode::Auto, query);
        // One thread: with many no line is fast enough for so few points.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
        let proved = pool.build().unwrap().install(|| prove(&dispatcher));
        assert_eq!(on_card(&proved), FUSED, "{query}");
    }
}
