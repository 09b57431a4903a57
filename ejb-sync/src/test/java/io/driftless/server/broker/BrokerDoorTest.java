package io.driftless.server.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.junit.jupiter.api.Test;

/** Doors that do not hold; the one that does is tried on the real server. */
class BrokerDoorTest {
  private final String url = "vm://" + UUID.randomUUID().hashCode();

  @Test
  void doorShouldBeOpenWhenEverybodyIsLetIn() throws Exception {
    assertThat(tried(false)).isEqualTo(BrokerDoor.State.OPEN);
  }

  @Test
  void doorShouldBeOpenWhenOnlyTheSignOnRefuses() throws Exception {
    assertThat(tried(true)).isEqualTo(BrokerDoor.State.OPEN);
  }

  @Test
  void doorShouldBeUnreachableWhenThereIsNoBroker() {
    try (ActiveMQConnectionFactory factory = factory()) {
      assertThat(new BrokerDoor(factory).tried()).isEqualTo(BrokerDoor.State.UNREACHABLE);
    }
  }

  private BrokerDoor.State tried(boolean signOn) throws Exception {
    ActiveMQServer broker =
        new ActiveMQServerImpl(
            new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(signOn)
                .addAcceptorConfiguration("in-vm", url),
            new Nobody());
    broker.start();
    try (ActiveMQConnectionFactory factory = factory()) {
      return new BrokerDoor(factory).tried();
    } finally {
      broker.stop();
    }
  }

  private ActiveMQConnectionFactory factory() {
    return new ActiveMQConnectionFactory(url + "?reconnectAttempts=0&initialConnectAttempts=1");
  }

  private static final class Nobody implements ActiveMQSecurityManager {
    @Override
    public boolean validateUser(String user, String password) {
      return false;
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType checkType) {
      return false;
    }
  }
}
