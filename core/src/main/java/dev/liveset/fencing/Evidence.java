package dev.liveset.fencing;

/**
 * One fact behind a verdict.
 *
 * @param subject what it is about: a host's name, a timer, a domain
 * @param fact what was seen, in words with units
 */
public record Evidence(String subject, String fact) {}
