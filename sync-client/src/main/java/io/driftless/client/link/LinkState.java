package io.driftless.client.link;

/** Whether the line to the broker stands, and if not, why. */
public sealed interface LinkState {

  /** The code of a line that was not tried yet. */
  String CONNECTING = "connecting";

  /** Messages pass. */
  record Up() implements LinkState {}

  /**
   * No messages pass; the link keeps trying.
   *
   * @param code stable: {@code connecting}, {@code unreachable}, {@code busy}, {@code refused},
   *     {@code sign-on}, {@code closed}
   * @param reason in words for a person, with what to do
   */
  record Down(String code, String reason) implements LinkState {}

  /** Whether messages pass. */
  default boolean isUp() {
    return this instanceof Up;
  }
}
