/* What the test programs share: claims, files, and buffers that notice when more
 * is written than they hold. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int claims;

/* Ends the program when a claim does not hold. */
#define CHECK(claim)                                                          \
    do {                                                                      \
        claims++;                                                             \
        if (!(claim)) {                                                       \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #claim);       \
            exit(1);                                                          \
        }                                                                     \
    } while (0)

/* The same for a call, telling what its error message holds. */
#define CHECK_TOLD(claim, message)                                            \
    do {                                                                      \
        int holds = (claim);                                                  \
        if (!holds) {                                                         \
            fprintf(stderr, "error_msg: %s\n", (message));                    \
        }                                                                     \
        CHECK(holds && #claim);                                               \
    } while (0)

/* A file in memory, with a NUL behind it. */
struct file {
    char *bytes;
    unsigned long long size;
};

static inline struct file read_path(const char *path)
{
    struct file file;
    FILE *stream = fopen(path, "rb");
    CHECK(stream != NULL);
    CHECK(fseek(stream, 0, SEEK_END) == 0);
    long size = ftell(stream);
    CHECK(size >= 0 && fseek(stream, 0, SEEK_SET) == 0);
    file.size = (unsigned long long)size;
    file.bytes = malloc((size_t)size + 1);
    CHECK(file.bytes != NULL);
    CHECK(fread(file.bytes, 1, (size_t)size, stream) == (size_t)size);
    file.bytes[size] = '\0';
    fclose(stream);
    return file;
}

#define FILLER '#'
#define MARGIN 64

/* A buffer of `size` bytes among others that nobody may write. */
struct buffer {
    char *all;
    char *at;
    unsigned long long size;
};

static inline struct buffer buffer_of(unsigned long long size)
{
    struct buffer buffer;
    buffer.all = malloc((size_t)size + 2 * MARGIN);
    CHECK(buffer.all != NULL);
    memset(buffer.all, FILLER, (size_t)size + 2 * MARGIN);
    buffer.at = buffer.all + MARGIN;
    buffer.size = size;
    return buffer;
}

/* Nothing outside of it was written, and if it was, it holds a text. */
static inline void check_buffer(const struct buffer *buffer)
{
    for (size_t i = 0; i < MARGIN; i++) {
        CHECK(buffer->all[i] == FILLER);
        CHECK(buffer->at[buffer->size + i] == FILLER);
    }
}

static inline void release(struct buffer *buffer)
{
    check_buffer(buffer);
    free(buffer->all);
}

#endif
