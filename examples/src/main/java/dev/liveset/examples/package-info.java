/** The command-line tool: the lab and what else a user tries first. */
package dev.liveset.examples;
