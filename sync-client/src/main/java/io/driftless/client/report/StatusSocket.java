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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local socket that only its owner can reach: whoever connects is told the status as JSON, and
 * the line is closed.
 */
public final class StatusSocket implements AutoCloseable {

  /** The most bytes that a system takes for the path of such a socket, less some to spare. */
  private static final int LONGEST_PATH = 90;

  private static final int MAX_REPORT_BYTES = 16 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(StatusSocket.class);

  private final Path path;
  private final ServerSocketChannel server;
  private final Supplier<StatusReport> status;
  private final Thread thread;

  private StatusSocket(Path path, ServerSocketChannel server, Supplier<StatusReport> status) {
    this.path = path;
    this.server = server;
    this.status = status;
    this.thread = new Thread(this::serve, "driftless-status");
    thread.setDaemon(true);
  }

  /** Opens the socket; the home's lock must be held. */
  public static StatusSocket open(DeviceHome home, Supplier<StatusReport> status)
      throws IOException {
    Path path = pathOf(home);
    Path folder = path.getParent();
    if (folder != null && !folder.equals(home.path())) {
      makeOwnFolder(folder);
    }
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    StatusSocket socket = new StatusSocket(path, server, status);
    socket.thread.start();
    return socket;
  }

  /**
   * Asks the client that runs.
   *
   * @return null when none answers
   */
  public static @Nullable StatusReport ask(DeviceHome home) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(pathOf(home)))) {
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
