package dev.liveset.examples;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Catches SIGTERM and SIGINT, which Java offers only in a class that compilers warn of; hence by reflection. */
public final class Signals {
    private Signals() {}

    /** Lets the action take the place of the process's end on SIGTERM and SIGINT. */
    public static void onTermination(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : (Object) 0;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run);
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java does not let signals be caught", e);
        }
    }
}
