package io.driftless.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A line between a client and a part of the stack that a test can cut and measure. */
final class TcpProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final URI target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean cut;

  TcpProxy(String target) throws IOException {
    this.target = URI.create(target);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** The address to use instead of the target's. */
  String address() {
    return "%s://127.0.0.1:%d".formatted(target.getScheme(), server.getLocalPort());
  }

  /** How many bytes went through, both ways. */
  long bytes() {
    return bytes.get();
  }

  /** Ends every connection and takes no new one. */
  void cut() throws IOException {
    cut = true;
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** Lets connections through again. */
  void mend() {
    cut = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (cut) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // closed, or the target is down: the client sees a closed connection
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket part;
    try {
      part = new Socket(target.getHost(), target.getPort());
    } catch (IOException e) {
      client.close();
      throw e;
    }
    open.add(client);
    open.add(part);
    daemon(() -> pump(client, part));
    daemon(() -> pump(part, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes.addAndGet(read);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      open.remove(from); // one end is gone, the other follows
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
