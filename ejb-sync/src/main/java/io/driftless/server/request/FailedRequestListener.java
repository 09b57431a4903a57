package io.driftless.server.request;

import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.fanout.DeviceMessages;
import io.driftless.server.log.LogContext;
import io.driftless.server.parts.ListenerGate;
import io.driftless.server.request.ReceivedRequest.Decoded;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.List;

/**
 * Takes requests that failed at every attempt: the sender is told, so that it stops waiting and
 * tries again later with another commit, and the request is kept for an operator. All in one
 * transaction.
 */
@MessageDriven(
    name = "FailedRequestListener",
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/SyncFailed"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
    })
public class FailedRequestListener implements MessageListener {

  /** What the person at the device reads. */
  static final String TOLD =
      "the server failed at it and has kept it for whoever runs the server; it is tried again";

  private static final String REASON = "It failed at every attempt; the log says why";

  @Resource private MessageDrivenContext context;
  @Inject private DeviceMessages answers;
  @Inject private DeadLetters deadLetters;
  @Inject private ListenerGate gate;

  @Override
  public void onMessage(Message message) {
    try (LogContext about = LogContext.open()) {
      take(message, about);
    }
  }

  private void take(Message message, LogContext about) {
    try {
      gate.pass();
      if (ReceivedRequest.read(message) instanceof Decoded failed) {
        about
            .with(LogContext.Id.DEVICE, failed.origin().device().value())
            .with(LogContext.Id.WORKSPACE, failed.request().workspace())
            .with(LogContext.Id.COMMIT, failed.request().commit());
        answers.send(failed.origin().device(), answer(failed.request()));
      }
      deadLetters.keep(message, REASON);
    } catch (JMSException | RuntimeException e) {
      gate.failed("A failed request can't be answered yet and comes again", e);
      context.setRollbackOnly();
    }
  }

  private static CommitAnswer answer(CommitRequest request) {
    return new CommitAnswer(
        request.workspace(),
        request.commit(),
        request.sequence(),
        new ChangeAnswer.Held(TOLD),
        List.of(),
        null);
  }
}
