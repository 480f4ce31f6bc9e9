//! Whole proofs on the CPU, judged by our verifier, by arkworks and by the
//! files that snarkjs made.

use crate::support::{CIRCUITS, bytes, file, key, verifying_key, witness};
use ark_bn254::Fr;
use ark_groth16::Groth16;
use ark_snark::SNARK;
use zkcard::{
    Bn254, Dispatcher, Key, Witness,
    formats::{self, R1cs},
    groth16::{self, Proof, ProveError, Proved, VerifyingKey},
};

fn prove(key: &Key<Bn254>, witness: &Witness<Bn254>) -> Result<Proved<Bn254>, ProveError> {
    groth16::prove(key, witness, &Dispatcher::cpu_only(), &|_| ())
}

fn arkworks_accepts(key: &VerifyingKey<Bn254>, public: &[Fr], proof: &Proof<Bn254>) -> bool {
    let key = ark_groth16::VerifyingKey::<Bn254> {
        alpha_g1: key.alpha1,
        beta_g2: key.beta2,
        gamma_g2: key.gamma2,
        delta_g2: key.delta2,
        gamma_abc_g1: key.inputs.clone(),
    };
    Groth16::<Bn254>::verify(&key, public, &(*proof).into()).unwrap()
}

#[test]
fn every_bundled_circuit_is_proven() {
    for circuit in CIRCUITS {
        let proved = prove(&key(circuit), &witness(circuit)).unwrap();
        let exported = verifying_key(circuit);
        assert!(
            groth16::verify(&exported, &proved.public, &proved.proof),
            "{circuit}"
        );
        assert!(
            arkworks_accepts(&exported, &proved.public, &proved.proof),
            "{circuit}"
        );
        assert_eq!(proved.report.operations.len(), 1 + 5, "{circuit}");
    }
}

#[test]
fn public_inputs_are_those_of_snarkjs() {
    for circuit in CIRCUITS {
        let proved = prove(&key(circuit), &witness(circuit)).unwrap();
        let text = formats::public_to_json::<Bn254>(&proved.public).unwrap();
        assert_eq!(
            text.as_bytes(),
            bytes(circuit, "public.json").trim_ascii_end(),
            "{circuit}"
        );
    }
}

#[test]
fn proofs_of_snarkjs_verify_and_altered_ones_do_not() {
    for circuit in CIRCUITS {
        let key = verifying_key(circuit);
        let text = std::fs::read_to_string(file(circuit, "proof.json")).unwrap();
        let proof = formats::proof_from_json::<Bn254>(&text).unwrap();
        let public = std::fs::read_to_string(file(circuit, "public.json")).unwrap();
        let public = formats::public_from_json::<Bn254>(&public).unwrap();
        assert!(groth16::verify(&key, &public, &proof), "{circuit}");
        assert!(arkworks_accepts(&key, &public, &proof), "{circuit}");

        let mut other = public.clone();
        other[0] += Fr::from(1u64);
        assert!(
            !groth16::verify(&key, &other, &proof),
            "{circuit}: other input"
        );
        assert!(
            !groth16::verify(&key, &public[1..], &proof),
            "{circuit}: missing input"
        );
        let swapped = Proof {
            a: proof.c,
            c: proof.a,
            ..proof
        };
        assert!(
            !groth16::verify(&key, &public, &swapped),
            "{circuit}: swapped points"
        );
    }
}

#[test]
fn two_proofs_of_one_witness_differ() {
    let (key, witness) = (key("multiplier"), witness("multiplier"));
    let [first, second] = [
        prove(&key, &witness).unwrap(),
        prove(&key, &witness).unwrap(),
    ];
    assert_ne!(first.proof, second.proof);
}

#[test]
fn the_json_of_a_proof_comes_back() {
    let proved = prove(&key("multiplier"), &witness("multiplier")).unwrap();
    let text = formats::proof_to_json(&proved.proof).unwrap();
    assert_eq!(
        formats::proof_from_json::<Bn254>(&text).unwrap(),
        proved.proof
    );
    let text = formats::verifying_key_to_json(key("range").verifying_key()).unwrap();
    assert_eq!(
        formats::verifying_key_from_json::<Bn254>(&text).unwrap(),
        verifying_key("range")
    );
}

#[test]
fn a_witness_that_does_not_satisfy_the_circuit_is_an_error() {
    let system = R1cs::<Bn254>::open(&file("range", "circuit.r1cs")).unwrap();
    assert_eq!(system.first_unsatisfied(&witness("range")).unwrap(), None);
    let values = witness("range").numbers().len();
    for changed in [values / 2, values - 1] {
        let mut file = bytes("range", "witness.wtns");
        let at = file.len() - 32 * (values - changed);
        file[at] ^= 1;
        let (_, witness) = formats::wtns_from_bytes::<Bn254>("altered".as_ref(), file).unwrap();
        assert!(
            system.first_unsatisfied(&witness).unwrap().is_some(),
            "value {changed}"
        );
        assert!(matches!(
            prove(&key("range"), &witness),
            Err(ProveError::Rejected)
        ));
    }
}

#[test]
fn a_witness_of_another_circuit_is_an_error() {
    let result = prove(&key("multiplier"), &witness("range"));
    assert!(matches!(result, Err(ProveError::WitnessLength { .. })));
}

#[test]
fn all_points_of_the_bundled_keys_are_sound() {
    for circuit in CIRCUITS {
        assert!(key(circuit).check_points().is_ok(), "{circuit}");
        assert!(key(circuit).warnings().is_empty(), "{circuit}");
    }
}
