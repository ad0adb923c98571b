package dev.liveset.examples.host;

import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;

/** Turns a line of the lab into a command to the agent. */
final class Orders {
    private Orders() {}

    /** The command, or null when the verb is none; throws {@link dev.liveset.LivesetException} for an id that is none. */
    static Command parse(Message order) {
        return switch (order.verb()) {
            case "ha" -> pool(new PoolCommand.EnableHa(order.isTrue("enabled")));
            case "target" -> pool(new PoolCommand.SetHostFailuresToTolerate((int) order.number("failures")));
            case "define" -> pool(new PoolCommand.DefineVm(vm(order)));
            case "start" -> pool(new PoolCommand.StartVm(id(order), (int) order.number("host")));
            case "shutdown" -> pool(new PoolCommand.ShutdownVm(id(order)));
            case "move" -> pool(new PoolCommand.MoveVm(id(order), (int) order.number("host")));
            case "master" -> new Command.RequestMaster(order.isTrue("wanted"));
            case "leave" -> new Command.Leave(order.isTrue("force"));
            default -> null;
        };
    }

    private static Command pool(PoolCommand command) {
        return new Command.ForPool(command);
    }

    private static VmId id(Message order) {
        return VmId.parse(order.text("vm"));
    }

    private static VmRecord vm(Message order) {
        VmRecord.Protection protection =
                order.isTrue("protected") ? VmRecord.Protection.RESTART : VmRecord.Protection.UNPROTECTED;
        return VmRecord.agile(id(order), order.text("name"), order.number("memory"), protection);
    }
}
