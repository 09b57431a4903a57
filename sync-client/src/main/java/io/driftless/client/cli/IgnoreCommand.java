package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.ignore.IgnoreFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless ignore}: what is not to be synced. */
@Command(
    name = "ignore",
    description = {
      "Adds or lists rules for what is not synced, in .driftlessignore.",
      "The rules read as in .gitignore. The file is synced: all devices go by it.",
      "What is synced already stays synced; what is new and matches is left alone."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:Done; with --check: the path is ignored.", "1:--check: it is not ignored."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  driftless ignore 'node_modules/' '*.tmp'",
      "  driftless ignore --check build/out.o",
      "  driftless ignore --remove '*.tmp'"
    })
final class IgnoreCommand implements Callable<Integer> {

  private final Surroundings around;

  @Parameters(paramLabel = "RULE", description = "A line as in .gitignore.", arity = "0..*")
  private List<String> patterns = List.of();

  @Option(names = "--remove", description = "Take these rules out instead.")
  private boolean remove;

  @Option(
      names = "--check",
      paramLabel = "PATH",
      description = "Tell whether a path would be ignored, and by which rule.")
  private @Nullable Path check;

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  @Mixin private FolderOption folder = new FolderOption();

  IgnoreCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints of the rules. */
  @JsonPropertyOrder({"folder", "rules"})
  record Rules(String folder, List<String> rules) {}

  /**
   * What {@code --check --json} prints.
   *
   * @param rule the rule that decides; null when it is not ignored
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonPropertyOrder({"folder", "path", "ignored", "rule"})
  record Checked(String folder, String path, boolean ignored, @Nullable String rule) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    if (check != null) {
      return check(FolderOption.entry(home, check));
    }
    LinkedFolder chosen = folder.choose(home);
    Path file = chosen.path().resolve(IgnoreFile.NAME);
    List<String> rules = lines(file);
    if (!patterns.isEmpty()) {
      if (remove) {
        rules.removeAll(patterns);
      } else {
        patterns.stream().filter(rule -> !rules.contains(rule)).forEach(rules::add);
      }
      write(file, rules);
    }
    if (json) {
      around.json(new Rules(chosen.folder(), rules));
    } else if (rules.isEmpty()) {
      around.out().println("Nothing is ignored in " + chosen.folder());
    } else {
      rules.forEach(around.out()::println);
    }
    return ExitCode.OK;
  }

  private int check(FolderOption.Entry entry) throws IOException {
    boolean isFolder =
        Files.isDirectory(entry.folder().path().resolve(entry.path()), LinkOption.NOFOLLOW_LINKS);
    String rule = new IgnoreFile(entry.folder().path()).ruleFor(entry.path(), isFolder);
    if (json) {
      around.json(new Checked(entry.folder().folder(), entry.path(), rule != null, rule));
    } else {
      around
          .out()
          .println(
              rule == null
                  ? entry.path() + " is not ignored."
                  : "%s is ignored because of '%s'. If it was synced before, it stays synced."
                      .formatted(entry.path(), rule));
    }
    return rule == null ? ExitCode.FAILED : ExitCode.OK;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return new ArrayList<>(Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      return new ArrayList<>();
    }
  }

  /** As a whole, so that nobody reads half of it. */
  private static void write(Path file, List<String> rules) throws IOException {
    Path fresh = Files.createTempFile(file.resolveSibling(".driftless/tmp"), "ignore", null);
    Files.writeString(
        fresh, rules.isEmpty() ? "" : String.join("\n", rules) + "\n", StandardCharsets.UTF_8);
    if (Files.exists(file)) {
      Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
    } else {
      Files.setPosixFilePermissions(
          fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
