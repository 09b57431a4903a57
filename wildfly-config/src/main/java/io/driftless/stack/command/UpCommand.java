package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a stack and, unless detached, keeps it until Ctrl-C. */
@Command(name = "up", description = "Start the stack; it ends in good order on Ctrl-C.")
final class UpCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Option(names = "--detach", description = "Return when all is ready, and leave it running.")
  private boolean detach;

  private volatile boolean ending;

  @Override
  public Integer call() throws IOException, InterruptedException, StackException {
    Console console = new Console();
    LocalStack stack = options.open(console);
    if (stack.report().state().equals("up")) {
      stack.start();
      console.close();
      System.out.println("The stack is up already.");
      Table.print(stack.report(), System.out);
      ServiceState.await(stack, System.out);
      return 0;
    }
    if (detach) {
      stack.start();
      Table.print(stack.report(), System.out);
      ServiceState.await(stack, System.out);
      console.close();
      return 0;
    }
    Thread starter = Thread.currentThread();
    Thread orderly = new Thread(() -> end(starter, stack, console), "orderly-stop");
    Runtime.getRuntime().addShutdownHook(orderly);
    try {
      stack.start();
      Table.print(stack.report(), System.out);
      ServiceState.await(stack, System.out);
      System.out.println("\nCtrl-C ends it in good order.");
      watch(stack, console);
      Runtime.getRuntime().removeShutdownHook(orderly);
    } catch (StackException | InterruptedException e) {
      if (!ending) {
        throw e; // the orderly stop runs at exit
      }
    }
    console.close();
    return 0;
  }

  /** Returns when all parts were stopped by somebody else; says when one of them ended. */
  private static void watch(LocalStack stack, Console console)
      throws InterruptedException, StackException {
    Set<PartName> running = EnumSet.allOf(PartName.class);
    while (!running.isEmpty()) {
      TimeUnit.SECONDS.sleep(1);
      for (PartName part : PartName.values()) {
        boolean alive = stack.process(part).isPresent();
        if (alive && running.add(part)) {
          console.note(part.label() + " runs again.");
        } else if (!alive && running.remove(part)) {
          console.note(
              part.label() + " has ended; ./dev start " + part.label() + " starts it again.");
        }
      }
    }
  }

  /** Runs when the launcher is told to end; whoever is starting parts lets go first. */
  private void end(Thread starter, LocalStack stack, Console console) {
    try {
      ending = true;
      starter.interrupt();
      if (!stack.hasActed()) {
        return; // another one's stack
      }
      console.note("Stopping the stack.");
      stack.stop();
      console.close();
      System.out.println("Stopped. The data stay in " + stack.folder().path() + ".");
    } catch (StackException e) {
      System.err.println(e.getMessage());
    }
  }
}
