/* What zkcard offers beyond rapidsnark's functions. Provers are those of prover.h,
 * and so are the numbers that come back and the rules for sizes and errors.
 *
 * Threads: one a processor, unless the environment variable RAYON_NUM_THREADS
 * says otherwise when the first prover is made or the first proof verified. From
 * then on they are this process's: in one that is forked calls are errors.
 */
#ifndef ZKCARD_H
#define ZKCARD_H

#include "prover.h"
#include "verifier.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library, such as "0.1.0". */
const char *
zkcard_version(void);

/* Checks every point of the key, as `zkcard prove --check-key` does: PROVER_ERROR
 * names the first that is not in its group. */
int
zkcard_prover_check_key(
    void                *prover_object,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Writes what makes the key unfit for anything but tests, a line each; an empty
 * text when there is nothing. */
int
zkcard_prover_warnings(
    void                *prover_object,
    char                *warnings_buffer,
    unsigned long long  *warnings_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Writes the verification key as JSON, for groth16_verify or a file. */
int
zkcard_prover_verification_key(
    void                *prover_object,
    char                *key_buffer,
    unsigned long long  *key_size,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

/* Uses a card for the proofs that begin from now on, with the CPU in reserve. The
 * address is that of `zkcard cards`, such as "serial:/dev/ttyUSB1". */
int
zkcard_prover_use_card(
    void                *prover_object,
    const char          *card_uri,
    char                *error_msg,
    unsigned long long   error_msg_maxsize);

#ifdef __cplusplus
}
#endif

#endif
