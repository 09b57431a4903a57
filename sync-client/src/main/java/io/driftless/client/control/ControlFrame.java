package io.driftless.client.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.codec.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What travels on the control socket: a question one way, an answer back, each as JSON behind its
 * length in four bytes.
 */
final class ControlFrame {

  private static final int MAX_BYTES = 16 << 20;

  /**
   * A question.
   *
   * @param wish what is asked for, by name
   * @param with what belongs to it
   */
  record Question(String wish, JsonNode with) {}

  /**
   * An answer: a value, or why there is none.
   *
   * @param code stable, for programs; null when there is a value
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(@Nullable JsonNode value, @Nullable String code, @Nullable String message) {}

  private ControlFrame() {}

  static void write(SocketChannel channel, Object frame) throws IOException {
    byte[] json = Codec.json().writeValueAsBytes(frame);
    if (json.length > MAX_BYTES) {
      throw new IOException("A frame of " + json.length + " bytes is too long");
    }
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + json.length);
    bytes.putInt(json.length).put(json).flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static <T> T read(SocketChannel channel, Class<T> type) throws IOException {
    byte[] length = Channels.newInputStream(channel).readNBytes(Integer.BYTES);
    if (length.length < Integer.BYTES) {
      throw new IOException("The line was closed before an answer came");
    }
    int expected = ByteBuffer.wrap(length).getInt();
    if (expected < 0 || expected > MAX_BYTES) {
      throw new IOException("A frame can't have " + expected + " bytes");
    }
    byte[] json = Channels.newInputStream(channel).readNBytes(expected);
    if (json.length < expected) {
      throw new IOException("The line was closed in the middle of a frame");
    }
    return Codec.json().readValue(json, type);
  }
}
