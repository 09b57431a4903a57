package io.driftless.protocol.pack;

import java.io.IOException;

/** The end of a pack, wherever it is stored. */
public interface PackTail {

  /** The length of the whole pack in bytes. */
  long length();

  /**
   * The last bytes of the pack.
   *
   * @param count how many; 1 to {@link #length}
   * @throws IOException when they can't be read
   */
  byte[] last(int count) throws IOException;
}
