package io.driftless.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.guard.BrokerRefusalSuite;
import io.driftless.guard.BrokerTarget;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All that a device must not be able to do, tried at the running server's broker. */
class BrokerRefusalIT {

  private final RunningStack stack = RunningStack.ofBuild();

  @TestFactory
  Stream<DynamicTest> refusals() throws Exception {
    return new BrokerRefusalSuite(
            new BrokerTarget(url(), enrolled("grace"), enrolled("linus")), null)
        .tests();
  }

  private BrokerTarget.Account enrolled(String user) throws IOException, InterruptedException {
    JsonNode device =
        stack.call("POST", "/api/v1/devices", user, Map.of("name", "refused", "platform", "linux"));
    return new BrokerTarget.Account(device.path("device").asText(), device.path("secret").asText());
  }

  /** As the client asks for it. */
  private String url() throws IOException {
    URI broker = URI.create(stack.address("broker"));
    return "tcp://%s:%d?httpUpgradeEnabled=true&httpUpgradeEndpoint=http-acceptor&enable1xPrefixes=true"
        .formatted(broker.getHost(), broker.getPort());
  }
}
