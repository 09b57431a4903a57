package io.driftless.stack.command;

import io.driftless.stack.StackException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The launcher of the local stack, behind the script {@code ./dev}. */
@Command(
    name = "dev",
    description = "Driftless on this machine: PostgreSQL, Azurite, Keycloak and WildFly.",
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
          if (failure instanceof StackException || failure instanceof IOException) {
            command.getErr().println(failure.getMessage());
          } else {
            failure.printStackTrace(command.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(line.execute(arguments));
  }
}
