package io.driftless.stack.command;

import io.driftless.stack.StackException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a stack in good order. */
@Command(name = "down", description = "Stop the stack in good order; its data stay.")
final class DownCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws IOException, StackException {
    try (Console console = new Console()) {
      options.open(console).stop();
    }
    System.out.println("Stopped.");
    return 0;
  }
}
