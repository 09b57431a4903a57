package io.driftless.stack.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void freeShouldGiveDistinctPortsThatNobodyListensOn() throws IOException {
    assertThat(Ports.free(9, new Random(1))).hasSize(9).allMatch(Ports::isFree);
  }

  @Test
  void freeShouldStayBelowTheRangeOfOutgoingConnections() throws IOException {
    assertThat(Ports.free(50, new Random(2))).allMatch(port -> port >= 20_000 && port < 32_000);
  }

  @Test
  void ownerShouldNameTheProcessThatListens() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
      assertThat(Ports.owner(socket.getLocalPort()))
          .hasValueSatisfying(
              owner -> assertThat(owner).startsWith(ProcessHandle.current().pid() + " ("));
    }
  }

  @Test
  void ownerShouldBeEmptyForAFreePort() throws IOException {
    int port = Ports.free(1, new Random(3)).iterator().next();
    assertThat(Ports.owner(port)).isEmpty();
  }
}
