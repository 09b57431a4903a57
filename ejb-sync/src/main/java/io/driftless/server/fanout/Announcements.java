package io.driftless.server.fanout;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Queue;
import java.util.List;

/** What a commit leaves to be done after it, sent with its transaction. */
@ApplicationScoped
public class Announcements {

  @Inject
  @JMSConnectionFactory("java:/JmsXA")
  private JMSContext jms;

  @Resource(lookup = "java:/jms/queue/SyncFanout")
  private Queue fanout;

  @Resource(lookup = "java:/jms/queue/SyncVerify")
  private Queue verify;

  /** The journal has grown: its devices are to be told. */
  public void committed(WorkspaceId workspace, Revision from, Revision to) {
    try {
      jms.createProducer().send(fanout, new JournalGrowth(workspace, from, to).write(jms));
    } catch (JMSException e) {
      throw failed(e);
    }
  }

  /** Packs were named for the first time: their chunks are to be read and hashed. */
  public void verify(WorkspaceId workspace, List<PackId> packs) {
    try {
      for (PackId pack : packs) {
        MapMessage message = jms.createMapMessage();
        message.setString("workspace", workspace.toString());
        message.setString("pack", pack.toString());
        jms.createProducer().send(verify, message);
      }
    } catch (JMSException e) {
      throw failed(e);
    }
  }

  private static JMSRuntimeException failed(JMSException e) {
    return new JMSRuntimeException("An announcement can't be sent", e.getErrorCode(), e);
  }
}
