package io.driftless.client.cli;

import io.driftless.client.address.BadAddressException;
import io.driftless.client.home.HomeException;
import io.driftless.client.server.ServerException;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what a command threw into words and an exit code. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

  /** Of a running client that could not answer. */
  private static final Set<String> ANSWERS_BADLY = Set.of("failed", "unknown-wish");

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    command.getErr().println("driftless: " + words(failure));
    return code(failure);
  }

  private static String words(Exception failure) {
    if (failure instanceof ServerException
        || failure instanceof HomeException
        || failure instanceof BadAddressException) {
      return String.valueOf(failure.getMessage());
    }
    LOG.error("The command failed", failure);
    String what =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return failure instanceof IOException
        ? "The disk or the network failed: %s. Nothing was lost; try again.".formatted(what)
        : "This should not have happened: %s. Nothing was lost; the log has more.".formatted(what);
  }

  private static int code(Exception failure) {
    if (failure instanceof ServerException server) {
      return switch (server.kind()) {
        case SIGN_ON -> ExitCode.SIGN_ON;
        case UNREACHABLE, BUSY, NOT_DRIFTLESS -> ExitCode.SERVER;
        case DENIED, NOT_FOUND, REFUSED -> ExitCode.REFUSED;
      };
    }
    if (failure instanceof HomeException home) {
      if (ANSWERS_BADLY.contains(home.code())) {
        return ExitCode.FAILED;
      }
      boolean running = home.code().equals("already-running") || home.code().equals("root-in-use");
      return running ? ExitCode.RUNNING : ExitCode.FOLDER;
    }
    return failure instanceof BadAddressException ? ExitCode.USAGE : ExitCode.FAILED;
  }
}
