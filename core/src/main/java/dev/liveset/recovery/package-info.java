/**
 * Recovery of VMs: who may run what, where. Start at {@link dev.liveset.recovery.VmRecovery}, the seam, and at
 * {@link dev.liveset.recovery.TableRecovery}, which keeps rules E1–E9 of DESIGN.md on the extension area of the heartbeat
 * VDI; {@link dev.liveset.recovery.LivesetOnlyRecovery} keeps none (E10). What an embedder implements is
 * {@link dev.liveset.recovery.Hypervisor}.
 *
 * <p>Inside, a host's own side (claims, calls, own manifest) and the master's side (epoch, promises, commands, moves,
 * assignments) are rooms of their own; the decision whether a VM may start is one pure function.
 */
package dev.liveset.recovery;
