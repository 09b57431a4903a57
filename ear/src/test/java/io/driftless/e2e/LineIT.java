package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device whose every line goes through a proxy: cuts and costs. */
class LineIT {

  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path temp;
  private RunningStack stack;
  private Pair pair;
  private TcpProxy server;
  private TcpProxy broker;
  private TcpProxy blob;
  private Path here;

  @BeforeEach
  void startDevices() throws Exception {
    stack = RunningStack.ofBuild();
    pair = Pair.start(stack, temp.toRealPath());
    here = pair.laptop.folder;
    server = new TcpProxy(stack.address("server"));
    broker = new TcpProxy(stack.address("broker"));
    blob = new TcpProxy(stack.address("blob"));
    pair.desktop.stop();
    pair.desktop
        .with("DRIFTLESS_SERVER_URL", server.address())
        .with("DRIFTLESS_BROKER_URL", broker.address())
        .with("DRIFTLESS_BLOB_URL", blob.address())
        .start();
    pair.together(60);
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
    server.close();
    broker.close();
    blob.close();
  }

  @Test
  void cutLineShouldBeFoundAgain() throws Exception {
    Files.write(here.resolve("before"), Content.random(1, 50_000));
    pair.together(60);
    server.cut();
    broker.cut();
    blob.cut();
    pair.desktop.awaitState(60, "offline");
    Files.write(here.resolve("meanwhile"), Content.random(2, 50_000));
    Files.writeString(pair.desktop.folder.resolve("offline"), "x");
    pair.laptop.awaitState(60, "up-to-date");
    server.mend();
    broker.mend();
    blob.mend();
    assertThat(pair.together(90)).containsOnlyKeys("before", "meanwhile", "offline");
    assertThat(server.bytes()).isPositive();
    assertThat(blob.bytes()).isPositive();
  }

  @Test
  void insertedByteShouldCostAChunkOrTwo() throws Exception {
    Path file = here.resolve("large");
    Files.write(file, Content.random(7, 64 * MEBIBYTE));
    pair.together(180);
    long before = server.bytes() + broker.bytes() + blob.bytes();
    byte[] content = Files.readAllBytes(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(42);
      out.write(content);
    }
    pair.together(180);
    long cost = server.bytes() + broker.bytes() + blob.bytes() - before;
    System.out.printf("A byte inserted at the front of 64 MiB: %d bytes%n", cost);
    assertThat(cost).isLessThan(400_000);
  }
}
