package io.driftless.protocol.pack;

/**
 * The numbers of the pack format, version 1. Big-endian throughout:
 *
 * <pre>
 * pack    = stored chunks, one after the other without gaps
 *           index: one entry a chunk, in the same order
 *           trailer
 * entry   = SHA-256 of the raw chunk (32), offset in the pack (4), stored length (4),
 *           raw length (4), codec (1)
 * trailer = SHA-256 of the index (32), length of the index (4), version (2), magic (8)
 * </pre>
 */
public final class PackFormat {

  /** The version that this code writes and reads. */
  public static final int VERSION = 1;

  /** The stored chunks of a pack have at most this many bytes: one chunk of the largest profile. */
  public static final int MAX_DATA_BYTES = 1 << 24;

  /** A pack has at most this many chunks, so that its index stays below 1 MiB. */
  public static final int MAX_ENTRIES = 1 << 14;

  /** At how many stored bytes a writer closes a pack; by measurement, see the decision record. */
  public static final int TARGET_BYTES = 1 << 22;

  /** Length of one index entry. */
  public static final int ENTRY_BYTES = 45;

  /** Length of the trailer. */
  public static final int TRAILER_BYTES = 46;

  /** A pack is never longer than this. */
  public static final int MAX_PACK_BYTES =
      MAX_DATA_BYTES + MAX_ENTRIES * ENTRY_BYTES + TRAILER_BYTES;

  /** A pack is never shorter than this: one chunk of one byte. */
  public static final int MIN_PACK_BYTES = 1 + ENTRY_BYTES + TRAILER_BYTES;

  /** How much of a pack's end is worth reading at first: the footer of most packs. */
  public static final int USUAL_FOOTER_BYTES = 1 << 16;

  /** The last eight bytes of every pack. */
  static final long MAGIC = 0x4472_6674_5061_636BL; // "DrftPack" in ASCII

  private PackFormat() {}
}
