package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a timeline expects of the world at a moment; what does not hold is a violation like any other. */
final class Expectations {
    private final SimPool pool;

    Expectations(SimPool pool) {
        this.pool = pool;
    }

    void check(SimAction action) {
        if (!holds(action)) {
            int hosts = pool.hosts().size();
            pool.claims().disappointed("'" + action.words(hosts) + "' does not hold: " + world(action));
        }
    }

    private boolean holds(SimAction action) {
        long set = action.set();
        return switch (action.verb()) {
            case EXPECT_ONLINE -> online() == set && agreed(set);
            case EXPECT_DIED -> pool.tally().died() == set;
            case EXPECT_VM -> runsOn(action.number()).equals(List.of(action.host()));
            case EXPECT_VM_AMONG ->
                runsOn(action.number()).size() == 1
                        && HostSet.contains(set, runsOn(action.number()).get(0));
            case EXPECT_NO_VM -> runsOn(action.number()).isEmpty();
            case EXPECT_STARTS ->
                String.valueOf(pool.tally().vmStarts(ActionRunner.vm(action.number())))
                        .equals(action.word());
            case EXPECT_MASTER -> master() == action.host();
            case EXPECT_NO_MASTER -> master() == -1;
            case EXPECT_LIVESET -> pool.host(action.host()).published().liveset == set;
            case EXPECT_RULE_2 -> hosts(host -> host.isUp() && host.published().sr2) == set;
            case EXPECT_DEATH -> among(pool.host(action.host()).lastDeath(), action.word());
            case EXPECT_ENDED -> among(pool.host(action.host()).lastEnd(), action.word());
            case EXPECT_POOL_STATE -> poolState().equals(action.word());
            case EXPECT_ANSWER -> pool.operator().lastAnswer().equals(action.word());
            case EXPECT_CLAIMS_NOTHING -> pool.claims().claimsNothing() != null;
            default -> throw new IllegalArgumentException(action.verb() + " expects nothing");
        };
    }

    private static boolean among(String word, String alternatives) {
        return Pattern.compile("\\|").splitAsStream(alternatives).anyMatch(word::equals);
    }

    /** How things are instead, as far as the expectation is about them. */
    private String world(SimAction action) {
        return switch (action.verb()) {
            case EXPECT_VM, EXPECT_VM_AMONG, EXPECT_NO_VM, EXPECT_STARTS ->
                "it runs on " + names(runsOn(action.number())) + " and was started "
                        + pool.tally().vmStarts(ActionRunner.vm(action.number())) + " times";
            case EXPECT_LIVESET -> "it is " + format(pool.host(action.host()).published().liveset);
            case EXPECT_RULE_2 -> "these do: " + format(hosts(host -> host.isUp() && host.published().sr2));
            case EXPECT_DEATH -> "it was '" + pool.host(action.host()).lastDeath() + "'";
            case EXPECT_ENDED -> "it was '" + pool.host(action.host()).lastEnd() + "'";
            case EXPECT_POOL_STATE -> "it is " + poolState();
            case EXPECT_ANSWER -> "it was '" + pool.operator().lastAnswer() + "'";
            case EXPECT_CLAIMS_NOTHING -> "it claims every rule";
            default ->
                "online " + format(online()) + (agreed(online()) ? "" : " (not of one mind)") + ", died "
                        + format(pool.tally().died()) + ", master "
                        + (master() < 0 ? "none" : names(List.of(master())));
        };
    }

    private long online() {
        return hosts(SimHost::isOnline);
    }

    private long hosts(Predicate<SimHost> which) {
        long set = 0;
        for (SimHost host : pool.hosts()) {
            set |= which.test(host) ? HostSet.of(host.index()) : 0;
        }
        return set;
    }

    private boolean agreed(long liveset) {
        return pool.hosts().stream().filter(SimHost::isOnline).allMatch(host -> host.published().liveset == liveset);
    }

    private int master() {
        return pool.diskView().lockHolder(online());
    }

    private String poolState() {
        return String.valueOf(pool.diskView().read().global.poolState);
    }

    private List<Integer> runsOn(int number) {
        VmId vm = ActionRunner.vm(number);
        return pool.hosts().stream()
                .flatMap(host -> host.hypervisor().running().stream())
                .filter(instance -> instance.vm().equals(vm))
                .map(VmInstance::host)
                .toList();
    }

    private String format(long set) {
        return HostSet.format(set, pool.hosts().size());
    }

    private String names(List<Integer> indexes) {
        return indexes.stream().map(index -> pool.host(index).name()).toList().toString();
    }
}
