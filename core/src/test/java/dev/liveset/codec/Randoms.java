package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.statefile.HostSection;
import java.util.SplittableRandom;

/** Sections and heartbeats with random contents, each from one seed. */
final class Randoms {
    private final SplittableRandom random;
    private final long configured;
    private final int hosts;

    Randoms(long seed, int hosts) {
        this.random = new SplittableRandom(seed);
        this.hosts = hosts;
        this.configured = HostSet.firstHosts(hosts);
    }

    HostSection section() {
        HostSection section = new HostSection();
        section.sequence = random.nextInt();
        section.excluded = random.nextBoolean();
        section.starting = random.nextBoolean();
        ages(section.sinceHeartbeatMillis);
        ages(section.sinceStatefileMillis);
        section.sinceAgentRestartMillis = random.nextInt();
        section.currentLiveset = random.nextLong() & configured;
        section.proposedLiveset = random.nextLong() & configured;
        section.hbdomain = random.nextLong() & configured;
        section.sfdomain = random.nextLong() & configured;
        section.lockRequest = random.nextBoolean();
        section.lockGrant = random.nextLong();
        section.phase = random.nextInt(Phase.values().length);
        section.weight = random.nextInt(HostSectionLayout.MAX_WEIGHT + 1);
        section.trailer = true;
        section.incarnation = random.nextLong() >>> 1;
        section.longSequence = random.nextLong() >>> 1;
        section.regionSequence = random.nextLong() >>> 1;
        section.policy = random.nextInt();
        section.watchdogTimeoutMillis = random.nextInt() >>> 1;
        section.excludedHosts = random.nextLong() & configured;
        return section;
    }

    HeartbeatMessage message(int sender) {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = sender;
        message.sequence = random.nextInt();
        message.currentLiveset = random.nextLong() & configured;
        message.proposedLiveset = random.nextLong() & configured;
        message.hbdomain = random.nextLong() & configured;
        message.sfdomain = random.nextLong() & configured;
        ages(message.sinceHeartbeatMillis);
        ages(message.sinceStatefileMillis);
        message.sinceAgentRestartMillis = random.nextInt();
        message.phase = random.nextInt(Phase.values().length);
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(HeartbeatMessage.ERR_STRING_BYTES + 1); left > 0; left--) {
            text.append((char) random.nextInt(' ', '~' + 1));
        }
        message.errString = text.toString();
        message.sfAccess = random.nextBoolean();
        message.sfCorrupted = random.nextBoolean();
        message.sfAccelerate = random.nextBoolean();
        message.fenceRequest = random.nextBoolean();
        message.sr2 = random.nextBoolean();
        message.joining = random.nextBoolean();
        for (int host = 0; host < message.heardEcho.length; host++) {
            message.heardEcho[host] = random.nextInt();
        }
        message.trailer = true;
        message.incarnation = random.nextLong() >>> 1;
        message.longSequence = random.nextLong() >>> 1;
        return message;
    }

    int host() {
        return random.nextInt(hosts);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void ages(int[] ages) {
        for (int i = 0; i < ages.length; i++) {
            ages[i] = random.nextInt();
        }
    }
}
