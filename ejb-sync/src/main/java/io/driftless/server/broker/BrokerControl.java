package io.driftless.server.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.DeviceId;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The broker's management, as far as devices need it: each operation is one message to the broker's
 * management address and one answer.
 *
 * <p>Works at once and never as part of a transaction: a queue should be made before the device is
 * committed, connections closed after the revocation is. Every operation may be repeated. Safe for
 * use by many threads.
 */
public final class BrokerControl {
  /** The connection factory to use: inside the JVM, where the broker lets everything pass. */
  public static final String CONNECTION_FACTORY = "java:/ConnectionFactory";

  /**
   * The broker's management address. It is looked up because WildFly's factories put a prefix
   * before every name that they are given, and would not find it.
   */
  public static final String MANAGEMENT_QUEUE = "java:/jms/queue/BrokerManagement";

  private static final String DEVICE_QUEUES = "jms.queue.sync.device.";

  /** Which queues are listed, as the broker wants to be told. */
  private static final Map<String, String> SOME_WAIT =
      Map.of(
          "field", "messageCount",
          "operation", "GREATER_THAN",
          "value", "0",
          "sortField", "messageCount",
          "sortOrder", "desc");

  /** How many queues have messages that are not of devices, at most. */
  private static final int OTHER_QUEUES = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ConnectionFactory factory;
  private final Queue management;

  /**
   * Speaks to the broker by these two, see {@link #CONNECTION_FACTORY}, {@link #MANAGEMENT_QUEUE}.
   */
  public BrokerControl(ConnectionFactory factory, Queue management) {
    this.factory = factory;
    this.management = management;
  }

  /**
   * Makes the device's durable queue, in which the last update of a workspace replaces the one
   * before. Does nothing when there is one.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public void createQueue(DeviceId device) {
    String queue = addressOf(device);
    // Both texts are JSON inside JSON; a device's id has no character that would need an escape.
    String configuration =
        "{\\\"name\\\":\\\"%1$s\\\",\\\"address\\\":\\\"%1$s\\\",\\\"routing-type\\\":\\\"ANYCAST\\\","
            + "\\\"durable\\\":true,\\\"last-value\\\":true,\\\"auto-create-address\\\":true,"
            + "\\\"auto-delete\\\":false}";
    ask("createQueue", "[\"" + configuration.formatted(queue) + "\",true]");
  }

  /**
   * Removes the device's queue and all that is in it, closing who consumes from it. Does nothing
   * when there is none.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public void deleteQueue(DeviceId device) {
    createQueue(device); // the broker fails on a queue that is not there
    ask("destroyQueue", "[\"" + addressOf(device) + "\",true,true]");
  }

  /**
   * How many updates wait in the device's queue; makes the queue when there is none.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public long countUpdates(DeviceId device) {
    return onUpdates(device, "countMessages");
  }

  /**
   * Takes the updates out of the device's queue and leaves all else; how many that were.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public long removeUpdates(DeviceId device) {
    return onUpdates(device, "removeMessages");
  }

  /** Only updates replace one another, see {@link #createQueue}. */
  private long onUpdates(DeviceId device, String operation) {
    createQueue(device);
    return number(ask("queue." + addressOf(device), operation, "[\"_AMQ_LVQ_NAME IS NOT NULL\"]"));
  }

  /**
   * How many messages wait in a queue of the service.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public long count(String queue) {
    return number(ask("queue.jms.queue." + queue, "countMessages", "[]"));
  }

  /**
   * How long the first message of a queue of the service has waited, in milliseconds; 0 when none
   * does.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public long oldestMillis(String queue) {
    return number(ask("queue.jms.queue." + queue, "getFirstMessageAge", "[]"));
  }

  /**
   * A device for which messages wait.
   *
   * @param connected whether it has a line to the broker
   */
  public record Waiting(DeviceId device, long messages, boolean connected) {}

