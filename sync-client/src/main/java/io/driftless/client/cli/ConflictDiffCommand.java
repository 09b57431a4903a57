package io.driftless.client.cli;

import io.driftless.client.conflict.ConflictedCopy;
import io.driftless.client.conflict.TextDiff;
import io.driftless.client.home.HomeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless conflicts diff COPY}: what differs. */
@Command(
    name = "diff",
    description = "Shows how a conflicted copy differs from the file that kept the name.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:They are the same.", "1:They differ.", "5:There is no such copy."})
final class ConflictDiffCommand implements Callable<Integer> {

  private final Surroundings around;

  @Parameters(paramLabel = "COPY", description = "A conflicted copy.")
  private Path copy = Path.of("");

  @Option(names = "--json", description = "As JSON: same, text, and the diff's lines.")
  private boolean json;

  ConflictDiffCommand(Surroundings around) {
    this.around = around;
  }

  /**
   * What {@code --json} prints.
   *
   * @param text whether both are text
   * @param lines of the unified diff; empty when they are the same or no text
   */
  record Difference(String copy, String original, boolean same, boolean text, List<String> lines) {}

  @Override
  public Integer call() throws Exception {
    ConflictedCopy found = find(around, copy);
    Path original = found.originalPath();
    if (!Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)) {
      throw new HomeException(
          "no-original", "'%s' is not there any more.".formatted(found.original()));
    }
    boolean same = Files.mismatch(original, found.copyPath()) < 0;
    List<String> lines =
        same
            ? List.of()
            : TextDiff.unified(original, found.copyPath(), found.original(), found.copy());
    if (json) {
      around.json(
          new Difference(
              found.copy(),
              found.original(),
              same,
              lines != null,
              lines == null ? List.of() : lines));
    } else if (same) {
      around.out().println("They are the same.");
    } else if (lines == null) {
      around
          .out()
          .printf(
              "They differ, and are no text: '%s' has %s, the copy %s.%n",
              found.original(),
              Sizes.words(Files.size(original)),
              Sizes.words(Files.size(found.copyPath())));
    } else {
      lines.forEach(around.out()::println);
    }
    return same ? ExitCode.OK : ExitCode.FAILED;
  }

  /** The copy that a person named. */
  static ConflictedCopy find(Surroundings around, Path named) throws IOException, HomeException {
    FolderOption.Entry entry = FolderOption.entry(around.home(), named);
    Path folder = entry.folder().path();
    ConflictedCopy found = ConflictedCopy.of(folder, Path.of(entry.path()));
    if (found == null || !Files.isRegularFile(found.copyPath(), LinkOption.NOFOLLOW_LINKS)) {
      throw new HomeException(
          "no-copy",
          "'%s' is no conflicted copy. 'driftless conflicts' lists them.".formatted(entry.path()));
    }
    return found;
  }
}
