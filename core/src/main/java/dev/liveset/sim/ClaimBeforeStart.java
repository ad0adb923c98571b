package dev.liveset.sim;

import dev.liveset.agent.Effect;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.Manifest;

/**
 * Rule E3: at the moment of a start the host's manifest on disk claims the VM under this permit; and rule E2: a host that
 * has promised an epoch claims nothing new under a lower one.
 */
final class ClaimBeforeStart extends Checker {
    private final Manifest[] durable;

    ClaimBeforeStart(SimPool pool) {
        super(pool);
        durable = new Manifest[pool.hosts().size()];
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteManifest write) {
            Manifest former = durable[host.index()];
            durable[host.index()] = write.manifest();
            if (former != null && former.incarnation() == write.manifest().incarnation()) {
                judgeNewClaims(host, former, write.manifest());
            }
        }
    }

    private void judgeNewClaims(SimHost host, Manifest former, Manifest next) {
        for (Claim claim : next.claims()) {
            boolean isNew = former.claims().stream()
                    .noneMatch(
                            old -> old.vm().equals(claim.vm()) && old.permit().equals(claim.permit()));
            if (isNew && former.promisedEpoch() > claim.permit().epoch()) {
                violated(host.name() + " claims VM " + pool.log().vmName(claim.vm())
                        + " under an epoch below its promise");
            }
        }
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (!(effect instanceof Effect.StartVm start)) {
            return;
        }
        Manifest manifest = durable[host.index()];
        if (manifest == null || manifest.claims().stream().noneMatch(claim -> covers(claim, start))) {
            violated(host.name() + " starts VM " + start.vm().name() + " without a durable claim");
        }
    }

    private static boolean covers(Claim claim, Effect.StartVm start) {
        return claim.vm().equals(start.vm().vm()) && claim.permit().equals(start.permit());
    }

    @Override
    void onHostDied(SimHost host, String cause) {
        durable[host.index()] = null;
    }
}
