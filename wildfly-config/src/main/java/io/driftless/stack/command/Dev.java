package io.driftless.stack.command;

import io.driftless.stack.StackException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The launcher of the local stack, behind the script {@code ./dev}. */
@Command(
    name = "dev",
    description = "Driftless on this machine: PostgreSQL, Azurite, Keycloak and WildFly.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Besides: ./dev check runs all tests (mvn verify), ./dev sim the simulator.",
      "./dev COMMAND --help tells the options of a command."
    },
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      PartCommands.Start.class,
      PartCommands.Stop.class,
      PartCommands.Kill.class,
      StatusCommand.class,
      DeployCommand.class,
      LogsCommand.class,
      DemoCommand.class,
      MeasureCommand.class,
      DeviceCommand.class,
      TokenCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Dev {

  /** Runs one command; the status is 0 when it did what was asked. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Dev());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof StackException) {
            command.getErr().println(failure.getMessage());
          } else if (failure instanceof IOException problem) {
            command.getErr().println(words(problem));
          } else {
            failure.printStackTrace(command.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(line.execute(arguments));
  }

  /** A file system says only which file. */
  private static String words(IOException problem) {
    String which = String.valueOf(problem.getMessage());
    if (problem instanceof AccessDeniedException) {
      return which
          + " can't be written or read: permission denied. Choose another place with --data DIR.";
    } else if (problem instanceof NoSuchFileException) {
      return which + " does not exist.";
    } else if (problem instanceof FileAlreadyExistsException) {
      return which + " is there already and no folder.";
    }
    return which;
  }
}
