/* What zkcard.h offers, and where zkcard is stricter than rapidsnark.
 *
 * usage: extras MULTIPLIER TEST_KEY   (a folder, and a key made for tests)
 */
#include "check.h"
#include "zkcard.h"

enum { MESSAGE = 256 };

static void *prover_of(const char *path)
{
    char message[MESSAGE] = "";
    void *prover = NULL;
    CHECK_TOLD(groth16_prover_create_zkey_file(&prover, path, message, MESSAGE) == PROVER_OK,
               message);
    return prover;
}

/* A witness that does not satisfy the circuit gives an error, never a proof. */
static void test_unsatisfied(void *prover, struct file witness)
{
    char message[MESSAGE] = "", proof[810], public_inputs[1000];
    unsigned long long a = sizeof proof, b = sizeof public_inputs;
    witness.bytes[witness.size - 32] ^= 1;
    memset(proof, FILLER, sizeof proof);
    CHECK(groth16_prover_prove(prover, witness.bytes, witness.size, proof, &a, public_inputs, &b,
                               message, MESSAGE)
          == PROVER_ERROR);
    CHECK_TOLD(strstr(message, "does not satisfy") != NULL, message);
    CHECK(proof[0] == FILLER && a == sizeof proof);
    witness.bytes[witness.size - 32] ^= 1;
}

/* A handle that was not made is NULL, and is destroyed without harm. */
static void test_failed_creation(void)
{
    char message[MESSAGE] = "";
    void *prover = &message;
    CHECK(groth16_prover_create(&prover, message, 0, message, MESSAGE) == PROVER_ERROR);
    CHECK(prover == NULL);
    groth16_prover_destroy(prover);
    CHECK(groth16_prover_create_zkey_file(&prover, NULL, message, MESSAGE) == PROVER_ERROR);
    CHECK(groth16_public_size_for_zkey_file(message, NULL, message, MESSAGE) == PROVER_ERROR);
    CHECK(groth16_verify(NULL, "[]", "{}", message, MESSAGE) == VERIFIER_ERROR);
    groth16_proof_size(NULL);
}

static void test_key(void *prover, void *test_prover)
{
    char message[MESSAGE] = "", text[4000];
    unsigned long long size = 0;
    CHECK_TOLD(zkcard_prover_check_key(prover, message, MESSAGE) == PROVER_OK, message);
    CHECK(zkcard_prover_check_key(NULL, message, MESSAGE) == PROVER_ERROR);

    size = sizeof text;
    CHECK(zkcard_prover_warnings(prover, text, &size, message, MESSAGE) == PROVER_OK);
    CHECK(size == 0 && text[0] == '\0');
    size = 3;
    CHECK(zkcard_prover_warnings(test_prover, text, &size, message, MESSAGE)
          == PROVER_ERROR_SHORT_BUFFER);
    CHECK(size > 3 && size < sizeof text);
    CHECK(zkcard_prover_warnings(test_prover, text, &size, message, MESSAGE) == PROVER_OK);
    CHECK(strstr(text, "insecure test key") != NULL && text[size - 1] == '\n');
}

static void test_verification_key(void *prover, struct file witness)
{
    char message[MESSAGE] = "", proof[810], public_inputs[1000], key[4000];
    unsigned long long a = sizeof proof, b = sizeof public_inputs, size = sizeof key;
    CHECK(zkcard_prover_verification_key(prover, key, &size, message, MESSAGE) == PROVER_OK);
    CHECK(strlen(key) == size);
    CHECK_TOLD(groth16_prover_prove(prover, witness.bytes, witness.size, proof, &a, public_inputs,
                                    &b, message, MESSAGE)
                   == PROVER_OK,
               message);
    CHECK(groth16_verify(proof, public_inputs, key, message, MESSAGE) == VERIFIER_VALID_PROOF);
    /* Another spelling of the same number, the modulus added, is refused. */
    CHECK(groth16_verify(proof,
                         "[\"21888242871839275222246405745257275088548364400416034343698204186575841"
                         "495716\"]",
                         key, message, MESSAGE)
          == VERIFIER_ERROR);
    /* Numbers that are no point: a proof, and not a valid one. */
    strstr(proof, "\"1\"")[1] = '2';
    CHECK(groth16_verify(proof, public_inputs, key, message, MESSAGE) == VERIFIER_INVALID_PROOF);
}

/* A card that is not there changes nothing. */
static void test_absent_card(void *prover, struct file witness)
{
    char message[MESSAGE] = "";
    CHECK(zkcard_prover_use_card(prover, "serial:/no/such/device", message, MESSAGE)
          == PROVER_ERROR);
    CHECK_TOLD(strstr(message, "/no/such/device") != NULL, message);
    CHECK(zkcard_prover_use_card(prover, "nonsense", message, MESSAGE) == PROVER_ERROR);
    CHECK(zkcard_prover_use_card(prover, NULL, message, MESSAGE) == PROVER_ERROR);
    test_verification_key(prover, witness);
}

int main(int argc, char **argv)
{
    char path[1024];
    CHECK(argc == 3);
    CHECK(strchr(zkcard_version(), '.') != NULL);
    CHECK(snprintf(path, sizeof path, "%s/witness.wtns", argv[1]) < (int)sizeof path);
    struct file witness = read_path(path);
    CHECK(snprintf(path, sizeof path, "%s/circuit.zkey", argv[1]) < (int)sizeof path);
    void *prover = prover_of(path), *test_prover = prover_of(argv[2]);
    test_unsatisfied(prover, witness);
    test_failed_creation();
    test_key(prover, test_prover);
    test_verification_key(prover, witness);
    test_verification_key(test_prover, witness);
    test_absent_card(prover, witness);
    groth16_prover_destroy(prover);
    groth16_prover_destroy(test_prover);
    printf("%d claims hold\n", claims);
    return 0;
}
