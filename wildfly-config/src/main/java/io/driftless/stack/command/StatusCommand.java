package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.StackReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what runs. */
@Command(name = "status", description = "Show parts, addresses and users; status 0 when all is up.")
final class StatusCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Option(names = "--json", description = "As stack.json.")
  private boolean json;

  @Override
  public Integer call() throws IOException, StackException {
    LocalStack stack = options.open(StackProgress.silent());
    StackReport report = stack.report();
    if (json) {
      System.out.println(report.json());
    } else {
      Table.print(report, System.out);
      ServiceState.print(stack, System.out);
    }
    return report.state().equals("up") ? 0 : 1;
  }
}
