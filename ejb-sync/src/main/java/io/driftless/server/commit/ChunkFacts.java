package io.driftless.server.commit;

/**
 * What the workspace knows of a chunk.
 *
 * @param rawLength in bytes, as declared by the pack that brought it
 * @param state how far it is trusted
 * @param own whether the committing device uploaded or downloaded it itself
 */
public record ChunkFacts(int rawLength, State state, boolean own) {

  /** The life of a chunk. */
  public enum State {
    /** Named by a pack's footer; nobody has hashed its bytes yet. */
    CLAIMED,
    /** The verifier read and hashed it. */
    VERIFIED,
    /** Was verified, then unreferenced, and will be swept unless a commit names it again. */
    QUARANTINED
  }

  /**
   * Whether the device may deduplicate against it: its own, or verified. Another's claim could be a
   * lie, and content that rests on it would be lost with the lie.
   */
  public boolean isTrusted() {
    return own || state != State.CLAIMED;
  }
}
