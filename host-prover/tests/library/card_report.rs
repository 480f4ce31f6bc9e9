//! What a report says of the card itself.

use crate::{
    software_card::{assert_valid, backend, honest},
    support::{key, witness},
};
use zkcard::{Dispatcher, Mode, driver::ErrorLatch, groth16};
use zkcard_driver::fake::Fault;

#[test]
fn error_latches_of_the_card_are_reported_once() {
    let damage = |n| (n == 40).then_some(Fault::DamageRequest);
    let (card, _) = backend(honest(), damage);
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    let prove = || {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        let proved = proved.unwrap();
        assert_valid(&proved);
        proved.report
    };
    let report = prove();
    assert!(report.incidents.is_empty(), "the line mended it");
    let card = report.card.as_ref().expect("a card");
    assert_eq!(card.errors, [ErrorLatch::FrameChecksum]);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json["card"],
        serde_json::json!({
            "name": "simulated card at a software card",
            "clocks_per_bit": 26,
            "baud": null,
            "errors": ["frame_checksum"],
        })
    );
    assert_eq!(prove().card.expect("a card").errors, []);
}

#[test]
fn without_a_card_nothing_is_said_of_one() {
    let dispatcher = Dispatcher::cpu_only();
    let witness = witness("multiplier");
    let proved = groth16::prove(&key("multiplier"), &witness, &dispatcher, &|_| ()).unwrap();
    assert!(proved.report.card.is_none());
}
