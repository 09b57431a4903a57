package io.driftless.guard;

import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/** The names on the broker that concern devices, exactly as the broker spells them. */
public final class DeviceNames {
  /** The one address a device may send to. */
  public static final String REQUESTS = "jms.queue.sync.requests";

  /** What the name of every device's queue starts with; the device's id follows. */
  public static final String DEVICE_QUEUE_PREFIX = "jms.queue.sync.device.";

  /** The message property that carries the authenticated device; only the guard writes it. */
  public static final String STAMP = "DRIFTLESS_DEVICE";

  /** The message property that tells where its connection came from; only the guard writes it. */
  public static final String ADDRESS = "DRIFTLESS_ADDRESS";

  static final SimpleString REQUESTS_ADDRESS = SimpleString.of(REQUESTS);
  static final SimpleString STAMP_PROPERTY = SimpleString.of(STAMP);
  static final SimpleString ADDRESS_PROPERTY = SimpleString.of(ADDRESS);

  private static final Pattern DEVICE_ID = Pattern.compile("[a-z0-9-]{1,64}");

  private DeviceNames() {}

  /** Whether the text has the form of a device id: 1 to 64 of {@code [a-z0-9-]}. */
  public static boolean isDeviceId(@Nullable String text) {
    return text != null && DEVICE_ID.matcher(text).matches();
  }

  /** The name of the device's own queue, which is also its address. */
  public static String queueOf(String device) {
    return DEVICE_QUEUE_PREFIX + device;
  }
}
