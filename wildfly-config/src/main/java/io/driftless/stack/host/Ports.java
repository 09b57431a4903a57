package io.driftless.stack.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Ports on the loopback address: free ones, and who holds one that is not. */
public final class Ports {

  /**
   * Below the range that Linux gives to outgoing connections (32768 and up), so that none of those
   * takes it.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 10_000;
  private static final String LISTENING = "0A";

  private Ports() {}

  /**
   * Distinct ports that nobody listens on now, at random, so that stacks made at the same time
   * rarely collide.
   */
  public static Set<Integer> free(int count, RandomGenerator random) throws IOException {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int attempt = 0; attempt < ATTEMPTS && ports.size() < count; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new IOException("no " + count + " free ports between " + LOWEST + " and " + HIGHEST);
    }
    return ports;
  }

  /** Whether a server could listen there now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * The process that listens on a port, as {@code 1234 (java -jar x.jar)}; empty if the system
   * won't tell.
   */
  public static Optional<String> owner(int port) {
    try {
      Set<String> inodes = new LinkedHashSet<>();
      for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
        if (Files.exists(Path.of(table))) {
          Files.readAllLines(Path.of(table)).stream()
              .skip(1)
              .map(line -> line.trim().split("\\s+", -1))
              .filter(fields -> fields[3].equals(LISTENING) && portOf(fields[1]) == port)
              .forEach(fields -> inodes.add("socket:[" + fields[9] + "]"));
        }
      }
      return inodes.isEmpty() ? Optional.empty() : holder(inodes);
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  private static Optional<String> holder(Set<String> sockets) {
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), sockets))
        .findFirst()
        .map(process -> process.pid() + " (" + commandOf(process.pid()) + ")");
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.anyMatch(file -> sockets.contains(targetOf(file)));
    } catch (IOException | RuntimeException notOurs) {
      return false;
    }
  }

  private static String targetOf(Path link) {
    try {
      return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
          ? Files.readSymbolicLink(link).toString()
          : "";
    } catch (IOException gone) {
      return "";
    }
  }

  private static String commandOf(long pid) {
    try {
      String line =
          Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ').trim();
      return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    } catch (IOException gone) {
      return "unknown";
    }
  }
}
