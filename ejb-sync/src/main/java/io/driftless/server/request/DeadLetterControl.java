package io.driftless.server.request;

import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetterList;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What operators do about dead letters: see them, have them served again, drop them. That only
 * operators call is the caller's business.
 */
@Stateless
public class DeadLetterControl {

  /** The most that are listed at once. */
  public static final int MOST = 1_000;

  /** The longest reason, in characters. */
  public static final int LONGEST_REASON = 500;

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/DLQ")
  private Queue queue;

  @Resource(lookup = "java:/jms/queue/SyncRequests")
  private Queue requests;

  @Resource(lookup = "java:/jms/queue/SyncFanout")
  private Queue fanout;

  @Resource(lookup = "java:/jms/queue/SyncVerify")
  private Queue verify;

  @Inject private CallAudit audit;

  /** The oldest letters. */
  public DeadLetterList list(int limit) {
    try (QueueBrowser browser = jms.createBrowser(queue)) {
      List<DeadLetter> letters = new ArrayList<>();
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements() && letters.size() < limit) {
        letters.add(Letter.read((Message) messages.nextElement()).told());
      }
      return new DeadLetterList(letters, messages.hasMoreElements());
    } catch (JMSException | JMSRuntimeException e) {
      throw RefusedException.unavailable("broker", "The broker does not answer now.", e);
    }
  }

  /**
   * Has a letter served again: a commit is decided as any other, so what its device has sent again
   * meanwhile is not applied twice.
   *
   * @param reason why, for the audit
   */
  public DeadLetter replay(Caller caller, String letter, @Nullable String reason) {
    return take(caller, letter, reason, true);
  }

  /**
   * Takes a letter away for good.
   *
   * @param reason why, for the audit
   */
  public DeadLetter drop(Caller caller, String letter, @Nullable String reason) {
    return take(caller, letter, reason, false);
  }

  private DeadLetter take(
      Caller caller, String letter, @Nullable String reason, boolean servedAgain) {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw RefusedException.invalid(
          "reason",
          "A reason for the audit is needed, of at most %d characters.".formatted(LONGEST_REASON));
    }
    try (JMSConsumer consumer = jms.createConsumer(queue, Letter.selector(letter))) {
      Message message = consumer.receiveNoWait();
      if (message == null) {
        throw new RefusedException(
            Refusal.NOT_FOUND, "There is no such dead letter, or it was replayed or dropped.");
      }
      Letter found = Letter.read(message);
      DeadLetter taken = found.told();
      if (servedAgain) {
        send(found);
      }
      audit.ofAccount(
          caller, servedAgain ? "dead-letter.replay" : "dead-letter.drop", detail(taken, reason));
      return taken;
    } catch (JMSException | JMSRuntimeException e) {
      throw RefusedException.unavailable("broker", "The broker does not answer now.", e);
    }
  }

  private void send(Letter letter) throws JMSException {
    Queue again =
        switch (letter.queue()) {
          case Letter.REQUESTS, "sync.failed" -> requests;
          case "sync.fanout" -> fanout;
          case "sync.verify" -> verify;
          default -> null;
        };
    Message copy = letter.copy(jms);
    if (again == null || copy == null) {
      throw RefusedException.invalid(
          "letter", "What was meant for " + letter.queue() + " can only be dropped.");
    }
    jms.createProducer().send(again, copy);
  }

  private static Map<String, Object> detail(DeadLetter letter, String reason) {
    Map<String, Object> detail = new TreeMap<>();
    detail.put("letter", letter.letter());
    detail.put("queue", letter.queue());
    detail.put("bytes", letter.bytes());
    detail.put("reason", reason);
    if (letter.device() != null) {
      detail.put("device", letter.device().value());
    }
    if (letter.workspace() != null && letter.commit() != null) {
      detail.put("workspace", letter.workspace().toString());
      detail.put("commit", letter.commit().toString());
    }
    return detail;
  }
}
