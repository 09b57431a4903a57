package io.driftless.client.transfer;

/** Follows one transfer; called from any thread, returns at once. */
public interface TransferWatch {

  /** Follows nothing and never stops. */
  TransferWatch NONE = new TransferWatch() {};

  /** So many more bytes went to the blob store; those sent again count again. */
  default void uploaded(long bytes) {}

  /** So many more bytes came from the blob store. */
  default void downloaded(long bytes) {}

  /** Whether to give up; asked a few times a second and before every try. */
  default boolean stopped() {
    return false;
  }
}
