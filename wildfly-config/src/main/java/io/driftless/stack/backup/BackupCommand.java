package io.driftless.stack.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.driftless.stack.backup.BackupCheck.Packs;
import io.driftless.stack.backup.BackupPins.Pin;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code driftless-admin backup}. */
@Command(
    name = "driftless-admin backup",
    description = {
      "Takes, verifies and restores backups of the service's database, while people work.",
      "The packs that a backup names stay in the blob store as long as it is kept."
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "1:It failed, or was refused; nothing was changed.",
      "2:The command line makes no sense.",
      "3:The backup is not whole, or packs that it names are gone."
    },
    footerHeading = "%nThe database (environment, as the server's own):%n",
    footer = {
      "  DRIFTLESS_DB_HOST, DRIFTLESS_DB_PORT (5432), DRIFTLESS_DB_NAME (driftless),",
      "  DRIFTLESS_DB_USER (driftless), DRIFTLESS_DB_PASSWORD; or --stack for a local one"
    })
public final class BackupCommand implements Runnable {

  private static final int NOT_WHOLE = 3;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer as JSON.")
  private boolean json;

  @Option(
      names = "--stack",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The stack.json of a local stack, instead of the environment.")
  private @Nullable Path stack;

  /** Runs one command; the status is 0 when it did what was asked. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new BackupCommand());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("driftless-admin: " + words(failure));
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(line.execute(arguments));
  }

  private static String words(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof BackupException
        ? message
        : failure.getClass().getSimpleName() + ": " + message;
  }

  @Override
  public void run() {
    throw new ParameterException(own().commandLine(), "Which command?");
  }

  private CommandSpec own() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("Not run as a command");
    }
    return known;
  }

  private BackupDatabase database() throws IOException, BackupException {
    Path file = stack;
    if (file == null) {
      return BackupDatabase.from(System.getenv());
    }
    JsonNode report = JSON.readTree(file.toFile());
    return new BackupDatabase(
        report.path("addresses").path("database").asText(),
        "driftless",
        report.path("accounts").path("driftless").asText());
  }

  private void tell(Object record, String words) throws IOException {
    PrintWriter out = own().commandLine().getOut();
    out.println(json ? JSON.writeValueAsString(record) : words);
    out.flush();
  }

  @Command(
      name = "take",
      description = "Takes a backup while people work, and reads it back before it counts.")
  int take(
      @Parameters(paramLabel = "FOLDER", description = "Where to; not there yet.") Path folder,
      @Option(
              names = "--keep-days",
              paramLabel = "DAYS",
              defaultValue = "35",
              description = "How long its packs are kept. Default: ${DEFAULT-VALUE}.")
          int keepDays)
      throws IOException, SQLException, BackupException {
    if (keepDays < 1 || keepDays > 3_650) {
      throw new ParameterException(own().commandLine(), "--keep-days takes 1 to 3650");
    }
    Manifest manifest = new BackupTaking(database()).take(folder, keepDays);
    return check(folder, manifest);
  }

  @Command(
      name = "verify",
      description =
          "Reads every file of a backup, and asks the server's database whether the packs that it names are kept.")
  int verify(@Parameters(paramLabel = "FOLDER", description = "The backup.") Path folder)
      throws IOException, SQLException, BackupException {
    return check(folder, Manifest.read(folder));
  }

  private int check(Path folder, Manifest manifest)
      throws IOException, SQLException, BackupException {
    List<String> wrong = BackupCheck.files(folder, manifest);
    Packs packs = wrong.isEmpty() ? BackupCheck.packs(database(), folder, manifest) : null;
    boolean whole = packs != null && packs.lost() == 0;
    StringBuilder words = new StringBuilder();
    words.append(
        "%s, taken %s: %d rows of %d workspaces, %d bytes"
            .formatted(
                manifest.backup(),
                Instant.ofEpochMilli(manifest.takenMillis()),
                manifest.rows(),
                manifest.workspaces().size(),
                manifest.bytes()));
    wrong.forEach(one -> words.append("%n  ".formatted()).append(one));
    if (packs != null) {
      words.append("; %d packs, %d of them lost".formatted(packs.live(), packs.lost()));
    }
    tell(
        Map.of(
            "backup", manifest.backup(),
            "takenMillis", manifest.takenMillis(),
            "keepUntilMillis", manifest.keepUntilMillis(),
            "rows", manifest.rows(),
            "bytes", manifest.bytes(),
            "wrong", wrong,
            "packs", packs == null ? 0 : packs.live(),
            "lostPacks", packs == null ? 0 : packs.lost(),
            "whole", whole),
        words.toString());
    return whole ? 0 : NOT_WHOLE;
  }

  @Command(
      name = "restore",
      description =
          "Puts a backup into an empty database whose schema a server of the same release has made. All or nothing.")
  int restore(
      @Parameters(paramLabel = "FOLDER", description = "The backup.") Path folder,
      @Option(names = "--replace", description = "Also when the database holds something already.")
          boolean replace)
      throws IOException, SQLException, BackupException {
    Manifest manifest = Manifest.read(folder);
    List<String> wrong = BackupCheck.files(folder, manifest);
    if (!wrong.isEmpty()) {
      tell(Map.of("restored", false, "wrong", wrong), String.join(System.lineSeparator(), wrong));
      return NOT_WHOLE;
    }
    new BackupRestore(database()).restore(folder, manifest, replace);
    tell(
        Map.of("restored", true, "backup", manifest.backup(), "rows", manifest.rows()),
        "Restored %d rows of %s. Devices merge when they come; then run the jobs check and scrub."
            .formatted(manifest.rows(), Instant.ofEpochMilli(manifest.takenMillis())));
    return 0;
  }

  @Command(name = "list", description = "Lists the backups whose packs the server keeps.")
  int list() throws IOException, SQLException, BackupException {
    List<Pin> pins = new BackupPins(database()).list();
    StringBuilder words = new StringBuilder();
    for (Pin pin : pins) {
      words.append(
          "%s  taken %s%s  kept until %s  %s%n"
              .formatted(
                  pin.backup(),
                  Instant.ofEpochMilli(pin.takenMillis()),
                  pin.completedMillis() == null ? " (not completed)" : "",
                  Instant.ofEpochMilli(pin.keepUntilMillis()),
                  pin.place()));
    }
    tell(pins, pins.isEmpty() ? "None." : words.toString().stripTrailing());
    return 0;
  }

  @Command(
      name = "drop",
      description = "Keeps the packs of a backup no more; its folder is yours to delete.")
  int drop(@Parameters(paramLabel = "BACKUP", description = "Its id, as list tells.") String backup)
      throws IOException, SQLException, BackupException {
    if (!new BackupPins(database()).drop(backup)) {
      throw new BackupException("The server knows no backup " + backup);
    }
    tell(Map.of("dropped", backup), "Dropped.");
    return 0;
  }
}
