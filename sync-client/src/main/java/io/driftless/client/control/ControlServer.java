package io.driftless.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.client.control.ControlFrame.Answer;
import io.driftless.client.control.ControlFrame.Question;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.protocol.codec.Codec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running client's end of the control socket. Each question is answered on a thread of its own,
 * at most {@value #MOST_AT_ONCE} at once; one more is turned away.
 */
public final class ControlServer implements AutoCloseable {

  static final int MOST_AT_ONCE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /** Fulfils one kind of wish. */
  @FunctionalInterface
  public interface Wish {

    /**
     * Does what is asked; on any thread.
     *
     * @param with what belongs to the wish, a JSON object
     * @return the answer; becomes JSON
     * @throws HomeException when that can't be done, in words for whoever asked
     */
    Object fulfil(JsonNode with) throws Exception;
  }

  private final Path home;
  private final Path path;
  private final ServerSocketChannel server;
  private final Map<String, Wish> wishes;
  private final ExecutorService answering;
  private final Thread accepting;

  private ControlServer(
      Path home, Path path, ServerSocketChannel server, Map<String, Wish> wishes) {
    this.home = home;
    this.path = path;
    this.server = server;
    this.wishes = Map.copyOf(wishes);
    this.answering =
        new ThreadPoolExecutor(
            0,
            MOST_AT_ONCE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            step -> daemon(step, "driftless-answer"));
    this.accepting = daemon(this::accept, "driftless-control");
  }

  private static Thread daemon(Runnable step, String name) {
    Thread thread = new Thread(step, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens the socket; the home's lock must be held.
   *
   * @param wishes what can be asked, by name
   */
  public static ControlServer open(DeviceHome home, Map<String, Wish> wishes) throws IOException {
    Path path = ControlPath.of(home);
    ControlPath.guard(home, path);
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    ControlServer opened = new ControlServer(home.path(), path, server, wishes);
    opened.accepting.start();
    return opened;
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel channel = server.accept();
        try {
          answering.execute(() -> answer(channel));
        } catch (RejectedExecutionException e) {
          channel.close(); // whoever asks sees the line close
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("A question could not be taken", e);
      }
    }
  }

  private void answer(SocketChannel channel) {
    try (channel) {
      Question question = ControlFrame.read(channel, Question.class);
      ControlFrame.write(channel, answer(question));
    } catch (IOException e) {
      LOG.debug("A question was not put to its end", e);
    }
  }

  private Answer answer(Question question) {
    Wish wish = wishes.get(question.wish());
    if (wish == null) {
      return new Answer(
          null,
          "unknown-wish",
          "The running client is of another release and does not know '%s'. Start it again."
              .formatted(question.wish()));
    }
    try {
      return new Answer(Codec.json().valueToTree(wish.fulfil(question.with())), null, null);
    } catch (HomeException e) {
      return new Answer(null, e.code(), e.getMessage());
    } catch (Exception e) {
      // The rim of this thread: the client goes on, whoever asked is told.
      LOG.warn("The wish {} failed", question.wish(), e);
      return new Answer(null, "failed", "It failed: " + e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      accepting.join();
      answering.shutdown();
      if (!answering.awaitTermination(1, TimeUnit.SECONDS)) {
        answering.shutdownNow();
      }
      Files.deleteIfExists(path);
      Path folder = path.getParent();
      if (folder != null && !folder.equals(home)) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      LOG.debug("Closing the control socket", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
