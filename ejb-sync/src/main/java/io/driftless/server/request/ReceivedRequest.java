package io.driftless.server.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What arrived in the request queue. */
sealed interface ReceivedRequest {

  /** The property with which the broker's guard stamps every message of a device. */
  String STAMP = "DRIFTLESS_DEVICE";

  /** The property with which the guard tells where the device's connection comes from. */
  String ADDRESS = "DRIFTLESS_ADDRESS";

  /** Artemis marks what it keeps outside of its journal with this property. */
  String LARGE_SIZE = "_AMQ_LARGE_SIZE";

  /** The way of Artemis to hand out a large body whole; reading it plainly goes byte by byte. */
  String SAVE_STREAM = "JMS_AMQ_SaveStream";

  /**
   * A commit.
   *
   * @param digest SHA-256 of the bytes that arrived
   */
  record Decoded(Origin origin, CommitRequest request, Sha256 digest) implements ReceivedRequest {}

  /** A commit that can never be one; its ids are readable, so that its sender can be told. */
  record Refusable(DeviceId device, CommitAnswer answer) implements ReceivedRequest {}

  /** Nothing that could be answered. */
  record Unreadable(String reason) implements ReceivedRequest {}

  /** Reads a message; throws only when the broker does not hand it out. */
  static ReceivedRequest read(Message message) throws JMSException {
    String stamp = message.getStringProperty(STAMP);
    if (stamp == null) {
      return new Unreadable("The guard has not stamped it with a device");
    }
    if (!(message instanceof BytesMessage body)) {
      return new Unreadable("It has no bytes");
    }
    return read(new Origin(new DeviceId(stamp), message.getStringProperty(ADDRESS)), bytes(body));
  }

  private static byte[] bytes(BytesMessage body) throws JMSException {
    return body.getBodyLength() <= Limits.MAX_MESSAGE_BYTES
        ? whole(body)
        : first(body, Limits.MAX_MESSAGE_BYTES + 1);
  }

  /** All bytes of a body from where it stands, which is its beginning. */
  static byte[] whole(BytesMessage body) throws JMSException {
    int length = (int) body.getBodyLength();
    if (!body.propertyExists(LARGE_SIZE)) {
      return first(body, length);
    }
    ByteArrayOutputStream into = new ByteArrayOutputStream(length);
    body.setObjectProperty(SAVE_STREAM, into);
    return into.toByteArray();
  }

  private static byte[] first(BytesMessage body, int length) throws JMSException {
    byte[] bytes = new byte[length];
    body.readBytes(bytes);
    return bytes;
  }

  /** Reads the bytes that a device sent. */
  static ReceivedRequest read(Origin origin, byte[] bytes) {
    DeviceId device = origin.device();
    try {
      if (EnvelopeCodec.decode(bytes).body() instanceof CommitRequest request) {
        return bytes.length <= Limits.MAX_COMMIT_BYTES
            ? new Decoded(origin, request, Sha256.digest(bytes))
            : refuse(
                device,
                bytes,
                "A commit has at most %d bytes, this one %d"
                    .formatted(Limits.MAX_COMMIT_BYTES, bytes.length));
      }
      return refuse(device, bytes, "Only commits can be sent, in protocol version 1");
    } catch (MalformedMessageException e) {
      return refuse(device, bytes, e.getMessage() == null ? "Not readable" : e.getMessage());
    }
  }

  /** The message in words, for the log. */
  static String describe(Message message) {
    try {
      return "%s of device %s, attempt %d"
          .formatted(
              message.getJMSMessageID(),
              message.getStringProperty(STAMP),
              message.getIntProperty("JMSXDeliveryCount"));
    } catch (JMSException | NumberFormatException e) {
      return "a message without an id";
    }
  }

  private static ReceivedRequest refuse(DeviceId device, byte[] bytes, String reason) {
    CommitAnswer answer = answer(bytes, new ChangeAnswer.Malformed(reason));
    return answer == null
        ? new Unreadable("Device " + device + ": " + reason)
        : new Refusable(device, answer);
  }

  private static @Nullable CommitAnswer answer(byte[] bytes, ChangeAnswer why) {
    try {
      JsonNode body = Codec.cbor().readTree(bytes).path("body");
      return new CommitAnswer(
          Codec.cbor().treeToValue(body.required("workspace"), WorkspaceId.class),
          Codec.cbor().treeToValue(body.required("commit"), CommitId.class),
          body.required("sequence").asLong(),
          why,
          List.of(),
          null);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
