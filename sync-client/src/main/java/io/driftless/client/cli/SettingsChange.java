package io.driftless.client.cli;

import io.driftless.client.home.ClientSettings;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes what is set on this device, and has a client that runs take it up. */
final class SettingsChange {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsChange.class);

  private SettingsChange() {}

  /** Makes a change; returns once the running client, if any, works by it. */
  static ClientSettings make(Surroundings around, UnaryOperator<ClientSettings> change)
      throws IOException, HomeException {
    DeviceHome home = around.home();
    ClientSettings now;
    try (HomeLock lock = HomeLock.takeEdit(home)) {
      now = change.apply(home.readSettings());
      home.settings().write(now);
      LOG.info("Set {}, lock {}", now, lock != null);
    }
    new Wishes(home).reload();
    return now;
  }
}
