package io.driftless.protocol.pack;

import java.io.IOException;

/** Bytes are not a pack, or a pack whose footer does not hold together. Permanent for the blob. */
public class PackFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Problem {
    /** Shorter or longer than any pack. */
    LENGTH,
    /** Does not end with the magic: another file, or a truncated pack. */
    MAGIC,
    /** Written by a later version of the format. */
    VERSION,
    /** The declared length of the index can't be. */
    INDEX_LENGTH,
    /** The index was changed or damaged. */
    INDEX_CHECKSUM,
    /** An entry does not begin where the one before ends. */
    OFFSET,
    /** An entry's stored or raw length is outside what its codec and the limits allow. */
    ENTRY_LENGTH,
    /** An entry's codec is unknown. */
    CODEC,
    /** A chunk is named twice. */
    DUPLICATE,
    /** The chunks do not fill the pack up to its index. */
    DATA_LENGTH
  }

  private final Problem problem;

  public PackFormatException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** What is wrong, for programs. */
  public Problem problem() {
    return problem;
  }
}
