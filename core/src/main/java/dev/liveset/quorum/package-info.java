/**
 * The liveset: who is in it, who leaves it and when, and who is master (PROTOCOL.md §4–5). Pure rooms around one
 * {@code LivesetState}: {@code Sightings} (what was seen), {@code Domains}, {@code StartCriteria}, {@code Joining},
 * {@code FaultHandler} with {@code Rendezvous}, {@code ViewMerge}, {@code SurvivalRules} and {@code RemovalWait},
 * {@code SilenceRule} and {@code MasterLock}.
 */
package dev.liveset.quorum;
