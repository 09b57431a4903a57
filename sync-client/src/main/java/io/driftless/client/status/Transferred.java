package io.driftless.client.status;

/**
 * What went over the line since the start, in bytes of packs and chunks, and how fast.
 *
 * @param uploadedBytes stored bytes put into the blob store
 * @param downloadedBytes stored bytes read from it
 * @param reusedBytes raw bytes that needed no transfer because this device or the server had them
 * @param uploadBytesPerSecond over the last seconds
 * @param downloadBytesPerSecond over the last seconds
 */
public record Transferred(
    long uploadedBytes,
    long downloadedBytes,
    long reusedBytes,
    long uploadBytesPerSecond,
    long downloadBytesPerSecond) {

  /** Nothing yet. */
  public static final Transferred NONE = new Transferred(0, 0, 0, 0, 0);
}
