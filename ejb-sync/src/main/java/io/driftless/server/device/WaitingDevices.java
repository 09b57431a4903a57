package io.driftless.server.device;

import io.driftless.protocol.api.DeviceMessages.DeviceQueue;
import io.driftless.protocol.api.DeviceMessages.DeviceQueues;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.access.RefusedException;
import io.driftless.server.broker.BrokerControl;
import io.driftless.server.broker.BrokerControl.Waiting;
import io.driftless.server.broker.BrokerControlException;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which devices have not taken their messages, for operators. That only operators call is the
 * caller's business.
 */
@Stateless
public class WaitingDevices {

  /** The most that are listed; the broker is asked about each. */
  public static final int MOST = 200;

  private static final String KNOWN =
      "SELECT d.id, d.name, d.lease_until, a.username FROM device d"
          + " JOIN account a ON a.id = d.account_id WHERE d.id = ANY (?)";

  private record Known(String name, String username, String leaseUntil) {}

  @PersistenceContext private EntityManager store;
  @Inject private BrokerControl broker;

  /** Those for which most messages wait. */
  public DeviceQueues list(int limit) {
    try {
      List<Waiting> waiting = broker.waiting(limit);
      Map<DeviceId, Known> known = known(waiting);
      List<DeviceQueue> devices = new ArrayList<>();
      for (Waiting one : waiting) {
        devices.add(told(one, known.get(one.device())));
      }
      return new DeviceQueues(devices);
    } catch (BrokerControlException e) {
      throw RefusedException.unavailable("broker", "The broker does not answer now.", e);
    }
  }

  private DeviceQueue told(Waiting one, @Nullable Known known) {
    return new DeviceQueue(
        one.device(),
        known == null ? null : known.name(),
        known == null ? null : known.username(),
        one.messages(),
        Duration.ofMillis(broker.oldestMillis(one.device())).toSeconds(),
        one.connected(),
        known == null ? null : known.leaseUntil());
  }

  private Map<DeviceId, Known> known(List<Waiting> waiting) {
    Map<DeviceId, Known> known = new HashMap<>();
    Sql.of(store)
        .list(
            KNOWN,
            row ->
                known.put(
                    new DeviceId(row.getString("id")),
                    new Known(
                        row.getString("name"),
                        row.getString("username"),
                        row.getTimestamp("lease_until").toInstant().toString())),
            (Object) waiting.stream().map(one -> one.device().value()).toArray(String[]::new));
    return known;
  }
}
