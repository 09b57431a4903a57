package io.driftless.stack.part;

import io.driftless.stack.PartName;
import io.driftless.stack.ServiceParts;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.host.Http;
import io.driftless.stack.host.Trees;
import io.driftless.stack.tool.AsynchronousIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * WildFly on the prepared server, with a base folder of the stack's own: configuration (a copy,
 * refreshed at each start), deployments, journals of the broker and of transactions.
 */
public final class WildFlyRecipe implements PartRecipe {

  private static final String ARCHIVE = "driftless.ear";
  private static final String STAMP = "configuration.stamp";

  /** The markers by which WildFly's deployment scanner is asked and answers. */
  private static final List<String> STATES =
      List.of(
          "dodeploy",
          "isdeploying",
          "deployed",
          "failed",
          "isundeploying",
          "undeployed",
          "pending",
          "skipdeploy");

  private final PartContext context;
  private final Path base;

  /** WildFly of one stack. */
  public WildFlyRecipe(PartContext context) {
    this.context = context;
    this.base = context.folder().of(PartName.WILDFLY);
  }

  @Override
  public PartName name() {
    return PartName.WILDFLY;
  }

  @Override
  public Launch prepare(StackProgress progress) throws IOException, InterruptedException {
    progress.working(name(), "starting");
    Path configuration = context.installation().server().resolve("standalone/configuration");
    Trees.copy(configuration, base.resolve("configuration"));
    Trees.replace(context.installation().stamp(), base.resolve(STAMP));
    Files.createDirectories(base.resolve("tmp"));
    placeArchive(progress);
    Map<String, String> environment = new LinkedHashMap<>(context.addresses().environment());
    Optional<Path> library = AsynchronousIo.library();
    if (library.isPresent()) {
      String path = System.getenv("LD_LIBRARY_PATH");
      environment.put(
          "LD_LIBRARY_PATH",
          path == null || path.isEmpty() ? library.get().toString() : library.get() + ":" + path);
    } else if (!AsynchronousIo.onSystem()) {
      progress.note(
          "The broker's journal runs without libaio (slower): install the package libaio1 to speed it up.");
    }
    return new Launch(command(), environment);
  }

  private List<String> command() {
    StandaloneCommandBuilder builder =
        StandaloneCommandBuilder.of(context.installation().server())
            .setBaseDirectory(base)
            .setJavaHome(Path.of(System.getProperty("java.home")))
            .setJavaOptions(javaOptions());
    builder.setLogDirectory(context.folder().logs());
    builder.setServerConfiguration("standalone.xml");
    List<String> properties = new ArrayList<>();
    properties.add("-Djboss.bind.address=127.0.0.1");
    properties.add("-Djboss.bind.address.management=127.0.0.1");
    properties.add("-Djboss.http.port=" + port(PortName.WILDFLY_HTTP));
    properties.add("-Djboss.https.port=" + port(PortName.WILDFLY_HTTPS));
    properties.add("-Djboss.management.http.port=" + port(PortName.WILDFLY_MANAGEMENT));
    properties.add("-Djboss.txn.recovery.port=" + port(PortName.WILDFLY_TXN_RECOVERY));
    properties.add("-Djboss.txn.status.port=" + port(PortName.WILDFLY_TXN_STATUS));
    properties.forEach(builder::addServerArgument);
    return builder.build();
  }

  private List<String> javaOptions() {
    List<String> options = new ArrayList<>();
    options.addAll(
        List.of("-Xms256m", "-Xmx1536m", "-XX:MetaspaceSize=128m", "-XX:+UseParallelGC"));
    options.addAll(List.of("-XX:+HeapDumpOnOutOfMemoryError", "-XX:+ExitOnOutOfMemoryError"));
    // The optimising compiler would take most of two cores of a stack that has just started;
    // hashing alone needs it (decision record 0011).
    options.add("-XX:+UnlockDiagnosticVMOptions");
    options.add(
        "-XX:CompilerDirectivesFile=" + base.resolve("configuration/compiler-directives.json"));
    options.add("-Dorg.jboss.boot.log.file=" + context.folder().log(name()));
    options.add("-XX:HeapDumpPath=" + context.folder().logs());
    options.addAll(List.of("-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true"));
    String more = context.addresses().environment().getOrDefault("DRIFTLESS_JAVA_OPTS", "");
    Stream.of(more.split(" ", -1)).filter(option -> !option.isBlank()).forEach(options::add);
    return options;
  }

  private int port(PortName name) {
    return context.settings().port(name);
  }

  private void placeArchive(StackProgress progress) throws IOException {
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    for (String state : STATES) {
      Files.deleteIfExists(marker(state));
    }
    if (Files.exists(context.installation().archive())) {
      Trees.replace(context.installation().archive(), deployments.resolve(ARCHIVE));
    } else if (!Files.exists(deployments.resolve(ARCHIVE))) {
      progress.note(
          "There is no "
              + context.installation().archive()
              + " yet: WildFly starts without the service.");
      return;
    }
    Files.createFile(marker("dodeploy"));
  }

  @Override
  public boolean isOutdated() throws IOException {
    return differs(context.installation().stamp(), base.resolve(STAMP))
        || differs(context.installation().archive(), base.resolve("deployments").resolve(ARCHIVE));
  }

  private static boolean differs(Path built, Path used) throws IOException {
    return Files.exists(built) && (!Files.exists(used) || Files.mismatch(built, used) >= 0);
  }

  /**
   * Puts the archive that was built last in the place of the running one; ready again once it is
   * deployed.
   */
  public void redeploy() throws IOException {
    Files.deleteIfExists(marker("failed"));
    Trees.replace(context.installation().archive(), base.resolve("deployments").resolve(ARCHIVE));
    Files.deleteIfExists(marker("dodeploy"));
    Files.createFile(marker("dodeploy"));
  }

  private Path marker(String suffix) {
    return base.resolve("deployments").resolve(ARCHIVE + "." + suffix);
  }

  @Override
  public boolean isReady() throws IOException, StackException {
    if (Files.exists(marker("failed"))) {
      throw new StackException(
          "WildFly could not deploy the service:\n"
              + Files.readString(marker("failed")).trim()
              + "\nMore in "
              + context.folder().logs().resolve("wildfly.log"));
    }
    boolean expected = Files.exists(base.resolve("deployments").resolve(ARCHIVE));
    boolean busy = Files.exists(marker("dodeploy")) || Files.exists(marker("isdeploying"));
    if (expected && (busy || !Files.exists(marker("deployed")))) {
      return false;
    }
    return Http.status(context.addresses().management() + "/health/ready") == 200
        && (!expected || isClosed());
  }

  /** Whether the canary found the broker's door closed to strangers: devices can come. */
  private boolean isClosed() {
    return new ServiceParts(context.settings()).ask().getOrDefault(ServiceParts.BROKER, false);
  }

  @Override
  public Duration startLimit() {
    return Duration.ofMinutes(10);
  }
}
