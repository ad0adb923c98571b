package dev.liveset.failover;

/** Something that an operator should hear from the planner. */
public sealed interface PlannerAlert {

    /** The target is higher than what can be promised; {@link FailoverPromise#DOES_NOT_FIT} if VMs do not even fit. */
    record Overcommitted(int target, int promised) implements PlannerAlert {}

    /** The target can be promised again. */
    record NoLongerOvercommitted(int target) implements PlannerAlert {}

    /** The promise dropped. */
    record PromiseDropped(int before, int now) implements PlannerAlert {}

    /** A protected VM could not be restarted; told once until it recovers. */
    record RestartFailed(String vm) implements PlannerAlert {}
}
