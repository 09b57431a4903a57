package io.driftless.server.verify;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.log.LogContext;
import io.driftless.server.parts.ListenerGate;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Takes packs that a commit named for the first time. */
@MessageDriven(
    name = "VerifyListener",
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/SyncVerify"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "2")
    })
public class VerifyListener implements MessageListener {

  @Resource private MessageDrivenContext context;
  @Inject private PackVerifier verifier;
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
      if (!(message instanceof MapMessage map)) {
        throw new JMSException("A message of the verifier is a map");
      }
      WorkspaceId workspace = WorkspaceId.of(map.getString("workspace"));
      PackId pack = PackId.of(map.getString("pack"));
      about.with(LogContext.Id.WORKSPACE, workspace).with(LogContext.Id.PACK, pack);
      verifier.verify(workspace, pack);
    } catch (JMSException | RuntimeException e) {
      gate.failed("A pack could not be verified and comes again", e);
      context.setRollbackOnly();
    }
  }
}
