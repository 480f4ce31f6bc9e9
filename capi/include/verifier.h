/* Verification of Groth16 proofs over BN254. The function, its types and numbers
 * are those of rapidsnark's verifier.h. */
#ifndef VERIFIER_HPP
#define VERIFIER_HPP

#ifdef __cplusplus
extern "C" {
#endif

/* The proof is valid. */
#define VERIFIER_VALID_PROOF        0x0
/* It is not: the equation does not hold, or a point is none of the curve. */
#define VERIFIER_INVALID_PROOF      0x1
/* It could not be judged, and error_msg says why: text that is no JSON or of
 * another shape, a number that is not below its modulus, another number of public
 * inputs than the key has. */
#define VERIFIER_ERROR              0x2

/* Verifies a proof. The first three are texts of JSON that end with NUL, as
 * snarkjs writes them: proof.json, public.json, verification_key.json. On error_msg
 * see prover.h; after VERIFIER_INVALID_PROOF it is left alone. */
int
groth16_verify(const char    *proof,
               const char    *inputs,
               const char    *verification_key,
               char          *error_msg,
               unsigned long  error_msg_maxsize);

#ifdef __cplusplus
}
#endif

#endif
