package io.driftless.server.health;

/** Tries one part that the server stands on. */
interface PartProbe {

  /** The part's name, as callers are told. */
  String part();

  /**
   * Tries it, within seconds.
   *
   * @throws Exception when it does not answer; the message tells operators why
   */
  void probe() throws Exception;
}
