package dev.liveset.examples.campaign;

/**
 * Schedules in a row.
 *
 * @param hosts hosts of their pool
 * @param first seed of the first
 * @param last seed of the last, itself included
 */
record SeedRange(int hosts, long first, long last) {
    long size() {
        return last - first + 1;
    }
}
