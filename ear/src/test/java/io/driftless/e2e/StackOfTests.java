package io.driftless.e2e;

import io.driftless.stack.Installation;
import io.driftless.stack.LocalStack;
import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The one local stack that all tests of a run share: started before the first of them, ended with
 * the process. Its data folder stays, so that its logs can be read and the next run starts faster.
 * Without the system property {@code driftless.stack.folder} nothing is started.
 */
public final class StackOfTests implements LauncherSessionListener {

  private static final Object LOCK = new Object();
  private static @Nullable LocalStack stack;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty("driftless.stack.folder") != null) {
      running();
    }
  }

  /** The running stack. */
  static LocalStack running() {
    synchronized (LOCK) {
      if (stack == null) {
        stack = start(Path.of(System.getProperty("driftless.stack.folder")));
      }
      return stack;
    }
  }

  /** An origin whose pages may call. */
  static final String ORIGIN = "https://portal.example";

  private static final Map<String, String> SETTINGS =
      Map.of("DRIFTLESS_CORS_ORIGINS", ORIGIN, "DRIFTLESS_WEBHOOK_HOSTS", "127.0.0.1");

  private static LocalStack start(Path folder) {
    try {
      LocalStack started = LocalStack.open(folder, new Telling(), SETTINGS);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started)));
      started.start();
      // those of earlier runs: a person may have a hundred devices only
      ServerDatabase.of(started)
          .change("UPDATE device SET revoked_at = now() WHERE revoked_at IS NULL AND NOT virtual");
      URI management = URI.create(started.addresses().management());
      System.setProperty("driftless.management.port", Integer.toString(management.getPort()));
      System.setProperty("driftless.server.home", Installation.find().server().toString());
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("The stack's database does not answer", e);
    } catch (StackException e) {
      throw new IllegalStateException("The stack does not start; its logs are in " + folder, e);
    }
  }

  private static void end(LocalStack started) {
    try {
      started.stop();
    } catch (StackException e) {
      System.err.println("The stack did not end in order: " + e.getMessage());
    }
  }

  private static final class Telling implements StackProgress {
    @Override
    public void working(PartName part, String what) {
      System.out.println("stack: " + part + ": " + what);
    }

    @Override
    public void ready(PartName part, long millis) {
      System.out.println("stack: " + part + " is ready after " + millis + " ms");
    }

    @Override
    public void note(String sentence) {
      System.out.println("stack: " + sentence);
    }
  }
}
