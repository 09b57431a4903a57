package io.driftless.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the build put what the stack runs.
 *
 * @param root the project's folder
 * @param server the prepared WildFly
 * @param keycloakZip Keycloak's distribution, as it came from the Maven repository
 */
public record Installation(Path root, Path server, Path keycloakZip) {

  private static final String FILE = "wildfly-config/target/stack.properties";

  /** Writes what {@link #find()} reads. */
  public void write() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("server", server.toString());
    properties.setProperty("keycloak", keycloakZip.toString());
    try (Writer writer = Files.newBufferedWriter(root.resolve(FILE))) {
      properties.store(writer, null);
    }
  }

  /**
   * The installation of the project that the working folder lies in, or that the system property
   * {@code driftless.root} names.
   */
  public static Installation find() throws IOException {
    String given = System.getProperty("driftless.root");
    Path start = given == null ? Path.of("") : Path.of(given);
    for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(FILE))) {
        return read(folder);
      }
    }
    throw new IOException(
        "no prepared server found above "
            + start.toAbsolutePath()
            + ": build wildfly-config first");
  }

  private static Installation read(Path root) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(root.resolve(FILE))) {
      properties.load(reader);
    }
    return new Installation(
        root,
        Path.of(properties.getProperty("server")),
        Path.of(properties.getProperty("keycloak")));
  }

  /** Changes whenever the server's configuration was made anew. */
  public Path stamp() {
    return server.resolve(".configuration");
  }

  /** The enterprise archive; exists once {@code ear} was built. */
  public Path archive() {
    return root.resolve("ear/target/driftless.ear");
  }

  /** The folder with the package files of Azurite. */
  public Path azurite() {
    return root.resolve("wildfly-config/src/main/azurite");
  }

  /** The realm that Keycloak imports. */
  public Path realm() {
    return root.resolve("wildfly-config/src/main/keycloak/driftless-realm.json");
  }
}
