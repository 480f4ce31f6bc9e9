/* Groth16 proofs over BN254 from the files of snarkjs.
 *
 * The functions, types and numbers are those of rapidsnark's prover.h, so that a
 * program written for one library links against the other unchanged.
 *
 * On sizes: a buffer's size counts the NUL that ends its text. What comes back
 * does not count it after PROVER_OK, and counts it after
 * PROVER_ERROR_SHORT_BUFFER, where it is the size to come again with.
 *
 * On errors: error_msg gets one line that says what is wrong, cut to
 * error_msg_maxsize bytes and always ended by NUL. It may be NULL, or its size 0.
 * It is left alone when nothing is wrong.
 *
 * All functions may be called from several threads at once, with the same prover
 * too; only groth16_prover_destroy must come after every other use of its prover.
 * The library starts threads with the first prover: processes that are to prove must
 * be forked before, and make provers of their own.
 */
#ifndef PROVER_HPP
#define PROVER_HPP

#ifdef __cplusplus
extern "C" {
#endif

/* Done. */
#define PROVER_OK                     0x0
/* Not done, and error_msg says why. */
#define PROVER_ERROR                  0x1
/* A buffer is too small; both sizes are now large enough. */
#define PROVER_ERROR_SHORT_BUFFER     0x2
/* The witness has another number of values than the circuit of the key. */
#define PROVER_INVALID_WITNESS_LENGTH 0x3

/* Tells a size of public_buffer that is enough for every proof of a key, whose
 * bytes are given. Only the header of the key is read. */
int
groth16_public_size_for_zkey_buf(
    const void          *zkey_buffer,
    unsigned long long   zkey_size,
    unsigned long long  *public_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* The same for a key in a file. */
int
groth16_public_size_for_zkey_file(
    const char          *zkey_fname,
    unsigned long long  *public_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Tells a size of proof_buffer that is enough for every proof. */
void
groth16_proof_size(
    unsigned long long *proof_size);

/* Makes a prover of the bytes of a key. They are copied: the buffer may be freed
 * afterwards. A large key is better left in its file, see below. */
int
groth16_prover_create(
    void                **prover_object,
    const void          *zkey_buffer,
    unsigned long long   zkey_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Makes a prover of a key in a file. The file is mapped, not read: it must stay
 * as it is until the prover is destroyed. */
int
groth16_prover_create_zkey_file(
    void                **prover_object,
    const char          *zkey_file_path,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Proves. wtns_buffer holds a .wtns file; the proof and its public inputs come
 * back as JSON. The proof is verified first: a witness that does not satisfy the
 * circuit is PROVER_ERROR, never a wrong proof. */
int
groth16_prover_prove(
    void                *prover_object,
    const void          *wtns_buffer,
    unsigned long long   wtns_size,
    char                *proof_buffer,
    unsigned long long  *proof_size,
    char                *public_buffer,
    unsigned long long  *public_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Frees a prover. NULL is fine. */
void
groth16_prover_destroy(void *prover_object);

/* The three steps above in one: create, prove, destroy. The key is used where it
 * is, and no more when this returns. */
int
groth16_prover(
    const void          *zkey_buffer,
    unsigned long long   zkey_size,
    const void          *wtns_buffer,
    unsigned long long   wtns_size,
    char                *proof_buffer,
    unsigned long long  *proof_size,
    char                *public_buffer,
    unsigned long long  *public_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* The same for a key in a file. */
int
groth16_prover_zkey_file(
    const char          *zkey_file_path,
    const void          *wtns_buffer,
    unsigned long long   wtns_size,
    char                *proof_buffer,
    unsigned long long  *proof_size,
    char                *public_buffer,
    unsigned long long  *public_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

#ifdef __cplusplus
}
#endif

#endif
