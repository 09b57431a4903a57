package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.demo.DevicePair;
import io.driftless.stack.demo.Tour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole system at work. */
@Command(
    name = "demo",
    description =
        "Start the stack and two devices, show what they do, and leave them to try by hand.")
final class DemoCommand implements Callable<Integer> {

  private static final long LIMIT_SECONDS = 300;

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--exit",
      description = "End after the tour; status 0 only if both folders are equal and complete.")
  private boolean exit;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the two synced folders lie (default: ${DEFAULT-VALUE}).",
      defaultValue = "demo")
  private Path folder = Path.of("demo");

  private volatile boolean ending;

  @Override
  public Integer call() throws IOException, InterruptedException, StackException {
    Console console = new Console();
    LocalStack stack = options.open(console);
    boolean wasUp = stack.process(PartName.WILDFLY).isPresent();
    DevicePair pair = Pairs.of(stack, folder, LIMIT_SECONDS);
    Tour tour = new Tour(pair, System.out);
    Thread guide = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(guide, pair, wasUp ? null : stack), "orderly-stop"));
    try {
      stack.start();
      console.close();
      if (!exit) {
        Table.print(stack.report(), System.out);
      }
      System.out.println("\nThe tour");
      tour.begin();
      tour.run();
      if (!exit) {
        stay(pair);
      }
      return 0;
    } catch (InterruptedException | StackException e) {
      if (ending) {
        return 130;
      }
      throw e;
    }
  }

  private void stay(DevicePair pair) throws InterruptedException, StackException {
    System.out.printf(
        "%nTry it: change something in %s/laptop and look into %s/desktop.%n"
            + "Ctrl-C ends it in good order; all stays for the next time.%n",
        folder, folder);
    while (true) {
      TimeUnit.SECONDS.sleep(1);
      pair.mustRun();
    }
  }

  private void end(Thread guide, DevicePair pair, @Nullable LocalStack stack) {
    ending = true;
    guide.interrupt();
    try {
      pair.end();
      if (stack != null) {
        System.out.println("\nStopping.");
        stack.stop();
      }
    } catch (InterruptedException | StackException e) {
      System.err.println(e.getMessage());
    }
  }
}
