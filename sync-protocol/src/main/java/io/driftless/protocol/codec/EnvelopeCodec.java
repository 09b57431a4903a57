package io.driftless.protocol.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an envelope: a CBOR map of {@code v} (version), {@code kind}, {@code epoch} (16
 * bytes, may be absent) and {@code body}. A kind that is unknown, or any kind of a later version,
 * reads as {@link Message.Unknown}.
 */
public final class EnvelopeCodec {

  private static final Map<String, Class<? extends Message>> KINDS =
      Map.of(
          "commit", Message.CommitRequest.class,
          "answer", Message.CommitAnswer.class,
          "update", Message.Update.class,
          "workspaceGone", Message.WorkspaceGone.class,
          "packRejected", Message.PackRejected.class);

  private EnvelopeCodec() {}

  /** The envelope as bytes. */
  public static byte[] encode(Envelope envelope) {
    ObjectMapper mapper = Codec.cbor();
    try {
      return mapper.writeValueAsBytes(
          new Frame(
              envelope.version(), kindOf(envelope.body()), envelope.epoch(), envelope.body()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A message of ours can't be written", e);
    }
  }

  /**
   * Reads an envelope.
   *
   * @throws MalformedMessageException when the bytes are no envelope, are more than {@link
   *     Limits#MAX_MESSAGE_BYTES}, or the body lacks what its kind needs; the bytes can never
   *     become readable
   */
  public static Envelope decode(byte[] bytes) throws MalformedMessageException {
    if (bytes.length > Limits.MAX_MESSAGE_BYTES) {
      throw new MalformedMessageException(
          "A message has at most %d bytes, this one %d"
              .formatted(Limits.MAX_MESSAGE_BYTES, bytes.length));
    }
    ObjectMapper mapper = Codec.cbor();
    try {
      if (!(mapper.readTree(bytes) instanceof ObjectNode frame)
          || !frame.path("v").isInt()
          || !frame.path("kind").isTextual()) {
        throw new MalformedMessageException("No envelope: it needs 'v' and 'kind'");
      }
      int version = frame.get("v").intValue();
      ServerEpoch epoch =
          frame.hasNonNull("epoch")
              ? mapper.treeToValue(frame.get("epoch"), ServerEpoch.class)
              : null;
      return new Envelope(version, epoch, body(version, frame.get("kind").textValue(), frame));
    } catch (IOException | RuntimeException e) {
      String why = // without the place in bytes, which spans lines
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new MalformedMessageException("Not readable as a message: " + why, e);
    }
  }

  private static Message body(int version, String kind, ObjectNode frame)
      throws JsonProcessingException, MalformedMessageException {
    Class<? extends Message> type = KINDS.get(kind);
    if (type == null || version > Limits.PROTOCOL_VERSION) {
      return new Message.Unknown(kind);
    }
    JsonNode body = frame.get("body");
    if (body == null || !body.isObject()) {
      throw new MalformedMessageException("A message of kind '" + kind + "' needs a body");
    }
    return Codec.cbor().treeToValue(body, type);
  }

  private static String kindOf(Message body) {
    if (body instanceof Message.Unknown unknown) {
      return unknown.kind();
    }
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getValue() == body.getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private record Frame(int v, String kind, @Nullable ServerEpoch epoch, Message body) {}
}
