package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.NodeId;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line to the broker is up, but the server does not answer what it is asked. */
class ServerTroubleTest {

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void settled() throws Exception {
    bench = new EngineBench(temp);
    bench.server.file(ToldServer.node(1), NodeId.ROOT, "file", "x".getBytes(UTF_8));
    bench.start();
    bench.run(5_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  @Test
  void endedSignOnShouldBeToldAtOnceAndUntilItIsMended() throws Exception {
    bench.server.refusal = new ServerException(Kind.SIGN_ON, "sign-on", "The sign-on has ended.");
    bench.hear(100);
    assertThat(bench.status().state()).isEqualTo(DeviceState.WAITING);
    assertThat(bench.problems("")).containsExactly("sign-on");
    bench.run(3_600_000);
    assertThat(bench.problems("")).containsExactly("sign-on");
    bench.server.refusal = null;
    bench.run(61_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
    assertThat(bench.problems("")).isEmpty();
  }

  @Test
  void busyServerShouldBeToldOnlyWhenItLasts() throws Exception {
    bench.server.refusal = new ServerException(Kind.BUSY, "busy", "The server is busy.");
    bench.hear(100);
    assertThat(bench.status().state()).isEqualTo(DeviceState.SYNCING);
    assertThat(bench.problems("")).isEmpty();
    bench.run(10_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.WAITING);
    assertThat(bench.problems("")).containsExactly("busy");
    bench.server.refusal = null;
    bench.run(61_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }
}
