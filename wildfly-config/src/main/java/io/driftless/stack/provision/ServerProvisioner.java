package io.driftless.stack.provision;

import io.driftless.stack.Installation;
import io.driftless.stack.host.Archives;
import io.driftless.stack.host.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wildfly.core.launcher.CliCommandBuilder;

/**
 * The build step that makes {@code wildfly-config/target/server}.
 *
 * <p>Three layers, each done again only when what it is made of changed: the distribution (by
 * version), the modules (file by file, replaced by renames, so that a running server keeps its
 * jars), the configuration (by a fingerprint of the scripts, the modules and the pristine
 * configuration). It ends by writing the {@link Installation}.
 */
public final class ServerProvisioner {

  private static final String PRISTINE = "standalone/configuration/standalone-full.xml";
  private static final String CONFIGURED = "standalone/configuration/standalone.xml";
  private static final String GUARD = "io/driftless/guard/main";

  private final Path root;
  private final Path server;
  private final Artifacts artifacts;

  private ServerProvisioner(Path root, Artifacts artifacts) {
    this.root = root;
    this.server = root.resolve("wildfly-config/target/server");
    this.artifacts = artifacts;
  }

  /**
   * Called by the build; the system properties {@code driftless.root} and {@code
   * driftless.artifact.*} say where.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new ServerProvisioner(Path.of(required("driftless.root")), Artifacts.fromProperties())
        .provision();
  }

  private void provision() throws IOException, InterruptedException {
    unpackDistribution();
    placeModules();
    configure();
    new Installation(root, server, artifacts.keycloak()).write();
  }

  private void unpackDistribution() throws IOException {
    Path stamp = server.resolve(".distribution");
    String wanted = String.valueOf(artifacts.wildfly().getFileName());
    if (wanted.equals(contentOf(stamp))) {
      return;
    }
    say("unpacking " + wanted);
    Trees.delete(server);
    Archives.unzipStripped(artifacts.wildfly(), server);
    Files.writeString(stamp, wanted);
  }

  private void placeModules() throws IOException {
    Path modules = server.resolve("modules");
    Trees.copy(root.resolve("wildfly-config/src/main/modules"), modules);
    Path eclipseLink = modules.resolve("org/eclipse/persistence/main");
    Trees.replace(artifacts.eclipseLink(), eclipseLink.resolve("eclipselink.jar"));
    Trees.replace(artifacts.jipijapa(), eclipseLink.resolve("jipijapa-eclipselink.jar"));
    Path postgresql = modules.resolve("org/postgresql/main");
    Trees.replace(artifacts.postgresql(), postgresql.resolve("postgresql.jar"));
    Trees.replace(artifacts.datasource(), postgresql.resolve("driftless-datasource.jar"));
    Trees.replace(artifacts.guard(), modules.resolve(GUARD).resolve("driftless-guard.jar"));
  }

  private void configure() throws IOException, InterruptedException {
    Path ours = root.resolve("wildfly-config/src/main/cli/server.cli");
    Path brokers = root.resolve("jms-config/src/main/cli/broker.cli");
    Path properties = root.resolve("jms-config/src/main/cli/broker.properties");
    Path directives = root.resolve("wildfly-config/src/main/jvm/compiler-directives.json");
    Path stamp = server.resolve(".configuration");
    String wanted =
        Trees.fingerprint(
            List.of(
                server.resolve(PRISTINE),
                ours,
                brokers,
                properties,
                directives,
                server.resolve("modules/" + GUARD)));
    if (wanted.equals(contentOf(stamp)) && Files.exists(server.resolve(CONFIGURED))) {
      return;
    }
    say("configuring WildFly");
    Trees.replace(properties, server.resolve("standalone/configuration/broker.properties"));
    Trees.replace(directives, server.resolve("standalone/configuration/compiler-directives.json"));
    Path scratch = server.resolve("standalone/configuration/driftless-scratch.xml");
    Files.copy(server.resolve(PRISTINE), scratch, StandardCopyOption.REPLACE_EXISTING);
    List<String> script = new ArrayList<>();
    script.add("embed-server --server-config=driftless-scratch.xml --std-out=echo");
    script.addAll(Files.readAllLines(ours));
    script.addAll(Files.readAllLines(brokers));
    script.add("stop-embedded-server");
    runCli(script);
    Files.move(scratch, server.resolve(CONFIGURED), StandardCopyOption.REPLACE_EXISTING);
    Trees.delete(server.resolve("standalone/configuration/standalone_xml_history"));
    Files.writeString(stamp, wanted);
  }

  private void runCli(List<String> script) throws IOException, InterruptedException {
    Path target = root.resolve("wildfly-config/target");
    Path file = target.resolve("configure.cli");
    Path log = target.resolve("configure.log");
    Files.write(file, script);
    List<String> command =
        CliCommandBuilder.asModularLauncher(server)
            .setJavaHome(Path.of(required("java.home")))
            .setScriptFile(file)
            .addCliArgument("--echo-command")
            .addCliArgument("--error-on-interact")
            .build();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JBOSS_HOME", server.toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    int status = builder.start().waitFor();
    if (status != 0) {
      List<String> lines = Files.readAllLines(log);
      String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
      throw new IOException(
          "WildFly refused a line of the configuration scripts (whole output in "
              + log
              + "):\n"
              + end);
    }
  }

  private static @Nullable String contentOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : null;
  }

  private static void say(String what) {
    System.out.println("[INFO] server: " + what);
  }

  private static String required(String property) {
    String value = System.getProperty(property);
    if (value == null || value.isEmpty() || value.startsWith("${")) {
      throw new IllegalArgumentException(
          "system property " + property + " is not set by the build");
    }
    return value;
  }

  private record Artifacts(
      Path wildfly,
      Path keycloak,
      Path eclipseLink,
      Path jipijapa,
      Path postgresql,
      Path datasource,
      Path guard) {

    static Artifacts fromProperties() {
      return new Artifacts(
          artifact("wildfly"),
          artifact("keycloak"),
          artifact("eclipselink"),
          artifact("jipijapa-eclipselink"),
          artifact("postgresql"),
          artifact("datasource"),
          artifact("guard"));
    }

    private static Path artifact(String name) {
      return Path.of(required("driftless.artifact." + name));
    }
  }
}
