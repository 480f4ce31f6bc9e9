//! The program with a card in software that transforms, behind a pseudo-terminal.

use crate::{
    card::{EVEN_WINDOWS, honest, software_card_of_both_groups},
    transforms::{right, transforms},
};
use std::{
    process::{Command, Output},
    sync::{Arc, Mutex},
};
use zkcard_driver::fake::{FakeLine, FakeTerminal};
use zkcard_wire::Group;

fn zkcard(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .args(arguments)
        .output()
        .expect("the program starts");
    let message = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{arguments:?}: {message}");
    String::from_utf8(stdout).expect("text")
}

#[test]
fn what_transforms_on_a_card_is_told() {
    let (mut card, _) = software_card_of_both_groups(1 << 17, honest(), honest());
    card.add_group(Group::G2, &EVEN_WINDOWS);
    card.add_transforms(14, 4, transforms(right()));
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
    let terminal = FakeTerminal::serve(line).unwrap();
    let uri = &format!("serial:{}?simulated", terminal.device());
    let listed = zkcard(&["cards", "--card", uri]);
    let told = "transforms of up to 2^14 points on 4 lanes";
    assert!(listed.contains(told), "{listed}");
    let cards = zkcard(&["cards", "--card", uri, "--json"]);
    let cards: serde_json::Value = serde_json::from_str(&cards).unwrap();
    let mut cards = cards.as_array().expect("cards").iter();
    let card = cards.find(|card| card["uri"] == **uri).expect("the card");
    assert_eq!(card["transform_bits"], 14);
    assert_eq!(card["transform_lanes"], 4);

    let printed = zkcard(&["demo", "--backend", "card", "--card", uri]);
    for part in [
        "quotient and MSM H",
        "quotient and MSM H: 3 card clocks for 319488 butterflies on 4 lanes",
        "8 words read, 10 written",
        "the proof is valid",
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
    assert!(!printed.contains("incident"), "{printed}");

    // The same card behind a line of a real rate, which is longer for the quotient than the CPU.
    let uri = &format!("serial:{}?baud=3000000", terminal.device());
    let printed = zkcard(&["demo", "--card", uri]);
    for part in [
        "the way to the card alone takes longer than the CPU",
        "MSM H",
        "the proof is valid",
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
    assert!(!printed.contains("quotient and MSM H"), "{printed}");
}
