package io.driftless.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/**
 * Names an account: a person known to the single sign-on.
 *
 * @param value 128 bits; canonical lower-case UUID text in JSON, 16 bytes big-endian in CBOR
 */
public record AccountId(@JsonValue UUID value) implements Comparable<AccountId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AccountId {
    Objects.requireNonNull(value, "value");
  }

  /** Reads the canonical text form; throws {@link IllegalArgumentException} when it is none. */
  public static AccountId of(String text) {
    return new AccountId(UUID.fromString(text));
  }

  @Override
  public int compareTo(AccountId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
