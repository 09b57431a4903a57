package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The suite against a broker in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerRefusalTest {
  private EmbeddedBroker broker;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    broker = EmbeddedBroker.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    broker.close();
    assertThat(broker.guard().getRefusals())
        .as("every kind was met, and the guard itself never failed")
        .containsOnlyKeys(
            Stream.of(Refusal.values())
                .filter(kind -> kind != Refusal.GUARD_FAILURE)
                .map(Refusal::name)
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> refusals() throws Exception {
    BrokerTarget target =
        new BrokerTarget(broker.url(), broker.enrol("laptop-7f3a"), broker.enrol("desktop-02c1"));
    return new BrokerRefusalSuite(target, broker).tests();
  }
}
