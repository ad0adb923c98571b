package dev.liveset.fencing;

/**
 * What the quorum found at the end of rendezvous 3, as numbers: the input of {@link FencingPolicy}.
 *
 * @param self index of this host
 * @param configuredHosts all configured hosts
 * @param liveset the current liveset
 * @param gone configured hosts that are certainly not in anybody's liveset
 * @param hbd heartbeat domain within the liveset, after the merge
 * @param sfd statefile domain within the liveset, after the merge
 * @param statefileElsewhere whether some other host of the liveset is seen to have the statefile
 * @param sr2 whether rule 2 was already in force
 * @param rule1 whether survival rule 1 holds
 * @param rule2 whether survival rule 2 holds
 */
public record SurvivalFacts(
        int self,
        long configuredHosts,
        long liveset,
        long gone,
        long hbd,
        long sfd,
        boolean statefileElsewhere,
        boolean sr2,
        boolean rule1,
        boolean rule2) {}
