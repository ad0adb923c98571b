/** Measurements: each beside a baseline that a reader knows. */
package dev.liveset.benchmarks;
