/* A program that knows rapidsnark's headers alone. It is linked against
 * librapidsnark, shared or static, and ends with 0 if that behaves as promised.
 *
 * usage: rapidsnark CIRCUITS   (the folder with multiplier/ and poseidon/)
 */
#include <pthread.h>

#include "check.h"
#include "prover.h"
#include "verifier.h"

enum { MESSAGE = 256 };

struct circuit {
    char zkey_path[1024];
    struct file zkey, witness, public_inputs, verification_key;
    unsigned long long public_size;
};

static struct file part_of(const char *folder, const char *name, const char *part, char *path)
{
    CHECK(snprintf(path, 1024, "%s/%s/%s", folder, name, part) < 1024);
    return read_path(path);
}

static struct circuit circuit_of(const char *folder, const char *name)
{
    struct circuit circuit;
    char path[1024], message[MESSAGE];
    circuit.witness = part_of(folder, name, "witness.wtns", path);
    circuit.public_inputs = part_of(folder, name, "public.json", path);
    circuit.verification_key = part_of(folder, name, "verification_key.json", path);
    circuit.zkey = part_of(folder, name, "circuit.zkey", circuit.zkey_path);
    CHECK(groth16_public_size_for_zkey_buf(circuit.zkey.bytes, circuit.zkey.size,
                                           &circuit.public_size, message, MESSAGE) == PROVER_OK);
    return circuit;
}

/* The text without what JSON allows between its parts. */
static void strip(char *text)
{
    char *to = text;
    for (; *text != '\0'; text++) {
        if (strchr(" \n\r\t", *text) == NULL) {
            *to++ = *text;
        }
    }
    *to = '\0';
}

static unsigned long long proof_size(void)
{
    unsigned long long size = 0;
    groth16_proof_size(&size);
    CHECK(size == 810);
    return size;
}

struct result {
    struct buffer proof, public_inputs;
};

static struct result result_of(const struct circuit *circuit)
{
    struct result result;
    result.proof = buffer_of(proof_size());
    result.public_inputs = buffer_of(circuit->public_size);
    return result;
}

static void release_result(struct result *result)
{
    release(&result->proof);
    release(&result->public_inputs);
}

/* What a successful call wrote is what it should be, and verifies. */
static void check_result(const struct circuit *circuit, const struct result *result,
                         unsigned long long proof_length, unsigned long long public_length)
{
    char message[MESSAGE] = "";
    CHECK(strlen(result->proof.at) == proof_length);
    CHECK(strlen(result->public_inputs.at) == public_length);
    CHECK(strstr(result->proof.at, "\"protocol\":\"groth16\"") != NULL);
    CHECK(strstr(result->proof.at, "curve") == NULL);
    char *expected = malloc(circuit->public_inputs.size + 1);
    CHECK(expected != NULL);
    strcpy(expected, circuit->public_inputs.bytes);
    strip(expected);
    CHECK(strcmp(result->public_inputs.at, expected) == 0);
    free(expected);
    CHECK_TOLD(groth16_verify(result->proof.at, result->public_inputs.at,
                              circuit->verification_key.bytes, message, MESSAGE)
                   == VERIFIER_VALID_PROOF,
               message);
}

static void prove_with(void *prover, const struct circuit *circuit)
{
    char message[MESSAGE] = "";
    struct result result = result_of(circuit);
    unsigned long long proof_length = result.proof.size, public_length = result.public_inputs.size;
    CHECK_TOLD(groth16_prover_prove(prover, circuit->witness.bytes, circuit->witness.size,
                                    result.proof.at, &proof_length, result.public_inputs.at,
                                    &public_length, message, MESSAGE)
                   == PROVER_OK,
               message);
    check_result(circuit, &result, proof_length, public_length);
    release_result(&result);
}

/* A prover of a buffer that is gone when it proves. */
static void *prover_of_freed_buffer(const struct circuit *circuit)
{
    char message[MESSAGE] = "";
    void *prover = NULL;
    char *copy = malloc(circuit->zkey.size);
    CHECK(copy != NULL);
    memcpy(copy, circuit->zkey.bytes, circuit->zkey.size);
    CHECK_TOLD(groth16_prover_create(&prover, copy, circuit->zkey.size, message, MESSAGE)
                   == PROVER_OK,
               message);
    memset(copy, 0xff, circuit->zkey.size);
    free(copy);
    return prover;
}

