package io.driftless.protocol.message;

import io.driftless.protocol.id.ServerEpoch;
import org.jspecify.annotations.Nullable;

/**
 * The frame around every message: protocol version, kind, epoch and body. See {@link
 * io.driftless.protocol.codec.EnvelopeCodec} for its bytes.
 *
 * @param version the protocol version of the sender
 * @param epoch the server's epoch; null from a device that has met no server yet
 * @param body the message
 */
public record Envelope(int version, @Nullable ServerEpoch epoch, Message body) {

  /** A message of this code's protocol version. */
  public static Envelope of(ServerEpoch epoch, Message body) {
    return new Envelope(Limits.PROTOCOL_VERSION, epoch, body);
  }
}
