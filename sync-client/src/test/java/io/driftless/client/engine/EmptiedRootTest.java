package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangeAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is in a root goes while the client runs. */
class EmptiedRootTest {

  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void threeFiles() throws Exception {
    bench = new EngineBench(temp);
    for (String name : NAMES) {
      bench.server.file(
          ToldServer.node(1 + NAMES.indexOf(name)), NodeId.ROOT, name, name.getBytes(UTF_8));
    }
    bench.start();
    bench.run(5_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  private void takeOut(List<String> names) throws Exception {
    for (String name : names) {
      Files.move(bench.at(name), temp.resolve(name));
      bench.touched(name);
    }
    bench.run(5_000);
  }

  private void putBack(List<String> names) throws Exception {
    for (String name : names) {
      Files.move(temp.resolve(name), bench.at(name));
      bench.touched(name);
    }
    bench.run(5_000);
  }

  private static ChangeAnswer applied(long revision) {
    return new ChangeAnswer.Applied(new Revision(revision), new VersionNumber(2));
  }

  private void assertHeld() {
    assertThat(bench.status().state()).isEqualTo(DeviceState.HELD);
    assertThat(bench.problems("")).containsExactly("held");
    assertThat(bench.sent).isEmpty();
  }

  @Test
  void emptiedRootShouldHoldDeletesUntilConfirmed() throws Exception {
    takeOut(NAMES);
    assertHeld();
    bench.confirmDeletes();
    assertThat(bench.lastSent().changes()).hasSize(3);
    assertThat(bench.problems("")).isEmpty();
  }

  @Test
  void emptiedRootShouldBeHeldAfterARestartToo() throws Exception {
    takeOut(NAMES);
    bench.restart();
    bench.run(5_000);
    assertHeld();
  }

  @Test
  void rootEmptiedWhileNobodyLookedShouldHoldDeletes() throws Exception {
    for (String name : NAMES) {
      Files.delete(bench.at(name));
    }
    bench.restart();
    bench.run(5_000);
    assertHeld();
  }

  @Test
  void filesPutBackShouldEndTheHold() throws Exception {
    takeOut(NAMES);
    putBack(NAMES.subList(0, 2));
    assertHeld();
    putBack(NAMES.subList(2, 3));
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
    assertThat(bench.sent).isEmpty();
    takeOut(NAMES.subList(0, 1));
    assertThat(bench.lastSent().changes()).as("no longer held").hasSize(1);
  }

  @Test
  void deletesThatLeaveSomethingShouldGo() throws Exception {
    takeOut(NAMES.subList(0, 2));
    assertThat(bench.lastSent().changes()).hasSize(2);
  }

  @Test
  void onlyFileShouldBeDeletedUnasked() throws Exception {
    takeOut(NAMES.subList(0, 2));
    bench.answer(null, List.of(applied(2), applied(3)));
    takeOut(NAMES.subList(2, 3));
    assertThat(bench.lastSent().changes()).hasSize(1);
    assertThat(bench.status().state()).isNotEqualTo(DeviceState.HELD);
  }
}
