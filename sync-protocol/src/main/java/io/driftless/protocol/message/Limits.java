package io.driftless.protocol.message;

/** The stated limits of the protocol; every one is tested at its edge. */
public final class Limits {

  /** The protocol version that this code speaks. */
  public static final int PROTOCOL_VERSION = 1;

  /** The most changes in one commit. */
  public static final int MAX_CHANGES = 1_000;

  /** The most bytes of an encoded commit request; a larger recipe is staged over HTTPS. */
  public static final int MAX_COMMIT_BYTES = 1 << 20;

  /**
   * The most chunks in all recipes of a commit; as many in the versions that it copies from or
   * restores, and as many in all packs that it names. The longest recipe fits each.
   */
  public static final int MAX_COMMIT_CHUNKS = 1 << 18;

  /** The most packs that a commit names: with packs of 4 MiB, 16 GiB of new content. */
  public static final int MAX_COMMIT_PACKS = 4_096;

  /** The most bytes of any message; the broker's guard closes the connection beyond. */
  public static final int MAX_MESSAGE_BYTES = 2 << 20;

  /** The most bytes of changes carried inside an update; beyond, the device reads the journal. */
  public static final int MAX_INLINE_UPDATE_BYTES = 64 << 10;

  /** The longest recipe, in chunks, that a listing carries inside; a longer one is asked for. */
  public static final int MAX_INLINE_RECIPE_CHUNKS = 16;

  /** The most rows of a page of changes or of a snapshot. */
  public static final int MAX_PAGE_ROWS = 10_000;

  /** The most hashes in one look-up and recipes in one request. */
  public static final int MAX_LOOKUP = 10_000;

  /** The longest name of a node, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 255;

  /** The longest target of a link, in bytes of UTF-8 (PATH_MAX). */
  public static final int MAX_LINK_BYTES = 4_096;

  /** The deepest tree, in folders below the root. */
  public static final int MAX_DEPTH = 2_000;

  private Limits() {}
}
