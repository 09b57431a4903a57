package io.driftless.protocol.chunk;

import java.io.IOException;

/**
 * Stored bytes are not the chunk that they should be. Permanent for these bytes: reading them again
 * from another place may help, retrying the decoding does not.
 */
public class DamagedChunkException extends IOException {

  private static final long serialVersionUID = 1;

  public DamagedChunkException(String message) {
    super(message);
  }

  public DamagedChunkException(String message, Throwable cause) {
    super(message, cause);
  }
}
