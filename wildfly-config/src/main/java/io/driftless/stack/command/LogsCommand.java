package io.driftless.stack.command;

import io.driftless.stack.PartName;
import io.driftless.stack.StackFolder;
import io.driftless.stack.StackProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a part wrote. */
@Command(name = "logs", description = "Show the end of a part's log.")
final class LogsCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}")
  private PartName part = PartName.WILDFLY;

  @Option(
      names = "--lines",
      description = "How many lines (default: ${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on showing what comes.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StackFolder folder = options.open(StackProgress.silent()).folder();
    Path log = folder.log(part);
    if (!Files.exists(log)) {
      System.out.println(part.label() + " has written nothing yet.");
      return 0;
    }
    List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
    if (follow) {
      command.add("-F");
    }
    command.add(log.toString());
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
