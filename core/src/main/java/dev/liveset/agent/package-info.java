/** One host of a pool as a pure state machine: events in, effects out. */
package dev.liveset.agent;
