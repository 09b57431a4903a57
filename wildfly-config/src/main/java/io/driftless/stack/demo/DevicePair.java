package io.driftless.stack.demo;

import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.device.LocalDevice;
import io.driftless.stack.signon.DeviceGrant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two devices of {@code ada} that sync with each other, and what it takes to wait for them. */
public final class DevicePair {

  /**
   * Where the devices are.
   *
   * @param data the stack's data folder
   * @param folder holds the synced folders {@code laptop} and {@code desktop}
   * @param server the server's address
   * @param issuer the sign-on's address
   */
  public record Site(Path project, Path data, Path folder, String server, String issuer) {}

  private static final long LOOK_MILLIS = 10;

  private final Site site;
  private final long limitSeconds;
  private final DemoDevice laptop;
  private final DemoDevice desktop;

  /**
   * Devices at that site, not enrolled yet.
   *
   * @param limitSeconds how long anything may take
   */
  public DevicePair(Site site, long limitSeconds) {
    this.site = site;
    this.limitSeconds = limitSeconds;
    this.laptop = device("laptop");
    this.desktop = device("desktop");
  }

  private DemoDevice device(String name) {
    return new DemoDevice(
        name,
        new LocalDevice(
            site.project().resolve("driftless"),
            site.data().resolve("devices").resolve(name),
            site.folder().resolve(name)),
        site.data().resolve("logs").resolve("client-" + name + ".log"));
  }

  Path project() {
    return site.project();
  }

  DemoDevice laptop() {
    return laptop;
  }

  DemoDevice desktop() {
    return desktop;
  }

  /**
   * Enrols both devices, unless that was done earlier, starts their clients, and waits for them.
   */
  void begin(Consumer<DemoDevice> began) throws IOException, InterruptedException, StackException {
    DeviceGrant browser = new DeviceGrant(site.issuer());
    for (DemoDevice device : List.of(laptop, desktop)) {
      device.device().enrol(site.server(), RealmUser.named("ada"), browser);
      device.goOnline();
      began.accept(device);
    }
    await("both devices to agree", this::agree);
  }

  /** Ends both clients in good order. */
  public void end() throws InterruptedException {
    laptop.goOffline();
    desktop.goOffline();
  }

  /** Fails if a client ended by itself. */
  public void mustRun() throws StackException {
    laptop.mustRun();
    desktop.mustRun();
  }

  /** Whether both hold the same and say that nothing is left to do. */
  boolean agree() throws IOException, InterruptedException {
    return laptop.isUpToDate()
        && desktop.isUpToDate()
        && TreeWalk.of(laptop.folder()).equals(TreeWalk.of(desktop.folder()));
  }

  /** What is waited for. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws IOException, InterruptedException, StackException;
  }

  void await(String what, Check check) throws IOException, InterruptedException, StackException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
    while (!check.holds()) {
      mustRun();
      if (System.nanoTime() > deadline) {
        throw new StackException(
            "waited %d s for %s in vain.%nlaptop: %s%ndesktop: %s"
                .formatted(
                    limitSeconds,
                    what,
                    laptop.device().status().toPrettyString(),
                    desktop.device().status().toPrettyString()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
