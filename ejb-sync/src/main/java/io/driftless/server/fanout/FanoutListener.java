package io.driftless.server.fanout;

import io.driftless.server.figures.CommitFigures;
import io.driftless.server.log.LogContext;
import io.driftless.server.parts.ListenerGate;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells the devices of a workspace that its journal has grown. */
@MessageDriven(
    name = "FanoutListener",
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/SyncFanout"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "6")
    })
public class FanoutListener implements MessageListener {

  @Resource private MessageDrivenContext context;
  @Inject private Fanout fanout;
  @Inject private ListenerGate gate;
  @Inject private CommitFigures figures;
  @Inject private Clock clock;

  @Override
  public void onMessage(Message message) {
    try (LogContext about = LogContext.open()) {
      take(message, about);
    }
  }

  private void take(Message message, LogContext about) {
    try {
      gate.pass();
      JournalGrowth growth = JournalGrowth.read(message);
      about.with(LogContext.Id.WORKSPACE, growth.workspace());
      fanout.tell(growth);
      figures.told(
          Duration.between(Instant.ofEpochMilli(message.getJMSTimestamp()), clock.instant()));
    } catch (JMSException | RuntimeException e) {
      gate.failed("A fan-out failed and comes again", e);
      context.setRollbackOnly();
    }
  }
}
