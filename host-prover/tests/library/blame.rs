//! A damaged key is named as such, and no card is blamed for it.

use crate::{
    software_card::{
        Answer, assert_valid, backend, backend_of_both, backend_with_multiples, chains, honest,
        on_card,
    },
    support::{bytes, key, witness},
};
use ark_bn254::{G1Affine, G1Projective, G2Affine};
use ark_ec::AffineRepr;
use std::{ops::Range, path::Path};
use zkcard::{
    Bn254, Dispatcher, Key, Mode,
    accelerator::{AcceleratorError, MAX_FAULTS},
    curve::{PointBytes, PointError},
    formats::Zkey,
    groth16::{self, ProveError},
    key::BaseError,
};

/// Sections of G1 bases in a zkey, their names, and the MSM that uses each.
const SECTIONS: [(u32, &str, &str); 4] = [
    (5, "A", "MSM A"),
    (6, "B1", "MSM B1"),
    (8, "C", "MSM C"),
    (9, "H", "MSM H"),
];

/// Where a section of a zkey lies.
fn section(file: &[u8], wanted: u32) -> Range<usize> {
    let number = |at: usize, bytes: usize| {
        let read = |sum: u64, &byte| sum << 8 | u64::from(byte);
        file[at..at + bytes].iter().rev().fold(0, read) as usize
    };
    let mut at = 12;
    loop {
        let (id, length) = (number(at, 4), number(at + 4, 8));
        at += 12;
        if id == wanted as usize {
            return at..at + length;
        }
        at += length;
    }
}

/// A key with one damaged base, and the index of that: the first one that is
/// not at infinity.
fn damaged<P: PointBytes>(id: u32, damage: fn(&mut [u8])) -> (Key<Bn254>, usize) {
    let mut file = bytes("range", "circuit.zkey");
    let section = section(&file, id);
    let mut points = file[section].chunks_exact_mut(P::BYTES);
    let (index, point) = points
        .by_ref()
        .enumerate()
        .find(|(_, point)| point.iter().any(|&byte| byte != 0))
        .expect("a base that is not at infinity");
    damage(point);
    let zkey = Zkey::from_bytes(Path::new("damaged"), file).unwrap();
    (Key::from_zkey(&zkey).unwrap(), index)
}

/// Another y, which is a field element still.
fn off_the_curve(point: &mut [u8]) {
    let half = point.len() / 2;
    point[half] ^= 1;
}

/// No field element at all.
fn no_element(point: &mut [u8]) {
    point.fill(0xFF);
}

/// The base that an error blames, and the operation that it stopped.
fn blamed(result: Result<(), ProveError>) -> (&'static str, BaseError) {
    match result {
        Err(ProveError::Operation(error)) => match error.source {
            AcceleratorError::Base(base) => (error.operation, base),
            other => panic!("{other}"),
        },
        Err(other) => panic!("{other}"),
        Ok(()) => panic!("a proof from a damaged key"),
    }
}

/// Proves with damaged keys, more often than a card may fail, then with a sound
/// one: the card must still be in use.
fn assert_key_is_blamed(mode: Mode, answer: Answer, damage: fn(&mut [u8]), expected: PointError) {
    let (card, _) = backend(answer, |_| None);
    let dispatcher = Dispatcher::with_card(mode, Box::new(card));
    let prove = |key: &Key<Bn254>| groth16::prove(key, &witness("range"), &dispatcher, &|_| ());
    for (id, name, operation) in SECTIONS {
        let (key, index) = damaged::<G1Affine>(id, damage);
        for _ in 0..MAX_FAULTS {
            let (stopped, base) = blamed(prove(&key).map(|_| ()));
            assert_eq!(stopped, operation, "{mode:?}");
            let of_key = BaseError {
                section: name,
                index,
                source: expected,
            };
            assert_eq!(base, of_key, "{mode:?}, {operation}");
        }
    }
    let proved = prove(&key("range")).unwrap();
    assert_valid(&proved);
    assert_eq!(on_card(&proved).len(), 4, "{mode:?}: the card is blamed");
    assert!(proved.report.incidents.is_empty());
}

