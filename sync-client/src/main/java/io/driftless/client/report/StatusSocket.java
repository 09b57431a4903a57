package io.driftless.client.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.client.home.DeviceHome;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local socket that only its owner can reach: whoever connects sends one line, {@code status} or
 * the name of a wish, is told the status as JSON, and the line is closed.
 */
public final class StatusSocket implements AutoCloseable {

  /** The most bytes that a system takes for the path of such a socket, less some to spare. */
  private static final int LONGEST_PATH = 90;

  private static final int LONGEST_WISH = 64;
  private static final String STATUS = "status";
  private static final int MAX_REPORT_BYTES = 16 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(StatusSocket.class);

  private final Path path;
  private final ServerSocketChannel server;
  private final Supplier<StatusReport> status;
  private final Map<String, Runnable> wishes;
  private final Thread thread;

  private StatusSocket(
      Path path,
      ServerSocketChannel server,
      Supplier<StatusReport> status,
      Map<String, Runnable> wishes) {
    this.path = path;
    this.wishes = Map.copyOf(wishes);
    this.server = server;
    this.status = status;
    this.thread = new Thread(this::serve, "driftless-status");
    thread.setDaemon(true);
  }

  /**
   * Opens the socket; the home's lock must be held.
   *
   * @param wishes what else can be asked, by name
   */
  public static StatusSocket open(
      DeviceHome home, Supplier<StatusReport> status, Map<String, Runnable> wishes)
      throws IOException {
    Path path = pathOf(home);
    Path folder = path.getParent();
    if (folder != null && !folder.equals(home.path())) {
      makeOwnFolder(folder);
    }
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    StatusSocket socket = new StatusSocket(path, server, status, wishes);
    socket.thread.start();
    return socket;
  }

  /**
   * Asks the client that runs.
   *
   * @return null when none answers
   */
  public static @Nullable StatusReport ask(DeviceHome home) {
    return ask(home, STATUS);
  }

  /**
   * Tells the client that runs a wish.
   *
   * @return its status after that; null when none answers
   */
  public static @Nullable StatusReport ask(DeviceHome home, String wish) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(pathOf(home)))) {
      ByteBuffer line = ByteBuffer.wrap((wish + "\n").getBytes(StandardCharsets.US_ASCII));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      byte[] report = Channels.newInputStream(channel).readNBytes(MAX_REPORT_BYTES);
      return Codec.json().readValue(report, StatusReport.class);
    } catch (IOException e) {
      LOG.debug("No client answers", e);
      return null;
    }
  }

  /** In the home, or, where that path is too long for a socket, in the system's temp folder. */
  private static Path pathOf(DeviceHome home) {
    Path own = home.path().resolve("status.sock");
    byte[] name = own.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length <= LONGEST_PATH) {
      return own;
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "driftless-" + Sha256.digest(name).hex().substring(0, 16),
        "status.sock");
  }

  private static void makeOwnFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private void serve() {
    while (true) {
      try (SocketChannel channel = server.accept()) {
        String asked = line(channel);
        if (wishes.containsKey(asked)) {
          LOG.info("Asked to {}", asked);
          wishes.getOrDefault(asked, () -> {}).run();
        }
        ByteBuffer report = ByteBuffer.wrap(bytes(status.get()));
        while (report.hasRemaining()) {
          channel.write(report);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // The rim of this thread: whoever asked sees the line close and asks again.
        LOG.warn("The status could not be told", e);
      }
    }
  }

  private static String line(SocketChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(LONGEST_WISH);
    while (line.hasRemaining() && channel.read(line) >= 0) {
      if (line.position() > 0 && line.get(line.position() - 1) == '\n') {
        break;
      }
    }
    return new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII).strip();
  }

  /** The report in its stable form. */
  public static byte[] bytes(StatusReport report) {
    try {
      return Codec.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of ours can't be written", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      thread.join();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("Closing the status socket", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
