package io.driftless.server.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.id.DeviceId;
import jakarta.jms.Connection;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real broker in the same JVM that makes no queue by itself. */
class BrokerControlTest {
  private static final DeviceId DEVICE = new DeviceId("laptop-7f3a");

  private ActiveMQServer broker;
  private ActiveMQConnectionFactory factory;
  private BrokerControl control;

  @BeforeEach
  void start() throws Exception {
    String url = "vm://" + UUID.randomUUID().hashCode();
    broker =
        new ActiveMQServerImpl(
            new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("in-vm", url)
                .addAddressSetting(
                    "#",
                    new AddressSettings()
                        .setAutoCreateQueues(false)
                        .setAutoCreateAddresses(false)));
    broker.start();
    factory = new ActiveMQConnectionFactory(url + "?reconnectAttempts=0");
    control = new BrokerControl(factory, new ActiveMQQueue("activemq.management"));
  }

  @AfterEach
  void stop() throws Exception {
    factory.close();
    broker.stop();
  }

  @Test
  void createQueueShouldMakeADurableLastValueQueue() {
    control.createQueue(DEVICE);
    Queue queue = queue();
    assertThat(queue.isDurable()).isTrue();
    assertThat(queue.isLastValue()).isTrue();
    assertThat(queue.getRoutingType()).isEqualTo(RoutingType.ANYCAST);
    assertThat(queue.isAutoDelete()).isFalse();
    assertThat(queue.getAddress().toString()).isEqualTo("jms.queue.sync.device.laptop-7f3a");
  }

  @Test
  void everyOperationShouldBearRepetition() {
    control.createQueue(DEVICE);
    Queue first = queue();
    control.createQueue(DEVICE);
    assertThat(queue() == first).isTrue();
    control.deleteQueue(DEVICE);
    assertThat(queue() == null).isTrue();
    assertThatCode(() -> control.deleteQueue(DEVICE)).doesNotThrowAnyException();
    assertThat(queue() == null).isTrue();
    assertThatCode(() -> control.closeConnections(DEVICE)).doesNotThrowAnyException();
  }

  @Test
  void queuesShouldNameTheDevicesThatHaveOne() {
    assertThat(control.queues()).isEmpty();
    control.createQueue(DEVICE);
    control.createQueue(new DeviceId("desktop-02c1"));
    assertThat(control.queues()).containsExactlyInAnyOrder(DEVICE, new DeviceId("desktop-02c1"));
    control.deleteQueue(DEVICE);
    assertThat(control.queues()).containsExactly(new DeviceId("desktop-02c1"));
  }

  @Test
  void closeConnectionsShouldEndThoseOfTheDeviceOnly() throws Exception {
    try (Connection closing = factory.createConnection(DEVICE.value(), "secret");
        Connection staying = factory.createConnection("desktop-02c1", "secret")) {
      CountDownLatch closed = new CountDownLatch(1);
      closing.setExceptionListener(e -> closed.countDown());
      closing.start();
      control.closeConnections(DEVICE);
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      staying.createSession().close();
    }
  }

  @Test
  void failureShouldBeTold() throws Exception {
    broker.stop();
    assertThatThrownBy(() -> control.createQueue(DEVICE))
        .isInstanceOf(BrokerControlException.class)
        .hasMessageContaining("createQueue");
  }

  private Queue queue() {
    return broker.locateQueue(SimpleString.of("jms.queue.sync.device.laptop-7f3a"));
  }
}
