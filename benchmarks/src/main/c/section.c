/*
 * The same work as SectionBenchmark in C: encode one host section, validate and decode one, validate and decode a pool
 * of 64 in sections of 4096 bytes. The layout is the one of HostSectionLayout.java. Own code; build: gcc -O3.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HOSTS = 64, SECTION = 4096, ROUNDS = 61 };

typedef struct __attribute__((packed)) {
    uint32_t signature, inverted, checksum, sequence, index;
    char id[32];
    uint32_t excluded, starting;
    int32_t since_heartbeat[HOSTS], since_statefile[HOSTS], since_restart;
    uint64_t current, proposed, hbdomain, sfdomain;
    uint32_t lock_request;
    uint64_t lock_grant;
    uint32_t phase, weight, end_marker;
} disk_section;

typedef struct {
    uint32_t sequence;
    uint8_t excluded, starting, lock_request;
    int32_t since_heartbeat[HOSTS], since_statefile[HOSTS], since_restart;
    uint64_t current, proposed, hbdomain, sfdomain, lock_grant;
    uint32_t phase, weight;
} section;

_Static_assert(sizeof(disk_section) == 632, "layout");

static const uint32_t SIGNATURE = 0x74736f68, END_MARKER = 0x68646e65;
static char ids[HOSTS][33];
uint64_t configured = ~0ull;

static uint32_t sum(const disk_section *disk) {
    const uint32_t *word = (const uint32_t *) disk + 3;
    uint32_t total = 0;
    for (int i = 0; i < 154; i++) {
        total += word[i];
    }
    return total;
}

__attribute__((noinline)) static void encode(int host, const section *from, disk_section *to) {
    to->signature = SIGNATURE;
    to->inverted = (uint32_t) ((int32_t) ~SIGNATURE >> 3);
    to->sequence = from->sequence;
    to->index = (uint32_t) host;
    memcpy(to->id, ids[host], 32);
    to->excluded = from->excluded;
    to->starting = from->starting;
    memcpy(to->since_heartbeat, from->since_heartbeat, sizeof to->since_heartbeat);
    memcpy(to->since_statefile, from->since_statefile, sizeof to->since_statefile);
    to->since_restart = from->since_restart;
    to->current = from->current;
    to->proposed = from->proposed;
    to->hbdomain = from->hbdomain;
    to->sfdomain = from->sfdomain;
    to->lock_request = from->lock_request;
    to->lock_grant = from->lock_grant;
    to->phase = from->phase;
    to->weight = from->weight;
    to->end_marker = END_MARKER;
    to->checksum = sum(to);
}

__attribute__((noinline)) static int decode(int host, const disk_section *from, section *to) {
    if (from->signature != SIGNATURE || from->inverted != (uint32_t) ((int32_t) ~SIGNATURE >> 3)
            || from->end_marker != END_MARKER || from->checksum != sum(from) || from->index != (uint32_t) host
            || memcmp(from->id, ids[host], 32) != 0 || from->excluded > 1 || from->starting > 1
            || from->lock_request > 1 || from->phase > 11 || from->weight > 8000000) {
        return 0;
    }
    to->sequence = from->sequence;
    to->excluded = (uint8_t) from->excluded;
    to->starting = (uint8_t) from->starting;
    memcpy(to->since_heartbeat, from->since_heartbeat, sizeof to->since_heartbeat);
    memcpy(to->since_statefile, from->since_statefile, sizeof to->since_statefile);
    to->since_restart = from->since_restart;
    to->current = from->current & configured;
    to->proposed = from->proposed & configured;
    to->hbdomain = from->hbdomain & configured;
    to->sfdomain = from->sfdomain & configured;
    to->lock_request = (uint8_t) from->lock_request;
    to->lock_grant = from->lock_grant;
    to->phase = from->phase;
    to->weight = from->weight;
    return 1;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e9 + (double) t.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *) left - *(const double *) right;
    return difference < 0 ? -1 : difference > 0;
}

static char *disk;
static section contents[HOSTS], decoded[HOSTS];

static disk_section *at(int host) {
    return (disk_section *) (disk + (host + 1) * SECTION);
}

static void encode_one(void) {
    encode(1, &contents[1], at(1));
}

static void decode_one(void) {
    if (!decode(1, at(1), &decoded[1])) {
        abort();
    }
}

static volatile uint32_t sink;

static void sum_one(void) {
    sink = sum(at(1));
}

static void read_ages(void) {
    memcpy(decoded[1].since_heartbeat, at(1)->since_heartbeat, sizeof decoded[1].since_heartbeat);
    memcpy(decoded[1].since_statefile, at(1)->since_statefile, sizeof decoded[1].since_statefile);
}

static void decode_pool(void) {
    for (int host = 0; host < HOSTS; host++) {
        if (!decode(host, at(host), &decoded[host])) {
            abort();
        }
    }
}

/* The least and the median of 61 short rounds. */
static void measure(const char *name, void (*work)(void), long count) {
    double times[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (long i = 0; i < count; i++) {
            work();
            __asm__ volatile("" ::: "memory");
        }
        times[round] = (now() - begin) / (double) count;
    }
    qsort(times, ROUNDS, sizeof times[0], ascending);
    printf("%-12s %10.2f ns/op, median %10.2f\n", name, times[0], times[ROUNDS / 2]);
}

int main(void) {
    disk = aligned_alloc(SECTION, (HOSTS + 1) * SECTION);
    memset(disk, 0, (HOSTS + 1) * SECTION);
    for (int host = 0; host < HOSTS; host++) {
        snprintf(ids[host], sizeof ids[host], "%08d111142228333444444444444", host);
        contents[host] = (section) {.sequence = 1000u + (uint32_t) host, .current = ~0ull, .proposed = ~0ull,
            .hbdomain = ~0ull, .sfdomain = ~0ull, .lock_grant = 1, .phase = 1, .weight = 1, .since_restart = -1};
        for (int i = 0; i < HOSTS; i++) {
            contents[host].since_heartbeat[i] = 250 + i * host;
            contents[host].since_statefile[i] = 500 + i;
        }
        encode(host, &contents[host], at(host));
    }
    measure("encodeOne", encode_one, 300000);
    measure("decodeOne", decode_one, 300000);
    measure("decodePool", decode_pool, 5000);
    measure("sum", sum_one, 300000);
    measure("readAges", read_ages, 300000);
    return 0;
}
