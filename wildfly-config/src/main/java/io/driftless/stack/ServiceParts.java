package io.driftless.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.host.Http;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the service says of the parts that it stands on ({@code GET /api/v1/ready}); asked at
 * WildFly's own port, whatever lies between it and clients.
 */
public final class ServiceParts {

  /** The broker: it answers, and its door was tried and refuses strangers. */
  public static final String BROKER = "broker";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;

  /** Of the WildFly with these ports. */
  public ServiceParts(StackSettings settings) {
    this.address = "http://127.0.0.1:" + settings.port(PortName.WILDFLY_HTTP) + "/api/v1/ready";
  }

  /** Which parts answer, by name; empty while the service does not. */
  public Map<String, Boolean> ask() {
    Map<String, Boolean> parts = new TreeMap<>();
    try {
      JsonNode answer = JSON.readTree(Http.get(address).body());
      answer
          .path("parts")
          .properties()
          .forEach(part -> parts.put(part.getKey(), part.getValue().asBoolean()));
    } catch (JsonProcessingException e) {
      return Map.of(); // somebody else's words: it is being started or ended
    }
    return parts;
  }
}
