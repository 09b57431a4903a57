package io.driftless.protocol.api;

import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about dead letters: messages of the broker that could not be served. */
public final class DeadLetterMessages {

  private DeadLetterMessages() {}

  /**
   * A message that could not be served.
   *
   * @param letter its name here
   * @param sent when it came to the queue that it was meant for, or was set aside there; RFC 3339
   * @param queue the queue that it was meant for
   * @param device who sent it; null when it is not of a device
   * @param workspace what the commit in it is for; null when it holds none that can be read
   * @param commit which; null when it holds none that can be read
   * @param changes how many the commit has; null when it holds none that can be read
   * @param bytes of its body
   * @param reason why it is here, in words
   */
  public record DeadLetter(
      String letter,
      String sent,
      String queue,
      @Nullable DeviceId device,
      @Nullable WorkspaceId workspace,
      @Nullable CommitId commit,
      @Nullable Integer changes,
      long bytes,
      String reason) {}

  /**
   * Dead letters, the oldest first.
   *
   * @param more whether there are others behind these
   */
  public record DeadLetterList(List<DeadLetter> letters, boolean more) {
    public DeadLetterList {
      letters = List.copyOf(letters);
    }
  }

  /**
   * What is to happen with a letter.
   *
   * @param reason why, for the audit; 1 to 500 characters
   */
  public record LetterDecision(@Nullable String reason) {}
}
