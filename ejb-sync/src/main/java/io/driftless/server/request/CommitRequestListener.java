package io.driftless.server.request;

import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.server.fanout.DeviceMessages;
import io.driftless.server.log.LogContext;
import io.driftless.server.parts.ListenerGate;
import io.driftless.server.request.ReceivedRequest.Decoded;
import io.driftless.server.request.ReceivedRequest.Refusable;
import io.driftless.server.request.ReceivedRequest.Unreadable;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Takes commits from the request queue and answers each into its sender's queue, in the one
 * transaction that applies it.
 */
@MessageDriven(
    name = "CommitRequestListener",
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/SyncRequests"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "15")
    })
public class CommitRequestListener implements MessageListener {

  @Resource private MessageDrivenContext context;
  @Inject private CommitUseCase commits;
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
      ReceivedRequest received = ReceivedRequest.read(message);
      if (received instanceof Decoded request) {
        about
            .with(LogContext.Id.DEVICE, request.origin().device().value())
            .with(LogContext.Id.WORKSPACE, request.request().workspace())
            .with(LogContext.Id.COMMIT, request.request().commit());
        answer(
            request.origin().device(),
            commits.commit(request.origin(), request.request(), request.digest()));
      } else if (received instanceof Refusable request) {
        answer(request.device(), request.answer());
      } else if (received instanceof Unreadable unreadable) {
        deadLetters.keep(message, unreadable.reason());
      }
    } catch (JMSException | RuntimeException e) {
      gate.failed("A request failed and comes again: " + ReceivedRequest.describe(message), e);
      context.setRollbackOnly();
    }
  }

  private void answer(DeviceId device, CommitAnswer answer) {
    answers.send(device, answer);
  }
}
