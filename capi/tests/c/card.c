/* A proof with a card.
 *
 * usage: card CIRCUIT CARD   (a folder, and the address of a card)
 */
#include "check.h"
#include "zkcard.h"

enum { MESSAGE = 256 };

int main(int argc, char **argv)
{
    char path[1024], message[MESSAGE] = "";
    void *prover = NULL;
    CHECK(argc == 3);
    CHECK(snprintf(path, sizeof path, "%s/circuit.zkey", argv[1]) < (int)sizeof path);
    CHECK_TOLD(groth16_prover_create_zkey_file(&prover, path, message, MESSAGE) == PROVER_OK,
               message);
    CHECK_TOLD(zkcard_prover_use_card(prover, argv[2], message, MESSAGE) == PROVER_OK, message);

    CHECK(snprintf(path, sizeof path, "%s/witness.wtns", argv[1]) < (int)sizeof path);
    struct file witness = read_path(path);
    char proof[810], public_inputs[1000], key[4000];
    unsigned long long a = sizeof proof, b = sizeof public_inputs, size = sizeof key;
    CHECK_TOLD(groth16_prover_prove(prover, witness.bytes, witness.size, proof, &a, public_inputs,
                                    &b, message, MESSAGE)
                   == PROVER_OK,
               message);
    CHECK(zkcard_prover_verification_key(prover, key, &size, message, MESSAGE) == PROVER_OK);
    CHECK(groth16_verify(proof, public_inputs, key, message, MESSAGE) == VERIFIER_VALID_PROOF);
    groth16_prover_destroy(prover);
    printf("%d claims hold\n", claims);
    return 0;
}