static void test_provers(const struct circuit *circuit)
{
    char message[MESSAGE] = "";
    void *prover = prover_of_freed_buffer(circuit);
    prove_with(prover, circuit);
    prove_with(prover, circuit);
    groth16_prover_destroy(prover);

    CHECK_TOLD(groth16_prover_create_zkey_file(&prover, circuit->zkey_path, message, MESSAGE)
                   == PROVER_OK,
               message);
    prove_with(prover, circuit);
    groth16_prover_destroy(prover);
    groth16_prover_destroy(NULL);
}

static void test_single_calls(const struct circuit *circuit)
{
    char message[MESSAGE] = "";
    for (int from_file = 0; from_file < 2; from_file++) {
        struct result result = result_of(circuit);
        unsigned long long proof_length = result.proof.size;
        unsigned long long public_length = result.public_inputs.size;
        int code = from_file
            ? groth16_prover_zkey_file(circuit->zkey_path, circuit->witness.bytes,
                                       circuit->witness.size, result.proof.at, &proof_length,
                                       result.public_inputs.at, &public_length, message, MESSAGE)
            : groth16_prover(circuit->zkey.bytes, circuit->zkey.size, circuit->witness.bytes,
                             circuit->witness.size, result.proof.at, &proof_length,
                             result.public_inputs.at, &public_length, message, MESSAGE);
        CHECK_TOLD(code == PROVER_OK, message);
        check_result(circuit, &result, proof_length, public_length);
        release_result(&result);
    }
}

static void test_sizes(const struct circuit *circuit, unsigned inputs)
{
    char message[MESSAGE] = "";
    unsigned long long size = 0;
    CHECK(circuit->public_size == 82 * inputs + 4);
    CHECK_TOLD(groth16_public_size_for_zkey_file(circuit->zkey_path, &size, message, MESSAGE)
                   == PROVER_OK,
               message);
    CHECK(size == circuit->public_size);
}

/* Proves into buffers of these sizes; returns the code and leaves the sizes told. */
static int prove_into(void *prover, const struct circuit *circuit, unsigned long long *proof,
                      unsigned long long *public_inputs)
{
    char message[MESSAGE] = "";
    struct result result = {buffer_of(*proof), buffer_of(*public_inputs)};
    int code = groth16_prover_prove(prover, circuit->witness.bytes, circuit->witness.size,
                                    result.proof.at, proof, result.public_inputs.at,
                                    public_inputs, message, MESSAGE);
    if (code == PROVER_OK) {
        check_result(circuit, &result, *proof, *public_inputs);
    } else {
        CHECK(message[0] != '\0' && strlen(message) < MESSAGE);
    }
    release_result(&result);
    return code;
}

static void test_short_buffers(const struct circuit *circuit)
{
    void *prover = prover_of_freed_buffer(circuit);
    unsigned long long whole = proof_size(), room = circuit->public_size;
    unsigned long long proof_length = whole, public_length = room;
    CHECK(prove_into(prover, circuit, &proof_length, &public_length) == PROVER_OK);

    unsigned long long given[5][2] = {
        {0, room},                  /* no proof at all */
        {proof_length / 2, room},   /* less than any proof needs, more than nothing */
        {whole, 0},                 /* no public inputs */
        {whole, public_length},     /* no room for the NUL */
        {0, 0},
    };
    for (int i = 0; i < 5; i++) {
        unsigned long long proof = given[i][0], public_inputs = given[i][1];
        CHECK(prove_into(prover, circuit, &proof, &public_inputs) == PROVER_ERROR_SHORT_BUFFER);
        CHECK(proof > proof_length / 2 && public_inputs == public_length + 1);
        /* The sizes told are those to come again with. */
        CHECK(prove_into(prover, circuit, &proof, &public_inputs) == PROVER_OK);
    }
    groth16_prover_destroy(prover);
}

