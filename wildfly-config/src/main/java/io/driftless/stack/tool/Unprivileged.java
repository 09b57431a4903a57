package io.driftless.stack.tool;

import io.driftless.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to run a program that refuses to run as root, which PostgreSQL does: as it is when we are
 * not root; else in a user namespace of its own, where root's files stay usable; else, where such
 * namespaces are forbidden (in many containers), as the account {@code nobody}, who then owns the
 * folder.
 */
public final class Unprivileged {

  private static final String NOBODY = "nobody";

  private final List<String> prefix;

  private Unprivileged(List<String> prefix) {
    this.prefix = prefix;
  }

  /** The way that works here for a program whose data lie in that folder. */
  public static Unprivileged forFolder(Path folder)
      throws IOException, InterruptedException, StackException {
    Files.createDirectories(folder);
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Unprivileged(List.of());
    }
    UserPrincipal owner = Files.getOwner(folder);
    if (!owner.getName().equals(NOBODY) && Commands.succeeds("unshare", "-U", "true")) {
      return new Unprivileged(List.of("unshare", "-U"));
    }
    List<String> asNobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups", "--regid=nogroup");
    if (!Commands.succeeds(with(asNobody, List.of("test", "-x", folder.toString())))) {
      throw new StackException(
          "PostgreSQL refuses to run as root, and the account nobody can't reach "
              + folder
              + ": choose a data folder under /tmp or /var/lib with --data, or don't run as root.");
    }
    return new Unprivileged(asNobody);
  }

  /** The command to run in the place of the given one. */
  public List<String> command(List<String> command) {
    return List.of(with(prefix, command));
  }

  /** Whether the program runs as an account that can't read what is root's own. */
  public boolean isForeign() {
    return !prefix.isEmpty() && prefix.get(0).equals("setpriv");
  }

  /** Gives the folder and all in it to the account that will use it. */
  public void own(Path folder) throws IOException {
    if (!isForeign()) {
      return;
    }
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.setAttribute(path, "owner:owner", nobody, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static String[] with(List<String> prefix, List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole.toArray(String[]::new);
  }
}
