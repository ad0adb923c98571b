package dev.liveset.sim;

import java.util.Locale;

/** Moments in the life of a host at which a timeline can let something happen: {@code 20 when h2 has-epoch reset h2}. */
enum Moment {
    /** It looks for a liveset to join: its first heartbeat says joining. */
    JOINING,
    /** It is in its liveset. */
    ONLINE,
    /** A member of its liveset fell silent: it begins a round of fault handling. */
    FHREADY,
    /** It has passed the first rendezvous half way. */
    FH1,
    FH1DONE,
    FH2,
    FH2DONE,
    FH3,
    FH3DONE,
    /** It has survived and waits for the silence of those who have not. */
    FH4,
    FH4DONE,
    /** It goes on without the statefile. */
    RULE_2,
    /** It removes a host from its liveset. */
    REMOVES,
    /** Its request for the master lock stands on the disk. */
    ASKS_FOR_LOCK,
    /** Every host of its liveset has granted it the lock, on the disk. */
    IS_MASTER,
    /** Its first table under a new epoch is on its way to the disk (E1). */
    BEGINS_EPOCH,
    /** That table is on the disk. */
    HAS_EPOCH,
    /** Its manifest promises a higher epoch, on the disk (E2). */
    PROMISES,
    /** A table of it that gives a VM a new permit is on its way to the disk (E4). */
    BEGINS_ASSIGNMENT,
    /** That table is on the disk. */
    ASSIGNS,
    /** Its manifest claims a VM that is about to start, on the disk (E3). */
    CLAIMS,
    /** Its hypervisor is told to start a VM. */
    STARTS,
    /** A VM runs on it. */
    RUNS,
    /** Its table orders a move, on the disk (E6). */
    ORDERS_MOVE,
    /** As the destination of a move it claims INCOMING, on the disk. */
    EXPECTS_VM,
    /** Its claim says STOPPING, on the disk: as the source of a move it is about to let go. */
    LETS_GO,
    /** Its hypervisor is told to stop a VM. */
    STOPS,
    /** A VM has left its claims, on the disk. */
    UNCLAIMS,
    /** It is dead. */
    DIES;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Moment of(String word) {
        for (Moment moment : values()) {
            if (moment.word().equals(word)) {
                return moment;
            }
        }
        throw new IllegalArgumentException("there is no moment '" + word + "'");
    }
}