static void test_bad_input(const struct circuit *circuit, const struct circuit *other)
{
    char message[MESSAGE] = "";
    char garbage[300];
    void *prover = NULL;
    unsigned long long size = 0;
    memset(garbage, 'x', sizeof garbage);

    /* Keys. */
    CHECK(groth16_prover_create(&prover, garbage, sizeof garbage, message, MESSAGE)
          == PROVER_ERROR);
    CHECK(message[0] != '\0');
    for (unsigned part = 0; part < 8; part++) {
        unsigned long long cut = circuit->zkey.size * part / 8;
        CHECK(groth16_prover_create(&prover, circuit->zkey.bytes, cut, message, MESSAGE)
              == PROVER_ERROR);
    }
    CHECK(groth16_prover_create_zkey_file(&prover, "no/such/file.zkey", message, MESSAGE)
          == PROVER_ERROR);
    CHECK(groth16_public_size_for_zkey_buf(garbage, sizeof garbage, &size, message, MESSAGE)
          == PROVER_ERROR);
    CHECK(groth16_public_size_for_zkey_file("no/such/file.zkey", &size, message, MESSAGE)
          == PROVER_ERROR);

    /* Witnesses. */
    struct result result = result_of(circuit);
    unsigned long long proof = result.proof.size, public_inputs = result.public_inputs.size;
    prover = prover_of_freed_buffer(circuit);
    message[0] = '\0';
    CHECK(groth16_prover_prove(prover, other->witness.bytes, other->witness.size, result.proof.at,
                               &proof, result.public_inputs.at, &public_inputs, message, MESSAGE)
          == PROVER_INVALID_WITNESS_LENGTH);
    CHECK(message[0] != '\0');
    CHECK(groth16_prover(circuit->zkey.bytes, circuit->zkey.size, other->witness.bytes,
                         other->witness.size, result.proof.at, &proof, result.public_inputs.at,
                         &public_inputs, message, MESSAGE)
          == PROVER_INVALID_WITNESS_LENGTH);
    CHECK(groth16_prover_prove(prover, garbage, sizeof garbage, result.proof.at, &proof,
                               result.public_inputs.at, &public_inputs, message, MESSAGE)
          == PROVER_ERROR);
    CHECK(groth16_prover_prove(prover, circuit->witness.bytes, circuit->witness.size / 2,
                               result.proof.at, &proof, result.public_inputs.at, &public_inputs,
                               message, MESSAGE)
          == PROVER_ERROR);
    groth16_prover_destroy(prover);
    release_result(&result);
}

static void test_null_pointers(const struct circuit *circuit)
{
    char message[MESSAGE] = "";
    struct result result = result_of(circuit);
    char *proof = result.proof.at, *public_inputs = result.public_inputs.at;
    unsigned long long a = result.proof.size, b = result.public_inputs.size;
    const char *witness = circuit->witness.bytes;
    unsigned long long size = circuit->witness.size;
    void *prover = NULL;

    CHECK(groth16_prover_create(NULL, circuit->zkey.bytes, circuit->zkey.size, message, MESSAGE)
          == PROVER_ERROR);
    CHECK(groth16_prover_create(&prover, NULL, circuit->zkey.size, message, MESSAGE)
          == PROVER_ERROR);

    prover = prover_of_freed_buffer(circuit);
    for (int missing = 0; missing < 6; missing++) {
        message[0] = '\0';
        CHECK(groth16_prover_prove(missing == 0 ? NULL : prover, missing == 1 ? NULL : witness,
                                   size, missing == 2 ? NULL : proof, missing == 3 ? NULL : &a,
                                   missing == 4 ? NULL : public_inputs, missing == 5 ? NULL : &b,
                                   message, MESSAGE)
              == PROVER_ERROR);
        CHECK(message[0] != '\0');
    }
    groth16_prover_destroy(prover);
    release_result(&result);
}

/* Messages end within the room they have, and may have none. */
static void test_messages(const struct circuit *circuit)
{
    void *prover = NULL;
    for (unsigned long long room = 0; room < 40; room++) {
        struct buffer message = buffer_of(room);
        CHECK(groth16_prover_create(&prover, circuit->witness.bytes, circuit->witness.size,
                                    message.at, room)
              == PROVER_ERROR);
        CHECK(room == 0 || memchr(message.at, '\0', room) != NULL);
        release(&message);
    }
    CHECK(groth16_prover_create(&prover, circuit->witness.bytes, circuit->witness.size, NULL, 0)
          == PROVER_ERROR);
    CHECK(groth16_prover_create(&prover, circuit->witness.bytes, circuit->witness.size, NULL, 99)
          == PROVER_ERROR);
}

