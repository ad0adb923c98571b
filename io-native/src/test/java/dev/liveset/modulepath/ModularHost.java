package dev.liveset.modulepath;

import dev.liveset.LivesetException;
import dev.liveset.io.BlockDeviceVdi;
import dev.liveset.io.KeeperConfig;
import dev.liveset.io.KeeperWatchdog;
import dev.liveset.io.ProcessGroup;
import java.nio.file.Path;

/** An embedder that has Liveset on its module path; run by {@link ModulePathTest} in a JVM of its own. */
final class ModularHost {
    private ModularHost() {}

    /** Uses the native library, the keeper and the core, then says where they came from. */
    public static void main(String[] arguments) {
        try (KeeperWatchdog keeper = KeeperWatchdog.start(KeeperConfig.guarding(ProcessGroup.lead()))) {
            keeper.arm(60_000_000_000L);
            keeper.disarm();
        }
        try (BlockDeviceVdi vdi = BlockDeviceVdi.open(Path.of("/dev/null"))) {
            System.out.println("opened " + vdi.sizeBytes());
        } catch (LivesetException e) {
            System.out.println(
                    e.code() + " from " + e.getClass().getModule() + " by " + BlockDeviceVdi.class.getModule());
        }
    }
}
