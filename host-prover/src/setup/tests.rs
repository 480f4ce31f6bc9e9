use super::*;
use crate::{Bn254, Dispatcher, Key, formats, groth16, key::KeyWarning};
use rand::{SeedableRng, rngs::StdRng};
use std::path::Path;

fn circuit(name: &str, file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../circuits");
    std::fs::read(folder.join(name).join(file)).unwrap()
}

fn system(name: &str) -> R1cs<Bn254> {
    R1cs::from_bytes(name.as_ref(), circuit(name, "circuit.r1cs")).unwrap()
}

fn key_of(system: &R1cs<Bn254>, seed: u64) -> Key<Bn254> {
    let mut rng = StdRng::seed_from_u64(seed);
    let bytes = insecure_test_key(system, &mut rng, &|_| ()).unwrap();
    let zkey = formats::Zkey::from_bytes("made.zkey".as_ref(), bytes).unwrap();
    Key::from_zkey(&zkey).unwrap()
}

#[test]
fn keys_of_all_circuits_prove_their_witnesses() {
    for (seed, name) in ["multiplier", "range", "poseidon"].into_iter().enumerate() {
        let system = system(name);
        let key = key_of(&system, seed as u64);
        key.check_points().unwrap();
        assert_eq!(key.warnings(), [KeyWarning::TestKey], "{name}");
        let witness = circuit(name, "witness.wtns");
        let (_, witness) = formats::wtns_from_bytes(name.as_ref(), witness).unwrap();
        let cpu = Dispatcher::cpu_only();
        // It is verified before it is returned.
        let proved = groth16::prove(&key, &witness, &cpu, &|_| ()).unwrap();
        let mut public = proved.public.clone();
        public[0] += ark_bn254::Fr::from(1u32);
        assert!(
            !groth16::verify(key.verifying_key(), &public, &proved.proof),
            "{name}: another public input"
        );
    }
}

#[test]
fn trapdoors_differ() {
    let system = system("multiplier");
    let [one, other] = [1, 2].map(|seed| key_of(&system, seed));
    assert!(one.verifying_key().delta2 != other.verifying_key().delta2);
    assert!(one.verifying_key().gamma2 != one.verifying_key().delta2);
}

#[test]
fn a_key_of_a_ceremony_has_no_mark() {
    let zkey = circuit("multiplier", "circuit.zkey");
    let zkey = formats::Zkey::<Bn254>::from_bytes("circuit.zkey".as_ref(), zkey).unwrap();
    assert_eq!(Key::from_zkey(&zkey).unwrap().warnings(), []);
}
