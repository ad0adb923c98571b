package dev.liveset.recovery;

/**
 * A person's word that a host is off; void as soon as the host shows a newer incarnation (<i>Freshness</i>).
 *
 * @param host the host's index
 * @param incarnation the newest incarnation it had shown when the word was given
 */
public record ConfirmedDead(int host, long incarnation) {}
