package io.driftless.e2e;

import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** The queues of devices as an operator sees them in the server's management. */
final class BrokerQueues implements AutoCloseable {

  private static final long POLL_MILLIS = 200;

  private final ModelControllerClient client;

  private BrokerQueues(ModelControllerClient client) {
    this.client = client;
  }

  static BrokerQueues ofStack() throws IOException {
    URI management = URI.create(StackOfTests.running().addresses().management());
    return new BrokerQueues(
        ModelControllerClient.Factory.create(management.getHost(), management.getPort()));
  }

  /** How many messages wait in a device's queue; empty when it has no queue. */
  OptionalLong waiting(String device) throws IOException {
    return number(device, "message-count");
  }

  /** How many consume from a device's queue; empty when it has no queue. */
  OptionalLong consumers(String device) throws IOException {
    return number(device, "consumer-count");
  }

  private OptionalLong number(String device, String attribute) throws IOException {
    ModelNode address = broker().add("runtime-queue", "jms.queue.sync.device." + device);
    ModelNode answer = client.execute(Operations.createReadAttributeOperation(address, attribute));
    return Operations.isSuccessfulOutcome(answer)
        ? OptionalLong.of(Operations.readResult(answer).asLong())
        : OptionalLong.empty();
  }

  /** Sets how often a request is tried; answers how often it was before. */
  int attemptsOfRequests(int most) throws IOException {
    ModelNode address = broker().add("address-setting", "jms.queue.sync.requests");
    String attribute = "max-delivery-attempts";
    int before = result(Operations.createReadAttributeOperation(address, attribute)).asInt();
    result(Operations.createWriteAttributeOperation(address, attribute, most));
    return before;
  }

  /** Waits until the device has no queue, or fails after so many seconds. */
  void awaitGone(String device, int seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (waiting(device).isPresent()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Device " + device + " has a queue after " + seconds + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private ModelNode result(ModelNode operation) throws IOException {
    ModelNode answer = client.execute(operation);
    if (!Operations.isSuccessfulOutcome(answer)) {
      throw new IOException(operation + " fails: " + Operations.getFailureDescription(answer));
    }
    return Operations.readResult(answer);
  }

  private static ModelNode broker() {
    return Operations.createAddress("subsystem", "messaging-activemq", "server", "default");
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
