//! Damaged files: an error or a right proof, never a panic and never a wrong
//! proof.

use crate::support::{bytes, verifying_key, witness};
use proptest::prelude::*;
use std::path::Path;
use zkcard::{
    Bn254, Dispatcher, Key,
    formats::{self, R1cs, Zkey},
    groth16,
};

const NAME: &str = "damaged";

/// Reads a key and proves with it; whatever comes out must be right.
fn use_key(file: Vec<u8>) -> bool {
    let key =
        Zkey::<Bn254>::from_bytes(Path::new(NAME), file).and_then(|zkey| Key::from_zkey(&zkey));
    let Ok(key) = key else {
        return false;
    };
    let dispatcher = Dispatcher::cpu_only();
    let Ok(proved) = groth16::prove(&key, &witness("multiplier"), &dispatcher, &|_| ()) else {
        return false;
    };
    let exported = verifying_key("multiplier");
    assert!(
        groth16::verify(&exported, &proved.public, &proved.proof),
        "a wrong proof came out"
    );
    true
}

fn read_witness(file: Vec<u8>) -> bool {
    formats::wtns_from_bytes::<Bn254>(Path::new(NAME), file).is_ok()
}

fn read_r1cs(file: Vec<u8>) -> bool {
    R1cs::<Bn254>::from_bytes(Path::new(NAME), file).is_ok()
}

#[test]
fn every_truncation_is_refused() {
    for (name, read) in [
        ("circuit.zkey", use_key as fn(Vec<u8>) -> bool),
        ("witness.wtns", read_witness),
        ("circuit.r1cs", read_r1cs),
    ] {
        let whole = bytes("multiplier", name);
        assert!(read(whole.clone()), "{name}");
        for len in 0..whole.len() {
            assert!(!read(whole[..len].to_vec()), "{name} cut to {len} bytes");
        }
        assert!(
            !read([whole, vec![0]].concat()),
            "{name} with a byte too many"
        );
    }
}

#[test]
fn every_flipped_byte_of_the_key_header_is_refused() {
    let whole = bytes("multiplier", "circuit.zkey");
    let zkey = Zkey::<Bn254>::from_bytes(Path::new(NAME), whole.clone()).unwrap();
    let header = zkey
        .container()
        .section(2, "header")
        .unwrap()
        .bytes()
        .to_vec();
    let start = whole
        .windows(header.len())
        .position(|part| part == header)
        .unwrap();
    for at in start..start + header.len() {
        let mut file = whole.clone();
        file[at] ^= 1 << (at % 8);
        assert!(!use_key(file), "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flipped_bits_of_a_key_never_give_a_wrong_proof(
        at in any::<prop::sample::Index>(), bit in 0..8u8,
    ) {
        let mut file = bytes("multiplier", "circuit.zkey");
        let at = at.index(file.len());
        file[at] ^= 1 << bit;
        use_key(file);
    }

    #[test]
    fn overwritten_words_of_any_file_are_survived(
        at in any::<prop::sample::Index>(), word in prop_oneof![Just(u32::MAX), Just(0), any::<u32>()],
    ) {
        let damage = |name| {
            let mut file = bytes("multiplier", name);
            let at = at.index(file.len() - 4);
            file[at..at + 4].copy_from_slice(&word.to_le_bytes());
            file
        };
        use_key(damage("circuit.zkey"));
        read_witness(damage("witness.wtns"));
        read_r1cs(damage("circuit.r1cs"));
    }

    #[test]
    fn noise_is_survived(noise in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..3usize) {
        let head: [&[u8]; 3] = [b"zkey\x01\0\0\0", b"wtns\x02\0\0\0", b"r1cs\x01\0\0\0"];
        let file = [head[kind], &noise].concat();
        prop_assert!(![use_key, read_witness, read_r1cs][kind](file));
    }

    #[test]
    fn json_noise_is_survived(text in ".{0,200}") {
        prop_assert!(formats::proof_from_json::<Bn254>(&text).is_err());
        prop_assert!(formats::verifying_key_from_json::<Bn254>(&text).is_err());
        let _ = formats::public_from_json::<Bn254>(&text);
    }
}

#[test]
fn numbers_at_or_above_the_modulus_are_refused() {
    let mut file = bytes("multiplier", "witness.wtns");
    let end = file.len();
    file[end - 32..].fill(0xFF);
    assert!(!read_witness(file));
    let r = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
    for text in [
        format!("[\"{r}\"]"),
        "[\"-1\"]".into(),
        "[\"0x1\"]".into(),
        "[\"\"]".into(),
        "[\"007\"]".into(),
        "[1]".into(),
    ] {
        assert!(formats::public_from_json::<Bn254>(&text).is_err(), "{text}");
    }
    assert!(formats::public_from_json::<Bn254>("[\"0\"]").is_ok());
}

#[test]
fn points_outside_of_the_curve_are_refused() {
    let text = String::from_utf8(bytes("multiplier", "proof.json")).unwrap();
    for (from, to) in [
        ("\"groth16\"", "\"plonk\""),
        ("\"bn128\"", "\"bls12381\""),
        ("\"1\"", "\"2\""),
    ] {
        let altered = text.replacen(from, to, 1);
        assert_ne!(altered, text);
        assert!(formats::proof_from_json::<Bn254>(&altered).is_err(), "{to}");
    }
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let x = json["pi_a"][0].as_str().unwrap();
    for other in ["0", "1", "5"] {
        assert!(formats::proof_from_json::<Bn254>(&text.replacen(x, other, 1)).is_err());
    }
}
