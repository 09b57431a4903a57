package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device's queue: the last update of each workspace and every answer. Whatever is in a device's
 * hands unacknowledged, the newest update is never lost.
 */
class DeviceQueueTest {
  private static final String DEVICE = "laptop";

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private BrokerTarget target;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(folder);
    target = new BrokerTarget(broker.url(), broker.enrol(DEVICE), broker.enrol("desktop"));
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  @Test
  void queueShouldKeepTheLastUpdateOfEachWorkspaceAndEveryAnswer() throws Exception {
    for (int i = 1; i <= 50; i++) {
      sendUpdate("w1", i);
      sendAnswer(i);
      sendUpdate("w2", i);
    }
    List<String> received = receiveAll();
    assertThat(received).contains("w1:50", "w2:50");
    assertThat(received.stream().filter(m -> m.startsWith("answer"))).hasSize(50);
    assertThat(received).hasSize(52);
  }

  @Test
  void newerUpdateShouldArriveWhileTheOlderIsNotAcknowledged() throws Exception {
    try (DeviceConnection c = DeviceConnection.open(target);
        ClientConsumer consumer = c.consume(DeviceNames.queueOf(DEVICE))) {
      sendUpdate("w1", 5);
      ClientMessage older = consumer.receive(10_000);
      assertThat(text(older)).isEqualTo("w1:5");
      sendUpdate("w1", 8);
      ClientMessage newer = consumer.receive(10_000);
      assertThat(text(newer)).isEqualTo("w1:8");
      older.acknowledge();
      c.session().commit();
    }
    assertThat(receiveAll()).containsExactly("w1:8");
  }

  @Test
  void newestShouldComeAgainAfterARollbackOfSeveral() throws Exception {
    try (DeviceConnection c = DeviceConnection.open(target);
        ClientSession session =
            c.factory()
                .createSession(DEVICE, target.own().secret(), false, false, false, false, 1)) {
      session.start();
      ClientConsumer consumer = session.createConsumer(DeviceNames.queueOf(DEVICE));
      for (int i : new int[] {5, 8, 9}) {
        sendUpdate("w1", i);
        ClientMessage message = consumer.receive(10_000);
        assertThat(text(message)).isEqualTo("w1:" + i);
        message.acknowledge();
      }
      session.rollback();
      List<String> again = new ArrayList<>();
      for (ClientMessage m = consumer.receive(10_000); m != null; m = consumer.receive(500)) {
        again.add(text(m));
        m.acknowledge();
      }
      session.commit();
      assertThat(again).last().isEqualTo("w1:9");
    }
  }

  @Test
  void newestShouldComeAgainAfterTheConnectionWasLost() throws Exception {
    try (DeviceConnection c = DeviceConnection.open(target)) {
      ClientConsumer consumer = c.consume(DeviceNames.queueOf(DEVICE));
      for (int i = 1; i <= 20; i++) {
        sendUpdate("w1", i);
        assertThat(text(consumer.receive(10_000))).isEqualTo("w1:" + i);
      }
      c.channel().getConnection().getTransportConnection().forceClose();
    }
    assertThat(receiveAll()).last().isEqualTo("w1:20");
  }

  @Test
  void newestShouldSurviveARestartOfTheBroker() throws Exception {
    for (int i = 1; i <= 20; i++) {
      sendUpdate("w1", i);
    }
    sendAnswer(1);
    broker.close();
    broker = EmbeddedBroker.start(folder);
    target = new BrokerTarget(broker.url(), broker.enrol(DEVICE), broker.enrol("desktop"));
    assertThat(receiveAll()).containsExactlyInAnyOrder("w1:20", "answer:1");
  }

  @Test
  void newestShouldComeThroughPageFiles() throws Exception {
    // fill the address so that it pages, then let updates pass through the pages
    for (int i = 1; i <= 40; i++) {
      sendLargeAnswer(i, 90_000);
    }
    for (int i = 1; i <= 30; i++) {
      sendUpdate("w1", i);
    }
    List<String> received = receiveAll();
    assertThat(received.stream().filter(m -> m.startsWith("answer"))).hasSize(40);
    assertThat(received.stream().filter(m -> m.startsWith("w1"))).last().isEqualTo("w1:30");
  }

  private void sendUpdate(String workspace, int to) throws Exception {
    try (ClientSession session = broker.session()) {
      ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
      message.putStringProperty(Message.HDR_LAST_VALUE_NAME.toString(), workspace);
      message.putStringProperty("text", workspace + ":" + to);
      session.createProducer(DeviceNames.queueOf(DEVICE)).send(message);
    }
  }

  private void sendAnswer(int number) throws Exception {
    sendLargeAnswer(number, 0);
  }

  private void sendLargeAnswer(int number, int bytes) throws Exception {
    try (ClientSession session = broker.session()) {
      ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
      message.putStringProperty("text", "answer:" + number);
      message.getBodyBuffer().writeBytes(new byte[bytes]);
      session.createProducer(DeviceNames.queueOf(DEVICE)).send(message);
    }
  }

  private List<String> receiveAll() throws Exception {
    try (DeviceConnection c = DeviceConnection.open(target);
        ClientConsumer consumer = c.consume(DeviceNames.queueOf(DEVICE))) {
      List<String> received = new ArrayList<>();
      for (ClientMessage m = consumer.receive(10_000); m != null; m = consumer.receive(500)) {
        received.add(text(m));
        m.acknowledge();
      }
      return received;
    }
  }

  private static String text(ClientMessage message) {
    return message.getStringProperty("text");
  }
}
