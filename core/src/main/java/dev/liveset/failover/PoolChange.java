package dev.liveset.failover;

/** A change of a pool, to ask about or to carry out. */
public sealed interface PoolChange {

    /** The pool after the change. */
    PlannerPool applyTo(PlannerPool pool);

    /** A new VM, running where it says or nowhere. */
    record AddVm(PlannerVm vm) implements PoolChange {
        @Override
        public PlannerPool applyTo(PlannerPool pool) {
            PlannerPool.Builder builder = pool.toBuilder();
            builder.add(vm);
            return builder.build();
        }
    }

    /** A VM started, stopped, moved, protected or resized: {@code vm} in place of the one with {@code index}. */
    record SetVm(int index, PlannerVm vm) implements PoolChange {
        @Override
        public PlannerPool applyTo(PlannerPool pool) {
            return pool.toBuilder().set(index, vm).build();
        }
    }

    /** A new host. */
    record AddHost(PlannerHost host) implements PoolChange {
        @Override
        public PlannerPool applyTo(PlannerPool pool) {
            PlannerPool.Builder builder = pool.toBuilder();
            builder.add(host);
            return builder.build();
        }
    }

    /** A host enabled, disabled, lost or resized: {@code host} in place of the one with {@code index}. */
    record SetHost(int index, PlannerHost host) implements PoolChange {
        @Override
        public PlannerPool applyTo(PlannerPool pool) {
            return pool.toBuilder().set(index, host).build();
        }
    }
}
