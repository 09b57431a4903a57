package io.driftless.client.cli;

import io.driftless.client.conflict.ConflictedCopy;
import io.driftless.client.conflict.CopySearch;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.LinkedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code driftless conflicts}: conflicted copies, listed. */
@Command(
    name = "conflicts",
    description = {
      "Lists, compares and resolves conflicted copies.",
      "Where a file was changed on two devices at once, what came first kept the name and the",
      "other became 'name (conflicted copy, DEVICE, DATE).ext'."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nThen:%n",
    footer = {
      "  driftless conflicts diff COPY                     what differs",
      "  driftless conflicts resolve COPY --keep original  the copy goes",
      "  driftless conflicts resolve COPY --keep copy      the copy takes the name",
      "  driftless conflicts resolve COPY --keep both      the copy gets a plain name"
    })
final class ConflictsCommand implements Callable<Integer> {

  private final Surroundings around;

  @Mixin private FolderOption folder = new FolderOption();

  @Option(names = "--json", description = "As JSON; docs/client.md tells the fields.")
  private boolean json;

  ConflictsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    List<ConflictedCopy> found = new ArrayList<>();
    for (LinkedFolder one :
        folder.isGiven() ? List.of(folder.choose(home)) : Surroundings.folders(home).folders()) {
      if (Files.isDirectory(one.path())) {
        found.addAll(CopySearch.in(one.path()));
      }
    }
    if (json) {
      around.json(found);
    } else if (found.isEmpty()) {
      around.out().println("No conflicted copies.");
    } else {
      for (ConflictedCopy copy : found) {
        print(copy);
      }
    }
    return ExitCode.OK;
  }

  private void print(ConflictedCopy copy) throws IOException {
    around
        .out()
        .printf(
            "%s%n    %s from %s, of %s; %s%n",
            shown(copy.copyPath()),
            Sizes.words(Files.size(copy.copyPath())),
            copy.device(),
            copy.date(),
            comparison(copy));
  }

  private static String comparison(ConflictedCopy copy) throws IOException {
    Path original = copy.originalPath();
    if (!Files.exists(original)) {
      return "'%s' is not there any more".formatted(copy.original());
    }
    return Files.mismatch(original, copy.copyPath()) < 0
        ? "the same as '%s' by now".formatted(copy.original())
        : "'%s' has %s".formatted(copy.original(), Sizes.words(Files.size(original)));
  }

  /** Relative to where the person is, when that is shorter. */
  private static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }
}
