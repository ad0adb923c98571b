/** The verb {@code pool-host}: one host of a pool as {@code xhad.conf} describes it, beside xhad or among its own kind. */
package dev.liveset.examples.poolhost;
