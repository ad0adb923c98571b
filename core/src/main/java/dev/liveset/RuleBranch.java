package dev.liveset;

import java.util.Locale;

/**
 * The ways in which the rules of PROTOCOL.md and DESIGN.md can go, to be counted in a {@link RuleTally}: a branch that no
 * simulation takes is one that nobody has tried. Names begin with the rule, or with what it is about.
 */
public enum RuleBranch {
    // Start (PROTOCOL.md §5): how a host comes into a liveset, and each way in which that fails.
    START_COUNTED_ON_DISK,
    START_COUNTED_ON_WIRE,
    START_FAILED_COUNTED_BY_OTHERS,
    START_FAILED_EXCLUDED,
    START_FAILED_FORMING,
    START_FAILED_INIT_WITH_HOST_MISSING,
    /** Not drawn: the global section would have to be readable and not writable for a whole start. */
    START_FAILED_INIT_WITH_LIVESET(false),
    START_FAILED_JOIN_NOT_ACKED,
    START_FAILED_NOT_HEARD_BY_LIVESET,
    START_FAILED_NO_STATEFILE,
    START_FAILED_POOL_STATE,
    /** Not drawn: a machine that forgets its own starts is outside the assumptions. */
    START_FAILED_ROLLED_BACK(false),
    START_FAILED_SMALLER_PARTITION,
    START_FAILED_STATEFILE_LOST,
    START_FORMED_AFTER_OTHERS,
    START_FORMED_TOGETHER,
    START_FORMED_WITHOUT_MISSING,
    START_JOINED,
    START_LIVESET_UNDER_RULE_2,
    START_TAKEN_AT_LAST,
    START_TAKEN_BY_LOWEST,

    // Joining: the members' side, the three join rules, strangers.
    JOIN_ACKED,
    JOIN_ACKED_UNDER_RULE_2,
    JOIN_ACK_WAITS_FOR_ROUND,
    JOIN_ADDED,
    JOIN_ADDED_DURING_ROUND,
    JOIN_STRANGER_REFUSED,
    JOIN_THIRD_RULE_AFTER_ACK,
    /** Not demanded: random schedules come to it once in some 5,000, a scenario always. */
    JOIN_THIRD_RULE_ON_DISK(false),
    JOIN_THIRD_RULE_UNDER_RULE_2,
    JOIN_THIRD_RULE_VOUCHED,
    JOIN_WITHDRAWN,

    // Domains (§4) and acceleration.
    ACCELERATED_FOR_ANOTHER,
    ACCELERATED_IN_ROUND,
    ACCELERATED_TO_JOIN,
    DOMAIN_ENTERED,
    DOMAIN_ENTRY_BLOCKED,
    JUDGEMENT_WAITS_AFTER_OWN_STALL,
    ONE_WAY_LINK_DROPPED,

    // Fault handling: how a round begins, how its rendezvous end, what the views come to.
    /** Not drawn: blocks go bad only in schedules of their own (BadBlockTest) and in scenarios. */
    BAD_BLOCK_OVERWRITTEN(false),
    /** Not drawn: it is only beside xhad, where nothing is demanded. */
    BLIND_BESIDE_XHAD(false),
    FRESH_LOOK_WAITS,
    MERGE_DROPS_LOST_STATEFILE,
    MERGE_REMOVES_BY_INDEX,
    MERGE_REMOVES_BY_LOWEST_INDEX_HEARD,
    /** Not drawn: weights would have to make up exactly for a host less. */
    MERGE_REMOVES_BY_SIZE(false),
    MERGE_REMOVES_BY_WEIGHT,
    RENDEZVOUS_1_LIMIT,
    /** Not drawn often enough: several hosts must stall in turn for most of five timeouts. */
    RENDEZVOUS_2_LIMIT(false),
    RENDEZVOUS_3_ALONE,
    RENDEZVOUS_BY_ALL,
    ROUND_BY_LOSS,
    ROUND_CALLED,
    ROUND_WAITS_FOR_FIRST_SIGHT,
    /** Not drawn: the third rendezvous goes on alone before it. */
    ROUND_CAP(false),
    VIEWS_CONSISTENT,
    VIEWS_MERGED,

    // Survival rule 1, and by what the best partition is the best.
    RULE_1_BY_SIZE,
    RULE_1_BY_WEIGHT,
    RULE_1_HEARS_ALL,
    RULE_1_NOT_IN_OWN_RESULT,
    RULE_1_NOT_WITH_WINNER,
    RULE_1_TIE_BY_INDEX,
    RULE_1_UNDER_RULE_2,
    RULE_1_WINNER,
    RULE_1_WITH_WINNER,
    SURVIVAL_LOST,

    // Survival rule 2.
    RULE_2_ENDS,
    RULE_2_ENTERED,
    RULE_2_HOLDS_AGAIN,
    RULE_2_LOST_AGAIN,
    RULE_2_SPREADS,
    RULE_2_WAITS_FOR_OTHERS,

    // Removal: fence requests, and what ends the wait for silence (§3).
    EVICTS_NOBODY_DISARMED,
    FENCE_REQUESTS_SENT,
    FENCE_REQUEST_MEANT,
    FENCE_REQUEST_MUTUAL,
    FENCE_REQUEST_NOT_MEANT,
    LOSER_STEPS_ASIDE_DISARMED,
    /** Not drawn, as what follows from it: a pool has no power fencers unless a simulation gives it some. */
    POWER_FENCER_CONFIRMED(false),
    /** Not drawn without power fencers. */
    POWER_FENCER_CONFIRMED_NOTHING(false),
    /** Not drawn without power fencers. */
    POWER_FENCER_LATE(false),
    SILENCE_BROKEN_BY_A_SIGN,
    /** Not drawn without power fencers. */
    SILENCE_ENDED_BY_POWER_OFF(false),
    SILENCE_ENDED_BY_RESTART,
    SILENCE_OVER,
    SILENCE_OVER_UNDER_RULE_2,

