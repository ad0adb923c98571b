/**
 * Bytes and back: statefile, heartbeat packet and extension area (PROTOCOL.md §1 and §2, DESIGN.md "Formats").
 *
 * <p>{@link dev.liveset.codec.PoolCodec} validates and converts, {@link dev.liveset.codec.StatefileStore} does so on a
 * heartbeat disk, {@link dev.liveset.codec.StatefileFormat} formats and inspects one. Everything read from outside is
 * untrusted: it is bounds-checked and answered with a status, never with a crash. All formats are little-endian.
 */
package dev.liveset.codec;
