package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that act on one part. */
final class PartCommands {

  private PartCommands() {}

  private abstract static class OnePart implements Callable<Integer> {

    @Mixin private StackOptions options = new StackOptions();

    @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}")
    private PartName part = PartName.WILDFLY;

    @Override
    public Integer call() throws IOException, StackException {
      try (Console console = new Console()) {
        LocalStack stack = options.open(console);
        boolean ran = stack.process(part).isPresent();
        act(stack, part);
        boolean runs = stack.process(part).isPresent();
        if (!runs) {
          console.note(part.label() + (ran ? " has ended." : " does not run."));
        } else if (ran) {
          console.note(part.label() + " runs already.");
        }
      }
      return 0;
    }

    abstract void act(LocalStack stack, PartName part) throws StackException;
  }

  /** Starts a part. */
  @Command(name = "start", description = "Start one part and wait until it is ready.")
  static final class Start extends OnePart {
    @Override
    void act(LocalStack stack, PartName part) throws StackException {
      stack.start(part);
    }
  }

  /** Ends a part in good order. */
  @Command(name = "stop", description = "Stop one part in good order.")
  static final class Stop extends OnePart {
    @Override
    void act(LocalStack stack, PartName part) throws StackException {
      stack.stop(part);
    }
  }

  /** Ends a part as a crash would. */
  @Command(
      name = "kill",
      description =
          "End one part by SIGKILL (Azurite by SIGTERM: it would lose acknowledged blobs).")
  static final class Kill extends OnePart {
    @Override
    void act(LocalStack stack, PartName part) throws StackException {
      stack.kill(part);
    }
  }
}
