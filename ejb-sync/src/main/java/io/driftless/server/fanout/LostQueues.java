package io.driftless.server.fanout;

import io.driftless.protocol.id.DeviceId;
import io.driftless.server.broker.BrokerControl;
import io.driftless.server.store.Sql;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Makes the queue of a linked device again that the broker does not have: it was restored from an
 * older backup, or somebody deleted it. What was in it the device finds by its cursor.
 */
@ApplicationScoped
class LostQueues {

  private static final Logger LOG = System.getLogger(LostQueues.class.getName());

  private static final String LINKED =
      "SELECT 1 FROM device WHERE id = ? AND NOT virtual AND revoked_at IS NULL";

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Inject private BrokerControl broker;

  /**
   * Makes the queue if it is not there, at once and outside of the caller's transaction.
   *
   * @param failure why a message could not be put into it
   * @return false when the device was unlinked and needs none
   */
  boolean restored(DeviceId device, JMSRuntimeException failure) {
    if (!isLinked(device)) {
      LOG.log(Level.INFO, "Device {0} was unlinked; a message for it is dropped", device);
      return false;
    }
    broker.createQueue(device);
    LOG.log(Level.WARNING, "The queue of device " + device + " was made again", failure);
    return true;
  }

  private boolean isLinked(DeviceId device) {
    try (Connection connection = dataSource.getConnection()) {
      return new Sql(connection).first(LINKED, row -> true, device.value()) != null;
    } catch (SQLException e) {
      throw new IllegalStateException("The database does not answer", e);
    }
  }
}
