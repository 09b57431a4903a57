package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.StackProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command takes: which stack. */
final class StackOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the stack (default: ${DEFAULT-VALUE}).",
      defaultValue = ".driftless")
  private Path data = Path.of(".driftless");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Set a variable of WildFly's environment for this data folder, now and at later starts; an empty value takes it"
              + " back. DRIFTLESS_PUBLIC_URL, DRIFTLESS_BROKER_URL, DRIFTLESS_BLOB_PUBLIC_URL and DRIFTLESS_OIDC_ISSUER are"
              + " the addresses that clients use.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @SuppressWarnings("UnusedVariable") // read by picocli alone
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say what the command does and takes.")
  private boolean help;

  LocalStack open(StackProgress progress) throws IOException {
    return LocalStack.open(data, progress, environment);
  }
}
