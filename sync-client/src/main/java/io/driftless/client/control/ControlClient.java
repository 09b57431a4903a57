package io.driftless.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.client.control.ControlFrame.Answer;
import io.driftless.client.control.ControlFrame.Question;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.protocol.codec.Codec;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the client that runs on a home. */
public final class ControlClient {

  private final DeviceHome home;

  public ControlClient(DeviceHome home) {
    this.home = home;
  }

  /** Asks for something that needs no further words. */
  public @Nullable JsonNode ask(String wish) throws IOException, HomeException {
    return ask(wish, Map.of());
  }

  /**
   * Asks the running client; blocks until it answers.
   *
   * @param with what belongs to the wish; becomes a JSON object
   * @return null when no client runs
   * @throws HomeException when the client could not fulfil the wish
   * @throws IOException when the line broke after the question was sent
   */
  public @Nullable JsonNode ask(String wish, Object with) throws IOException, HomeException {
    Path path = ControlPath.of(home);
    try (SocketChannel channel = connect(path)) {
      if (channel == null) {
        return null;
      }
      ControlFrame.write(channel, new Question(wish, Codec.json().valueToTree(with)));
      Answer answer = ControlFrame.read(channel, Answer.class);
      JsonNode value = answer.value();
      if (value == null) {
        throw new HomeException(
            String.valueOf(answer.code()),
            answer.message() == null ? "The running client says no more." : answer.message());
      }
      return value;
    }
  }

  private @Nullable SocketChannel connect(Path path) {
    try {
      ControlPath.guard(home, path);
      return SocketChannel.open(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return null; // nobody listens: whoever did has ended
    }
  }
}