    // Master lock.
    LOCK_CANCELLED_BY_LOSER,
    LOCK_GIVEN_UP,
    LOCK_GRANTED,
    LOCK_GRANT_KEPT_BACK,
    LOCK_REQUESTED,
    LOCK_REQUEST_WAITS_FOR_HIGHER,
    LOCK_REQUEST_WAITS_FOR_OLD_GRANTS,

    // Health check, the operator's and other hosts' orders, the disk's faults as the agent sees them.
    EXCLUDED_BY_ANOTHER,
    GLOBAL_SECTION_DAMAGED,
    HEALTH_CHECK_LATE,
    HEALTH_CHECK_NOT_LAUNCHED,
    HEALTH_NOT_BACK,
    HEALTH_NO_RESTART_LEFT,
    HEALTH_RESTART_FAILED,
    HEALTH_RESTART_LATE,
    HEALTH_WELL,
    HEALTH_WELL_AGAIN,
    LEAVES_EXCLUDED,
    LEAVES_INVALID_POOL,
    READ_LACKS_OWN_WRITE,

    // E1 and E2 (DESIGN.md): epochs and promises.
    E1_A_TABLE_GIVEN_UP_BY_WORD,
    /** Not drawn: a higher epoch would have to be hidden from every region that a new master reads. */
    E1_EPOCH_OVERTAKEN(false),
    E1_EPOCH_TAKEN,
    E1_OWN_TABLE_GOES_ON,
    E1_TABLE_OF_ANOTHER_COPIED,
    E2_PERMIT_OF_ANOTHER_EPOCH_REFUSED,
    E2_PROMISED,
    E2_WAITS_FOR_A_PROMISE,

    // E3 and permits: what is claimed and started.
    E3_CLAIMED,
    E3_CLAIM_NOT_STARTED,
    E3_STARTS_UNDER_DURABLE_CLAIM,
    E3_START_WAITS_FOR_CLAIM,
    PERMIT_ACCEPTED,
    /** Not drawn: a table that is followed never goes back to an older permit. */
    PERMIT_ANSWERED_BEFORE(false),
    PERMIT_OF_ANOTHER_LIFE_REFUSED,
    PERMIT_REFUSED_UNARMED,
    PERMIT_RENEWED,
    RESTARTED_IN_PLACE,

    // E4: what another host says about starting a VM elsewhere, and of its last permit.
    E4_CLAIMED_ELSEWHERE,
    E4_CONFIRMED_OFF,
    E4_FENCED,
    E4_LEFT_CLEANLY,
    /** Not drawn: nobody is asked before all have promised. */
    E4_NOT_PROMISED(false),
    E4_NOT_SILENT,
    E4_PERMIT_ANSWERED,
    E4_PERMIT_NOT_ANSWERED,
    E4_PERMIT_OF_A_HOST_THAT_IS_OUT,
    E4_PROMISED_AND_CLEAR,
    E4_UNARMED,
    E4_UNKNOWN,

    // E5 to E9.
    E5_DOUBT_ENDED_BY_A_STOP,
    E5_START_TIMED_OUT,
    E6_DESTINATION_GOES_ON,
    E6_DESTINATION_MAY_START,
    E6_INCOMING_CLAIMED,
    E6_MOVE_CALLED_OFF,
    E6_MOVE_REFUSED,
    E6_SOURCE_IS_OUT,
    E6_SOURCE_TOLD_TO_LET_GO,
    E7_ARMED_IS_SAID,
    E7_DISARMED_IS_SAID,
    E8_CLAIMS_OF_AN_OLD_BOOT_VOID,
    E8_CLAIMS_OF_THIS_BOOT_TAKEN_OVER,
    E8_LOST_MANIFEST_OF_AN_OLD_BOOT,
    E8_NOTHING_CLAIMED,
    /** Not drawn: no simulated machine starts an agent while its watchdog runs. */
    E8_REFUSED_DIED_ARMED(false),
    E8_REFUSED_MANIFEST_LOST,
    E8_STALE_MANIFEST_READ_AGAIN,
    E9_COMMAND_REFUSED,
    E9_RESTARTED_IN_PLACE,
    STOP_TIMED_OUT,

    // Regions that are missing, old or not what was written.
    MANIFEST_BELIEVED,
    MANIFEST_OLDER_THAN_TRAILER,
    MANIFEST_UNREADABLE,
    MANIFEST_WITHOUT_VALID_SLOT,
    OWN_MANIFEST_WRITTEN_AGAIN,
    OWN_SLOT_WRITTEN_AGAIN,
    OWN_TABLE_WRITTEN_AGAIN,
    TABLE_UNKNOWN;

    private final boolean drawn;

    RuleBranch() {
        this(true);
    }

    RuleBranch(boolean drawn) {
        this.drawn = drawn;
    }

    /** Whether random schedules come to it when there are enough of them; where not, the branch says why. */
    public boolean isDrawn() {
        return drawn;
    }

    /** The name in words: {@code rule 1 winner}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
