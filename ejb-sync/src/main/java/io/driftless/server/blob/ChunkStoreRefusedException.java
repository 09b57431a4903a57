package io.driftless.server.blob;

/**
 * The blob store refuses this server: a wrong key, address or right. Stays so until an operator
 * acts.
 */
public class ChunkStoreRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ChunkStoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