struct task {
    void *prover;
    const struct circuit *circuit;
};

static void *prove_thrice(void *argument)
{
    const struct task *task = argument;
    for (int i = 0; i < 3; i++) {
        prove_with(task->prover, task->circuit);
    }
    return NULL;
}

/* Two provers at once, the second of them in two threads. */
static void test_threads(const struct circuit *small, const struct circuit *large)
{
    struct task tasks[3] = {{prover_of_freed_buffer(small), small},
                            {prover_of_freed_buffer(large), large},
                            {NULL, large}};
    pthread_t threads[3];
    tasks[2].prover = tasks[1].prover;
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_create(&threads[i], NULL, prove_thrice, &tasks[i]) == 0);
    }
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    groth16_prover_destroy(tasks[0].prover);
    groth16_prover_destroy(tasks[1].prover);
}

static void test_verifier(const struct circuit *circuit, const struct circuit *other)
{
    char message[MESSAGE] = "";
    struct result result = result_of(circuit);
    unsigned long long a = result.proof.size, b = result.public_inputs.size;
    CHECK(groth16_prover(circuit->zkey.bytes, circuit->zkey.size, circuit->witness.bytes,
                         circuit->witness.size, result.proof.at, &a, result.public_inputs.at, &b,
                         message, MESSAGE)
          == PROVER_OK);
    const char *proof = result.proof.at, *inputs = result.public_inputs.at;
    const char *key = circuit->verification_key.bytes;
    CHECK(groth16_verify(proof, inputs, key, message, MESSAGE) == VERIFIER_VALID_PROOF);
    CHECK(groth16_verify(proof, "[\"33000098\"]", key, message, MESSAGE) == VERIFIER_INVALID_PROOF);

    /* A point that is on no curve. */
    char *altered = malloc(strlen(proof) + 1);
    CHECK(altered != NULL);
    strcpy(altered, proof);
    char *digit = strchr(altered, '[') + 2;
    *digit = *digit == '1' ? '2' : '1';
    CHECK(groth16_verify(altered, inputs, key, message, MESSAGE) != VERIFIER_VALID_PROOF);
    free(altered);

    const char *wrong[4] = {"", "{", "[1, 2]", "{\"protocol\":\"plonk\"}"};
    for (int i = 0; i < 4; i++) {
        message[0] = '\0';
        CHECK(groth16_verify(wrong[i], inputs, key, message, MESSAGE) == VERIFIER_ERROR);
        CHECK(message[0] != '\0');
        CHECK(groth16_verify(proof, wrong[i], key, message, MESSAGE) == VERIFIER_ERROR);
        CHECK(groth16_verify(proof, inputs, wrong[i], message, MESSAGE) == VERIFIER_ERROR);
    }
    CHECK(groth16_verify(proof, "[\"33\",\"33\"]", key, message, MESSAGE) == VERIFIER_ERROR);
    CHECK(groth16_verify(proof, inputs, other->verification_key.bytes, message, MESSAGE)
          != VERIFIER_VALID_PROOF);
    CHECK(groth16_verify(proof, "{", key, NULL, 0) == VERIFIER_ERROR);
    release_result(&result);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    struct circuit multiplier = circuit_of(argv[1], "multiplier");
    struct circuit poseidon = circuit_of(argv[1], "poseidon");
    test_sizes(&multiplier, 1);
    test_sizes(&poseidon, 2);
    test_provers(&multiplier);
    test_provers(&poseidon);
    test_single_calls(&multiplier);
    test_short_buffers(&multiplier);
    test_bad_input(&multiplier, &poseidon);
    test_null_pointers(&multiplier);
    test_messages(&multiplier);
    test_threads(&multiplier, &poseidon);
    test_verifier(&multiplier, &poseidon);
    printf("%d claims hold\n", claims);
    return 0;
}
