package io.driftless.server.fanout;

import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;

/**
 * A commit wrote the rows after {@code from} up to {@code to}. Messages of a workspace form a
 * group, so that one listener gets them and can tell several of them to the devices as one.
 */
record JournalGrowth(WorkspaceId workspace, Revision from, Revision to) {

  Message write(JMSContext jms) throws JMSException {
    MapMessage message = jms.createMapMessage();
    message.setString("workspace", workspace.toString());
    message.setLong("from", from.value());
    message.setLong("to", to.value());
    message.setStringProperty("JMSXGroupID", workspace.toString());
    return message;
  }

  static JournalGrowth read(Message message) throws JMSException {
    if (!(message instanceof MapMessage map)) {
      throw new JMSException("A message of the fan-out is a map");
    }
    return new JournalGrowth(
        WorkspaceId.of(map.getString("workspace")),
        new Revision(map.getLong("from")),
        new Revision(map.getLong("to")));
  }
}
