package io.driftless.stack.tool;

import io.driftless.stack.Installation;
import io.driftless.stack.host.Archives;
import io.driftless.stack.host.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tools that the parts need, each installed at its first use on the machine; only then is the
 * caller told what is being done.
 */
public final class Tools {

  /** Raise when the way a tool is installed changes. */
  private static final int RECIPE = 1;

  private final Toolbox toolbox;
  private final Installation installation;

  /** The tools of an installation, kept in a toolbox. */
  public Tools(Toolbox toolbox, Installation installation) {
    this.toolbox = toolbox;
    this.installation = installation;
  }

  /**
   * The same tools in a folder of their own, for a part that may not read the machine's toolbox.
   */
  public Tools in(Path folder) {
    return new Tools(new Toolbox(folder), installation);
  }

  /** PostgreSQL's programs, unpacked from the archive on the class path that fits this machine. */
  public Path postgres(Consumer<String> doing) throws IOException, InterruptedException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String archive = "/postgres-linux-" + machine + ".txz";
    URL resource = Tools.class.getResource(archive);
    if (resource == null) {
      throw new IOException(
          "there are no PostgreSQL programs for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + "; the local stack runs on Linux, x86_64 or aarch64");
    }
    String size = Long.toString(resource.openConnection().getContentLengthLong());
    return toolbox.tool(
        "postgres-" + machine + "-" + size + "-" + RECIPE,
        folder -> {
          doing.accept("unpacking");
          try (InputStream content = resource.openStream()) {
            Archives.untarXz(content, folder);
          }
        });
  }

  /** Azurite with its dependencies, installed by npm from the locked list. */
  public Path azurite(Consumer<String> doing) throws IOException, InterruptedException {
    Path description = installation.azurite();
    String fingerprint = Trees.fingerprint(List.of(description)).substring(0, 12);
    return toolbox.tool(
        "azurite-" + fingerprint + "-" + RECIPE,
        folder -> {
          doing.accept("installing by npm (365 MB)");
          Trees.copy(description, folder);
          Commands.run(
              folder,
              folder.resolve("npm.log"),
              List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
              Map.of("NO_UPDATE_NOTIFIER", "1"));
        });
  }

  /** Keycloak, unpacked and built once for the database in files that the local stack gives it. */
  public Path keycloak(Consumer<String> doing) throws IOException, InterruptedException {
    Path zip = installation.keycloakZip();
    String name = String.valueOf(zip.getFileName()).toLowerCase(Locale.ROOT).replace(".zip", "");
    return toolbox.tool(
        name + "-" + RECIPE,
        folder -> {
          doing.accept("unpacking");
          Archives.unzipStripped(zip, folder);
          doing.accept("building");
          Files.createDirectories(folder.resolve("data"));
          Commands.run(
              folder,
              folder.resolve("build.log"),
              List.of(
                  folder.resolve("bin/kc.sh").toString(),
                  "build",
                  "--db=dev-file",
                  "--health-enabled=true"),
              Map.of("JAVA_HOME", System.getProperty("java.home")));
        });
  }
}
