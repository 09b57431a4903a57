package io.driftless.guard;

import static io.driftless.guard.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateProducerMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionRequestProducerCreditsMessage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Where a device may send to and consume from, and what it may ask and change. */
final class DestinationCases {
  private final BrokerTarget target;
  private final String own;
  private final String other;

  DestinationCases(BrokerTarget target) {
    this.target = target;
    this.own = DeviceNames.queueOf(target.own().device());
    this.other = DeviceNames.queueOf(target.other().device());
  }

  Stream<DynamicTest> tests() {
    return Stream.of(allowed(), sends(), consumers(), queries(), administration()).flatMap(s -> s);
  }

  private Stream<DynamicTest> allowed() {
    return Stream.of(
        test("sendToRequestsShouldPass", c -> c.send(DeviceNames.REQUESTS)),
        test("consumeOwnQueueShouldPass", c -> c.consume(own).close()),
        test("browseOwnQueueShouldBeRefused", c -> assertRefused(() -> c.browse(own))),
        test(
            "queryOfOwnQueueShouldTellThatItIsThere",
            c -> assertThat(c.session().queueQuery(SimpleString.of(own)).isExists()).isTrue()),
        test(
            "queryOfRequestsShouldNotTellItsDepth",
            c -> {
              c.send(DeviceNames.REQUESTS);
              var answer = c.session().queueQuery(DeviceNames.REQUESTS_ADDRESS);
              assertThat(answer.isExists()).isTrue();
              assertThat(answer.getMessageCount()).isZero();
              assertThat(answer.getConsumerCount()).isZero();
            }));
  }

  private Stream<DynamicTest> sends() {
    return foreign()
        .map(name -> test("sendShouldBeRefused: " + name, c -> assertRefused(() -> c.send(name))));
  }

  private Stream<DynamicTest> consumers() {
    Stream<String> names =
        Stream.concat(
            foreign().filter(name -> !name.equals(own)),
            Stream.of(
                DeviceNames.REQUESTS,
                other + "::" + own,
                own + "::" + own,
                DeviceNames.REQUESTS + "::" + own,
                own + "," + other,
                own.toUpperCase(java.util.Locale.ROOT),
                DeviceNames.DEVICE_QUEUE_PREFIX));
    return names.flatMap(
        name ->
            Stream.of(
                test("consumeShouldBeRefused: " + name, c -> assertRefused(() -> c.consume(name))),
                test("browseShouldBeRefused: " + name, c -> assertRefused(() -> c.browse(name)))));
  }

  /** Every name a device may neither send to nor consume from. */
  private Stream<String> foreign() {
    String requests = DeviceNames.REQUESTS;
    return Stream.of(
        other,
        own,
        "activemq.management",
        "activemq.notifications",
        "jms.queue.sync.fanout",
        "jms.queue.sync.verify",
        "jms.queue.DLQ",
        "jms.queue.ExpiryQueue",
        "DLQ",
        "sync.requests",
        "no.such.queue",
        "$.artemis.internal.sf.x",
        other + "::" + other,
        requests + "::" + requests,
        requests + "::" + other,
        own + "::" + other,
        "anycast://" + other,
        "multicast://" + other,
        "queue://" + other,
        requests + "," + other,
        "jms.queue.sync.device.#",
        "jms.queue.sync.device.*",
        "jms.queue.sync.*",
        "#",
        other + " ",
        "/queue/" + other);
  }

  private Stream<DynamicTest> queries() {
    List<String> names =
        List.of(
            other,
            "jms.queue.DLQ",
            "jms.queue.sync.fanout",
            "activemq.management",
            own + "::" + other,
            other + "::" + own,
            "#",
            "jms.queue.sync.device.#");
    return names.stream()
        .map(SimpleString::of)
        .flatMap(
            name ->
                Stream.of(
                    test(
                        "queueQueryShouldBeRefused: " + name,
                        c -> assertRefused(() -> c.session().queueQuery(name))),
                    test(
                        "addressQueryShouldBeRefused: " + name,
                        c -> assertRefused(() -> c.session().addressQuery(name))),
                    test(
                        "creditsShouldBeRefused: " + name,
                        c ->
                            assertRefused(
                                () ->
                                    c.sendRaw(new SessionRequestProducerCreditsMessage(10, name)))),
                    test(
                        "producerShouldBeRefused: " + name,
                        c -> assertRefused(() -> c.sendRaw(new CreateProducerMessage(7, name))))));
  }

  private Stream<DynamicTest> administration() {
    return Stream.of(
        test(
            "createQueueShouldBeRefused",
            c ->
                assertRefused(
                    () ->
                        c.session()
                            .createQueue(queue("jms.queue.sync.device.mine").setDurable(true)))),
        test(
            "createOwnQueueAgainShouldBeRefused",
            c -> assertRefused(() -> c.session().createQueue(queue(own).setDurable(true)))),
        test(
            "createTemporaryQueueShouldBeRefused",
            c ->
                assertRefused(
                    () ->
                        c.session()
                            .createQueue(queue("tmp").setDurable(false).setTemporary(true)))),
        test(
            "createSharedQueueShouldBeRefused",
            c ->
                assertRefused(
                    () -> c.session().createSharedQueue(queue("shared").setDurable(false)))),
        test(
            "createAddressShouldBeRefused",
            c ->
                assertRefused(
                    () ->
                        c.session()
                            .createAddress(SimpleString.of("a"), RoutingType.ANYCAST, false))),
        test(
            "deleteOtherQueueShouldBeRefused",
            c -> assertRefused(() -> c.session().deleteQueue(other))),
        test(
            "deleteOwnQueueShouldBeRefused",
            c -> assertRefused(() -> c.session().deleteQueue(own))),
        test(
            "deleteRequestsShouldBeRefused",
            c -> assertRefused(() -> c.session().deleteQueue(DeviceNames.REQUESTS))));
  }

  private static QueueConfiguration queue(String name) {
    return QueueConfiguration.of(name).setAddress(name).setRoutingType(RoutingType.ANYCAST);
  }

  private DynamicTest test(String name, ThrowingConsumer<DeviceConnection> body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (DeviceConnection connection = DeviceConnection.open(target)) {
            body.accept(connection);
          }
        });
  }
}