#[test]
fn a_damaged_base_is_no_fault_of_a_card_that_has_its_multiples() {
    for (damage, expected) in [
        (off_the_curve as fn(&mut [u8]), PointError::NotOnCurve),
        (no_element, PointError::NotAnElement),
    ] {
        let (card, _) = backend_with_multiples(1 << 17, honest());
        let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
        let prove = |key: &Key<Bn254>| groth16::prove(key, &witness("range"), &dispatcher, &|_| ());
        let (bad, index) = damaged::<G1Affine>(9, damage);
        for _ in 0..MAX_FAULTS {
            let (operation, base) = blamed(prove(&bad).map(|_| ()));
            let found = (operation, base.section, base.index, base.source);
            assert_eq!(found, ("MSM H", "H", index, expected));
        }
        assert_eq!(on_card(&prove(&key("range")).unwrap()).len(), 4);
    }
}

#[test]
fn an_answer_off_the_curve_from_bases_off_the_curve_is_no_fault() {
    for mode in [Mode::Auto, Mode::Card] {
        assert_key_is_blamed(mode, honest(), off_the_curve, PointError::NotOnCurve);
    }
}

#[test]
fn a_wrong_sum_over_bases_off_the_curve_is_no_fault() {
    // A card whose answer is a point and differs from that of the CPU, which
    // shows only when the proof does not verify.
    for mode in [Mode::Auto, Mode::Card] {
        let skip = |_, sum: G1Projective| {
            let on_curve = PointBytes::check_in_group(&G1Affine::from(sum)).is_ok();
            Ok(chains(if on_curve {
                sum
            } else {
                G1Affine::generator().into()
            }))
        };
        let answer = Box::new(skip);
        assert_key_is_blamed(mode, answer, off_the_curve, PointError::NotOnCurve);
    }
}

#[test]
fn a_base_that_is_no_element_is_no_fault_either() {
    // What a card makes of such bytes is its own affair; this one ends off the
    // curve, or at infinity.
    for mode in [Mode::Auto, Mode::Card] {
        assert_key_is_blamed(mode, honest(), no_element, PointError::NotAnElement);
    }
}

#[test]
fn a_base_that_only_the_cpu_uses_is_no_fault_of_the_card() {
    let (card, _) = backend(honest(), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    let prove = |key: &Key<Bn254>| groth16::prove(key, &witness("range"), &dispatcher, &|_| ());
    let (bad, _) = damaged::<G2Affine>(7, off_the_curve);
    assert!(matches!(prove(&bad), Err(ProveError::Rejected)));
    let (bad, index) = damaged::<G2Affine>(7, no_element);
    let (operation, base) = blamed(prove(&bad).map(|_| ()));
    assert_eq!(
        (operation, base.section, base.index),
        ("MSM B2", "B2", index)
    );
    assert_eq!(on_card(&prove(&key("range")).unwrap()).len(), 4);
}

#[test]
fn the_error_is_one_clear_line() {
    let (bad, index) = damaged::<G1Affine>(6, off_the_curve);
    let (card, _) = backend(honest(), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    let error = groth16::prove(&bad, &witness("range"), &dispatcher, &|_| ()).err();
    let base = format!("point {index} of section B1: the point is not on the curve");
    assert_eq!(
        error.unwrap().to_string(),
        format!("MSM B1: the key is damaged: {base}")
    );
    assert_eq!(bad.check_points().unwrap_err().to_string(), base);
}

#[test]
fn a_damaged_base_over_g2_is_no_fault_of_a_card_that_adds_there() {
    let (card, _) = backend_of_both(honest(), honest());
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    let prove = |key: &Key<Bn254>| groth16::prove(key, &witness("range"), &dispatcher, &|_| ());
    let (bad, index) = damaged::<G2Affine>(7, off_the_curve);
    for _ in 0..MAX_FAULTS {
        let (operation, base) = blamed(prove(&bad).map(|_| ()));
        let found = (operation, base.section, base.index, base.source);
        assert_eq!(found, ("MSM B2", "B2", index, PointError::NotOnCurve));
    }
    assert_eq!(on_card(&prove(&key("range")).unwrap()).len(), 5);
}
