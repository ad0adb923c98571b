package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/**
 * Rule E6, ordered through the table. A move is a second permit beside the assignment: the destination claims INCOMING
 * under it; then the move turns (the assignment becomes that permit), the source stops and answers; then the
 * destination gets a new permit that passed E4, and only under that it starts. When one side is evicted, the other's
 * claim decides.
 */
final class MoveDriver {
    private final RecoveryRules rules;
    private final MasterTable table;
    private final Clearance clearance;

    MoveDriver(RecoveryRules rules, MasterTable table, Clearance clearance) {
        this.rules = rules;
        this.table = table;
        this.clearance = clearance;
    }

    void advance(RecoveryView view) {
        for (int place = 0; place < table.size(); place++) {
            VmRecord record = table.at(place);
            if (record.move() != null) {
                if (StartNeeds.isFlipped(record)) {
                    finish(record, view);
                } else {
                    begin(record, view);
                }
            }
        }
    }

    private void begin(VmRecord record, RecoveryView view) {
        Permit move = record.move();
        boolean refused = clearance.answer(record.vm(), move) != null;
        if (refused || !HostSet.contains(view.liveset, move.host())) {
            rules.hit(refused ? RuleBranch.E6_MOVE_REFUSED : RuleBranch.E6_MOVE_CALLED_OFF);
            boolean again = refused && isStillWanted(record, view);
            table.put(record.withMove(again ? table.permit(move.host(), view.incarnation[move.host()]) : null));
            return;
        }
        if (!record.desiredRunning()) {
            return; // Its destination lets go and answers; until then it may be about to claim the VM unseen (E4).
        }
        if (clearance.isEnded(record.vm(), record.assignment(), view)) {
            rules.hit(RuleBranch.E6_SOURCE_IS_OUT);
            go(record, view);
            return;
        }
        Claim destination = clearance.claim(move.host(), record.vm(), view);
        Claim source = clearance.claim(record.assignment().host(), record.vm(), view);
        // A permit that the source has not taken up yet may be on the way to it: it must not be dropped unanswered
        // (E4).
        boolean taken = source != null && source.permit().equals(record.assignment());
        if (taken && destination != null && destination.permit().equals(move)) {
            if (rules.keep(RecoveryRule.SOURCE_LETS_GO_FIRST)) {
                rules.hit(RuleBranch.E6_SOURCE_TOLD_TO_LET_GO);
                table.put(record.withAssignment(move));
            } else {
                assign(record, view);
            }
        }
    }

    /** A former master's order that came too late to be taken up: it was answered, and its VM still runs at its source. */
    private boolean isStillWanted(VmRecord record, RecoveryView view) {
        Permit move = record.move();
        boolean ofFormerMaster = move.epoch() != table.epoch();
        return ofFormerMaster
                && record.desiredRunning()
                && HostSet.contains(record.allowedHosts(), move.host())
                && clearance.isReceiving(move.host(), view)
                && !clearance.isEnded(record.vm(), record.assignment(), view);
    }

    private void finish(VmRecord record, RecoveryView view) {
        if (!record.desiredRunning()) {
            if (clearance.isEnded(record.vm(), record.move(), view)) {
                table.put(record.withMove(null));
            }
        } else if (!clearance.isEnded(record.vm(), record.move(), view)) {
            go(record, view);
        }
    }

    /** The destination starts, if no other host may run the VM. */
    private void go(VmRecord record, RecoveryView view) {
        int destination = record.move().host();
        if (clearance.isReceiving(destination, view) && clearance.isClear(record.vm(), destination, view)) {
            assign(record, view);
        }
    }

    private void assign(VmRecord record, RecoveryView view) {
        int destination = record.move().host();
        rules.hit(RuleBranch.E6_DESTINATION_MAY_START);
        Permit permit = table.permit(destination, view.incarnation[destination]);
        table.put(record.withAssignment(permit).withMove(null));
    }
}
