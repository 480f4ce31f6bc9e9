"""usage: doors.py CIRCUITS    (the folder with multiplier/ and poseidon/)"""

import json
import sys
import threading
import unittest
from pathlib import Path

import zkcard

CIRCUITS = Path(sys.argv.pop(1))


def path(circuit, name):
    return CIRCUITS / circuit / name


def loaded(circuit, name):
    return json.loads(path(circuit, name).read_text())


class Doors(unittest.TestCase):
    def test_a_proof_of_files_is_accepted(self):
        for circuit in ("multiplier", "poseidon"):
            made = zkcard.prove(path(circuit, "circuit.zkey"), str(path(circuit, "witness.wtns")))
            self.assertEqual(made.public, loaded(circuit, "public.json"))
            self.assertNotIn("curve", made.proof)
            key = loaded(circuit, "verification_key.json")
            self.assertTrue(zkcard.verify(key, made.public, made.proof))
            other = [str(int(made.public[0]) + 1)] + made.public[1:]
            self.assertFalse(zkcard.verify(key, other, made.proof))

    def test_a_proof_of_bytes_is_accepted_by_the_own_key(self):
        witness = path("multiplier", "witness.wtns").read_bytes()
        with zkcard.Prover(path("multiplier", "circuit.zkey").read_bytes()) as prover:
            prover.check_key()
            self.assertEqual(prover.warnings(), [])
            key = prover.verification_key()
            made = prover.prove(memoryview(witness))
        self.assertTrue(zkcard.verify(key, made.public, made.proof))
        self.assertTrue(zkcard.verify(key, loaded("multiplier", "public.json"),
                                      loaded("multiplier", "proof.json")))
        with self.assertRaisesRegex(zkcard.ProverError, "NULL"):
            prover.prove(witness)
        prover.close()

    def test_errors_have_types_and_say_why(self):
        with self.assertRaisesRegex(zkcard.ProverError, "no/such.zkey"):
            zkcard.Prover("no/such.zkey")
        with self.assertRaisesRegex(zkcard.ProverError, "truncated|not a zkey"):
            zkcard.Prover(b"zkey")
        with zkcard.Prover(path("multiplier", "circuit.zkey")) as prover:
            with self.assertRaisesRegex(zkcard.WitnessLengthError, "different circuits"):
                prover.prove(path("poseidon", "witness.wtns"))
            altered = bytearray(path("multiplier", "witness.wtns").read_bytes())
            altered[-32] ^= 1
            with self.assertRaisesRegex(zkcard.ProverError, "does not satisfy"):
                prover.prove(altered)
            with self.assertRaises(zkcard.ProverError):
                prover.use_card("serial:/no/such/device")
        with self.assertRaisesRegex(zkcard.VerifierError, "JSON"):
            zkcard.verify({}, [], {})

    def test_threads_share_a_prover(self):
        key = loaded("poseidon", "verification_key.json")
        with zkcard.Prover(path("poseidon", "circuit.zkey")) as prover:
            made = []
            work = lambda: made.append(prover.prove(path("poseidon", "witness.wtns")))
            threads = [threading.Thread(target=work) for _ in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(len(made), 3)
        for proof in made:
            self.assertTrue(zkcard.verify(key, proof.public, proof.proof))

    def test_the_version_is_one(self):
        self.assertRegex(zkcard.version(), r"^\d+\.\d+\.\d+")


if __name__ == "__main__":
    unittest.main()
