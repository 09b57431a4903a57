package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.protocol.message.Limits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line's entry. */
@Command(
    name = "driftless",
    description = "Keeps folders the same on all your devices, with every version.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Driftless.Release.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "1:An unexpected failure; the log in DRIFTLESS_HOME/log has more.",
      "2:The command line makes no sense.",
      "3:Log in (again): driftless login SERVER.",
      "4:The server can't be reached, or it is no Driftless server.",
      "5:The folder or DRIFTLESS_HOME can't be used.",
      "6:Another client runs on the same DRIFTLESS_HOME or folder.",
      "7:sync --once: settled as far as possible, but something waits.",
      "8:The server refused."
    },
    footerHeading = "%nSettings (environment):%n",
    footer = {
      "  DRIFTLESS_HOME         this device's state; default ~/.local/state/driftless",
      "  DRIFTLESS_SERVER_URL   addresses to use instead of those that the server",
      "  DRIFTLESS_BROKER_URL   tells, such as a proxy's",
      "  DRIFTLESS_BLOB_URL",
      "  DRIFTLESS_OIDC_URL",
      "",
      "First steps:",
      "  driftless login https://files.example.org",
      "  driftless init ~/Files",
      "  driftless sync"
    })
public final class Driftless implements Runnable {

  private @Nullable CommandLine line;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    try {
      DeviceHome home = surroundings.home();
      System.setProperty(LogConfigurator.FOLDER_PROPERTY, home.log().toString());
      if (Arrays.asList(arguments).contains("sync")) { // it alone unpacks anything
        TemporaryFolder.use(home);
      }
    } catch (HomeException e) {
      surroundings.err().println("driftless: " + e.getMessage());
      System.exit(ExitCode.FOLDER);
    } catch (IOException e) {
      surroundings.err().println("driftless: the state folder can't be written to: " + e);
      System.exit(ExitCode.FOLDER);
    }
    System.exit(line(surroundings).execute(arguments));
  }

  /** The command line over its surroundings. */
  static CommandLine line(Surroundings surroundings) {
    Driftless top = new Driftless();
    CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
    CommandLine line =
        new CommandLine(top)
            .addSubcommand(new LoginCommand(surroundings))
            .addSubcommand(new InitCommand(surroundings))
            .addSubcommand(new SyncCommand(surroundings))
            .addSubcommand(new StatusCommand(surroundings))
            .addSubcommand(new PauseCommand(surroundings))
            .addSubcommand(new ResumeCommand(surroundings))
            .addSubcommand(new LimitCommand(surroundings))
            .addSubcommand(new SelectCommand(surroundings))
            .addSubcommand(new IgnoreCommand(surroundings))
            .addSubcommand(conflicts(surroundings))
            .addSubcommand(new HistoryCommand(surroundings))
            .addSubcommand(new RestoreCommand(surroundings))
            .addSubcommand(new WhyCommand(surroundings))
            .addSubcommand(new DoctorCommand(surroundings))
            .addSubcommand(new LogsCommand(surroundings))
            .addSubcommand(new WorkspacesCommand(surroundings))
            .addSubcommand(new JobsCommand(surroundings))
            .addSubcommand(new BurstsCommand(surroundings))
            .addSubcommand(new DeviceQueuesCommand(surroundings))
            .addSubcommand(new DeadLettersCommand(surroundings))
            .addSubcommand(new AuditCommand(surroundings))
            .addSubcommand(new ConfirmDeletesCommand(surroundings))
            .addSubcommand(new UnlinkCommand(surroundings))
            .addSubcommand(new LogoutCommand(surroundings))
            .addSubcommand(completion)
            .addSubcommand(new ManualPages())
            .addSubcommand(new RehearseCommand(surroundings))
            .setOut(surroundings.out())
            .setErr(surroundings.err())
            .setExecutionExceptionHandler(new Failures());
    completion.getCommandSpec().usageMessage().hidden(true);
    joinLines(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    top.line = line;
    return line;
  }

  /** What follows the first sentence is one paragraph, to be broken where the terminal ends. */
  private static void joinLines(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    List<String> lines = List.of(usage.description());
    if (lines.size() > 2) {
      usage.description(lines.get(0), String.join(" ", lines.subList(1, lines.size())));
    }
    command.getSubcommands().values().forEach(Driftless::joinLines);
    usage.autoWidth(true);
  }

  private static CommandLine conflicts(Surroundings surroundings) {
    return new CommandLine(new ConflictsCommand(surroundings))
        .addSubcommand(new ConflictDiffCommand(surroundings))
        .addSubcommand(new ConflictResolveCommand(surroundings));
  }

  @Override
  public void run() {
    if (line != null) {
      line.usage(line.getOut());
    }
  }

  /** Tells the release. */
  static final class Release implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Driftless.class.getPackage().getImplementationVersion();
      return new String[] {
        "driftless "
            + (version == null ? "(built from sources)" : version)
            + ", protocol "
            + Limits.PROTOCOL_VERSION
      };
    }
  }
}
