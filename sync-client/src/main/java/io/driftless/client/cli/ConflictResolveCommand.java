package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.driftless.client.conflict.ConflictedCopy;
import io.driftless.client.home.HomeException;
import io.driftless.client.report.StatusReport;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless conflicts resolve COPY}: one of two, or both. */
@Command(
    name = "resolve",
    description = {
      "Ends a conflict, here and on all devices. Only when the folder is up to date, so that what",
      "goes is in the history; --force does it anyway."
    },
    mixinStandardHelpOptions = true)
final class ConflictResolveCommand implements Callable<Integer> {

  private final Surroundings around;

  @Parameters(paramLabel = "COPY", description = "A conflicted copy.")
  private Path copy = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "WHICH",
      required = true,
      description = {
        "original: the copy is deleted. copy: it takes the name, in place of what has it.",
        "both: it is renamed to a plain name, see --as."
      })
  private Keep keep = Keep.BOTH;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The plain name. Default: 'name (DEVICE DATE).ext'.")
  private @Nullable String plainName;

  @Option(names = "--force", description = "Even when the server may not have everything yet.")
  private boolean force;

  @Option(names = "--json", description = "Tell what was done as JSON.")
  private boolean json;

  ConflictResolveCommand(Surroundings around) {
    this.around = around;
  }

  /** What is to stay. */
  enum Keep {
    /** The file that kept the name. */
    ORIGINAL,
    /** The conflicted copy. */
    COPY,
    /** Both, under plain names. */
    BOTH
  }

  /**
   * What {@code --json} prints.
   *
   * @param file where the content that was the copy's is now; null when it was deleted
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Resolved(String copy, String original, String kept, @Nullable String file) {}

  @Override
  public Integer call() throws Exception {
    ConflictedCopy found = ConflictDiffCommand.find(around, copy);
    if (!force && keep != Keep.BOTH) {
      requireSynced(found);
    }
    Path file = resolve(found);
    String path = file == null ? null : Path.of(found.folder()).relativize(file).toString();
    if (json) {
      around.json(
          new Resolved(found.copy(), found.original(), keep.name().toLowerCase(Locale.ROOT), path));
    } else {
      around
          .out()
          .println(
              path == null
                  ? "The copy is deleted; '%s' stays. The history keeps both."
                      .formatted(found.original())
                  : "The copy is '%s' now.".formatted(path));
    }
    return ExitCode.OK;
  }

  private void requireSynced(ConflictedCopy found) throws IOException, HomeException {
    StatusReport report = new Wishes(around.home()).status();
    boolean synced =
        report != null
            && report.roots().stream()
                .anyMatch(
                    root ->
                        root.folder().equals(found.folder()) && root.state().equals("up-to-date"));
    if (!synced) {
      throw new HomeException(
          "not-synced",
          "The folder is not up to date (%s), so the server may not have what would go. Try again"
                  .formatted(report == null ? "no client runs" : report.state())
              + " when it is, or say --force.");
    }
  }

  private @Nullable Path resolve(ConflictedCopy found) throws IOException, HomeException {
    return switch (keep) {
      case ORIGINAL -> {
        if (!Files.exists(found.originalPath())) {
          throw new HomeException(
              "no-original",
              "'%s' is not there any more; the copy is all there is. Use --keep copy."
                  .formatted(found.original()));
        }
        Files.delete(found.copyPath());
        yield null;
      }
      case COPY ->
          Files.move(
              found.copyPath(),
              found.originalPath(),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
      case BOTH -> rename(found);
    };
  }

  private Path rename(ConflictedCopy found) throws IOException, HomeException {
    String name = plainName == null ? defaultName(found) : plainName;
    Path to = found.copyPath().resolveSibling(name);
    if (!Objects.equals(found.copyPath().getParent(), to.normalize().getParent())) {
      throw new HomeException("not-a-name", "'%s' is no name, but a path.".formatted(name));
    }
    try {
      return Files.move(found.copyPath(), to);
    } catch (FileAlreadyExistsException e) {
      throw new HomeException(
          "name-taken", "There is a '%s' already. Choose another name with --as.".formatted(name));
    }
  }

  private static String defaultName(ConflictedCopy found) {
    String name = String.valueOf(Path.of(found.original()).getFileName());
    int dot = name.lastIndexOf('.');
    String base = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    return "%s (%s %s)%s".formatted(base, found.device(), found.date(), extension);
  }
}
