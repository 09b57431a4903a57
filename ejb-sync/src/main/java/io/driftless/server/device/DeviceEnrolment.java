package io.driftless.server.device;

import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.ShownName;
import io.driftless.server.broker.BrokerControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;

/**
 * Enrols a device: its queue first, then its row. So a row that fan-out can see always has its
 * queue; what a failure in between leaves behind is an empty queue that nobody may read.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class DeviceEnrolment {

  /** The longest name of a device, in characters. */
  public static final int LONGEST_NAME = 64;

  private static final String NAME_RULE =
      "A device's name has 1 to %d characters and no '/'.".formatted(LONGEST_NAME);

  private static final Set<String> PLATFORMS = Set.of("linux", "windows", "macos");

  private final SecureRandom random = new SecureRandom();

  @Inject private Devices devices;
  @Inject private BrokerControl broker;

  /** Enrols a device of the caller's; the answer is the only time that the secret is told. */
  public Enrolled enrol(Caller caller, EnrolRequest wanted) {
    String name = checkedName(wanted.name());
    if (!PLATFORMS.contains(wanted.platform())) {
      throw RefusedException.invalid("platform", "The platform is linux, windows or macos.");
    }
    devices.checkRoom(caller);
    DeviceId device = DeviceIds.make(name, random);
    DeviceSecret secret = DeviceSecret.random(random);
    makeQueue(device);
    Instant leaseUntil;
    try {
      leaseUntil =
          devices.add(caller, device, new EnrolRequest(name, wanted.platform()), secret.hash());
    } catch (RuntimeException e) {
      broker.deleteQueue(device);
      throw e;
    }
    return new Enrolled(device, secret.text(), caller.account(), leaseUntil.toEpochMilli());
  }

  private void makeQueue(DeviceId device) {
    try {
      broker.createQueue(device);
    } catch (RuntimeException e) {
      throw RefusedException.unavailable(
          "broker", "The message broker does not answer. Try again in a moment.", e);
    }
  }

  private static String checkedName(String given) {
    String name = ShownName.checked(given, LONGEST_NAME, NAME_RULE);
    if (name.indexOf('/') >= 0) {
      throw RefusedException.invalid("name", NAME_RULE);
    }
    return name;
  }
}
