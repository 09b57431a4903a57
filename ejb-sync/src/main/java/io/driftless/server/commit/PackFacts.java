package io.driftless.server.commit;

/**
 * What the workspace knows of a pack that some commit named before.
 *
 * @param condemned whether a cleanup has taken it: it can't be named any more
 */
public record PackFacts(boolean condemned) {}
