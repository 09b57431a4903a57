package io.driftless.stack.part;

import io.driftless.stack.PartName;
import io.driftless.stack.StackProgress;
import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.StackSettings.SecretName;
import io.driftless.stack.host.Http;
import io.driftless.stack.host.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keycloak with the realm {@code driftless}, imported when the folder has none. Its home is a
 * folder of the stack that holds data, and links to the built distribution, which all stacks share.
 */
public final class KeycloakRecipe implements PartRecipe {

  private final PartContext context;
  private final Path home;

  /** Keycloak of one stack. */
  public KeycloakRecipe(PartContext context) {
    this.context = context;
    this.home = context.folder().of(PartName.KEYCLOAK);
  }

  @Override
  public PartName name() {
    return PartName.KEYCLOAK;
  }

  @Override
  public Launch prepare(StackProgress progress) throws IOException, InterruptedException {
    Path distribution = context.tools().keycloak(what -> progress.working(name(), what));
    for (String own : List.of("conf", "providers", "data/import")) {
      Files.createDirectories(home.resolve(own));
    }
    for (String shared : List.of("lib", "themes")) {
      Path link = home.resolve(shared);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, distribution.resolve(shared));
    }
    PrivateFiles.write(
        home.resolve("data/import/driftless-realm.json"), realm().getBytes(StandardCharsets.UTF_8));
    progress.working(name(), "starting");
    return new Launch(
        command(distribution),
        Map.of(
            "KC_BOOTSTRAP_ADMIN_USERNAME",
            "admin",
            "KC_BOOTSTRAP_ADMIN_PASSWORD",
            context.settings().secret(SecretName.KEYCLOAK_ADMIN)));
  }

  private String realm() throws IOException {
    return Files.readString(context.installation().realm())
        .replace("@WEB_SECRET@", context.settings().secret(SecretName.WEB_CLIENT))
        .replace("@PUBLIC_URL@", context.addresses().server());
  }

  /**
   * What {@code kc.sh start --optimized} runs, without the shell between, so that the process is
   * Keycloak itself.
   */
  private List<String> command(Path distribution) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("-XX:+ExitOnOutOfMemoryError", "-Duser.language=en", "-Duser.country=US"));
    for (String opened : List.of("util", "util.concurrent", "security", "lang")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.add(
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
            + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    command.add("-Dpicocli.disable.closures=true");
    command.add("-Dkc.home.dir=" + home);
    command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
    command.addAll(List.of("-cp", distribution.resolve("lib/quarkus-run.jar").toString()));
    command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    command.addAll(List.of("start", "--optimized", "--import-realm", "--cache=local"));
    command.addAll(List.of("--http-enabled=true", "--http-host=127.0.0.1"));
    command.add("--http-port=" + context.settings().port(PortName.KEYCLOAK));
    command.add("--http-management-port=" + context.settings().port(PortName.KEYCLOAK_MANAGEMENT));
    command.add("--hostname=" + context.addresses().signOn());
    command.add("--log-level=info,io.smallrye.health:warn");
    return command;
  }

  @Override
  public boolean isReady() {
    int port = context.settings().port(PortName.KEYCLOAK_MANAGEMENT);
    return Http.status("http://127.0.0.1:" + port + "/health/ready") == 200;
  }

  @Override
  public Duration startLimit() {
    return Duration.ofMinutes(10);
  }
}
