package io.driftless.client.schedule;

import org.jspecify.annotations.Nullable;

/**
 * How a job ended: with a value, or with what it threw.
 *
 * @param value what it answered; null when it failed
 * @param failure what it threw; null when it answered
 */
public record Outcome<T>(@Nullable T value, @Nullable Exception failure) {

  /** A job that answered. */
  public static <T> Outcome<T> of(T value) {
    return new Outcome<>(value, null);
  }

  /** A job that threw. */
  public static <T> Outcome<T> failed(Exception failure) {
    return new Outcome<>(null, failure);
  }

  /**
   * The value; throws {@link IllegalStateException} with the failure as cause when there is none.
   */
  public T get() {
    if (value == null) {
      throw new IllegalStateException("The job failed", failure);
    }
    return value;
  }
}
