/** Many random schedules of the simulator: shared out over threads, kept in a file, summed up in a report. */
package dev.liveset.examples.campaign;
