package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Names an enrolled device; also its user name at the broker and the last part of its queue's name.
 *
 * @param value 1 to 64 characters out of {@code [a-z0-9-]}
 */
public record DeviceId(@JsonValue String value) implements Comparable<DeviceId> {

  /** The longest device id, in characters. */
  public static final int MAX_LENGTH = 64;

  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1," + MAX_LENGTH + "}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DeviceId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A device id is 1 to 64 characters of a-z, 0-9 and '-', not '" + value + "'");
    }
  }

  /** The JMS name of the queue that carries answers and updates to this device. */
  public String queueName() {
    return "sync.device." + value;
  }

  @Override
  public int compareTo(DeviceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
