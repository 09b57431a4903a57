package io.driftless.server.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker did not do what it was asked for, or did not answer. Nothing is half done: every
 * operation of {@link BrokerControl} may simply be tried again.
 */
public class BrokerControlException extends RuntimeException {
  BrokerControlException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
