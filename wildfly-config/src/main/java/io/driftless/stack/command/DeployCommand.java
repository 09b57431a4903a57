package io.driftless.stack.command;

import io.driftless.stack.StackException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replaces the running service by the one built last. */
@Command(
    name = "deploy",
    description = "Deploy the service that was built last into the running WildFly.")
final class DeployCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws IOException, StackException {
    try (Console console = new Console()) {
      options.open(console).redeploy();
    }
    return 0;
  }
}
