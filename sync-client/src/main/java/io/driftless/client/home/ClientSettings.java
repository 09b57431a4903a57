package io.driftless.client.home;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a person set on this device.
 *
 * @param paused whether all folders rest
 * @param pausedUntilMillis when they go on by themselves, in milliseconds since 1970; null for
 *     never
 * @param uploadBytesPerSecond the most that chunks may take of the line; 0 for no limit
 * @param downloadBytesPerSecond likewise, the other way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientSettings(
    boolean paused,
    @Nullable Long pausedUntilMillis,
    long uploadBytesPerSecond,
    long downloadBytesPerSecond) {

  /** Nothing set. */
  public static final ClientSettings NONE = new ClientSettings(false, null, 0, 0);

  /** The same, but resting. */
  public ClientSettings paused(@Nullable Long untilMillis) {
    return new ClientSettings(true, untilMillis, uploadBytesPerSecond, downloadBytesPerSecond);
  }

  /** The same, but not resting. */
  public ClientSettings resumed() {
    return new ClientSettings(false, null, uploadBytesPerSecond, downloadBytesPerSecond);
  }

  /** The same with other limits. */
  public ClientSettings limited(long up, long down) {
    return new ClientSettings(paused, pausedUntilMillis, up, down);
  }

  /** Whether the folders rest at a moment. */
  public boolean restsAt(long wallMillis) {
    return paused && (pausedUntilMillis == null || wallMillis < pausedUntilMillis);
  }
}
