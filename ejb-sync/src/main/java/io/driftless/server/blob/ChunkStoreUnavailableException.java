package io.driftless.server.blob;

/**
 * The blob store does not answer, or says that it can't at the moment. The same call may succeed
 * later.
 */
public class ChunkStoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ChunkStoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