  /**
   * The devices for which messages wait, those with most of them first.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public List<Waiting> waiting(int most) {
    try {
      String options = Codec.json().writeValueAsString(SOME_WAIT);
      String arguments = Codec.json().writeValueAsString(List.of(options, 1, most + OTHER_QUEUES));
      JsonNode answer = Codec.json().readTree(ask("broker", "listQueues", arguments));
      String listing = answer.path(0).asText();
      List<Waiting> devices = new ArrayList<>();
      for (JsonNode queue : Codec.json().readTree(listing).path("data")) {
        String name = queue.path("name").asText();
        if (name.startsWith(DEVICE_QUEUES) && devices.size() < most) {
          devices.add(
              new Waiting(
                  new DeviceId(name.substring(DEVICE_QUEUES.length())),
                  queue.path("messageCount").asLong(),
                  queue.path("consumerCount").asInt() > 0));
        }
      }
      return devices;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new BrokerControlException("The broker's list of queues can't be read", e);
    }
  }

  /**
   * How long the first message of a device's queue has waited, in milliseconds; 0 when none does.
   *
   * @throws BrokerControlException if the broker refuses or does not answer, also when the device
   *     has no queue
   */
  public long oldestMillis(DeviceId device) {
    return number(ask("queue." + addressOf(device), "getFirstMessageAge", "[]"));
  }

  private static long number(String answer) {
    try {
      return Codec.json().readTree(answer).path(0).asLong();
    } catch (JsonProcessingException e) {
      throw new BrokerControlException("The broker's count can't be read: " + answer, e);
    }
  }

  /**
   * The devices that have a queue, whether enrolled or not.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public Set<DeviceId> queues() {
    String answer = ask("broker", "getQueueNames", "[\"ANYCAST\"]");
    try {
      Set<DeviceId> devices = new HashSet<>();
      for (JsonNode name : Codec.json().readTree(answer).path(0)) {
        if (name.asText().startsWith(DEVICE_QUEUES)) {
          devices.add(new DeviceId(name.asText().substring(DEVICE_QUEUES.length())));
        }
      }
      return devices;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new BrokerControlException("The broker's list of queues can't be read", e);
    }
  }

  /**
   * Ends every connection of the device. Does not keep it from coming back: revoke it first, and
   * repeat this after the seconds that the broker may remember an authorisation.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public void closeConnections(DeviceId device) {
    ask("clearAuthorizationCache", "[]");
    ask("closeConnectionsForUser", "[\"" + device.value() + "\"]");
  }

  /**
   * Stops the broker from taking connections from outside, until the server is started again, and
   * ends those that there are.
   *
   * @throws BrokerControlException if the broker refuses or does not answer
   */
  public void shutDoor() {
    ask("acceptor.http-acceptor", "stop", "[]");
  }

  /** The broker's own name of the device's queue. */
  private static String addressOf(DeviceId device) {
    return "jms.queue." + device.queueName();
  }

  private void ask(String operation, String arguments) {
    ask("broker", operation, arguments);
  }

  private String ask(String resource, String operation, String arguments) {
    try (JMSContext context = factory.createContext()) {
      TemporaryQueue answers = context.createTemporaryQueue();
      TextMessage request = context.createTextMessage(arguments);
      request.setStringProperty("_AMQ_ResourceName", resource);
      request.setStringProperty("_AMQ_OperationName", operation);
      request.setJMSReplyTo(answers);
      context.createProducer().send(management, request);
      Message answer = context.createConsumer(answers).receive(PATIENCE.toMillis());
      if (answer == null || !answer.getBooleanProperty("_AMQ_OperationSucceeded")) {
        String what = answer == null ? " was not answered in " + PATIENCE : " failed; see its log";
        throw new BrokerControlException(
            "The broker's operation " + operation + arguments + what, null);
      }
      return answer instanceof TextMessage text && text.getText() != null ? text.getText() : "";
    } catch (JMSException | JMSRuntimeException e) {
      throw new BrokerControlException(
          "The broker could not be asked for " + operation + arguments, e);
    }
  }
}
