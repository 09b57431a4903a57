package io.driftless.stack.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessRecordTest {

  private Process sleeper;

  @BeforeEach
  void startSleeper() throws IOException {
    sleeper = new ProcessBuilder("sh", "-c", "sleep 600 & wait").start();
  }

  @AfterEach
  void endSleeper() {
    sleeper.descendants().forEach(ProcessHandle::destroyForcibly);
    sleeper.destroyForcibly();
  }

  @Test
  void shouldBeAliveWhileItsProcessRuns() throws InterruptedException {
    ProcessRecord process = record();
    assertThat(process.isAlive()).isTrue();
    sleeper.destroyForcibly().waitFor();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void shouldNeverTakeAnotherProcessWithTheSameIdForItsOwn()
      throws IOException, InterruptedException {
    ProcessRecord recycled = new ProcessRecord(sleeper.pid(), "an earlier start", 0);
    assertThat(recycled.isAlive()).isFalse();
    recycled.signal("KILL");
    recycled.kill();
    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void killShouldEndItsChildrenToo() throws InterruptedException {
    ProcessHandle child = awaitChild();
    record().kill();
    assertThat(sleeper.waitFor()).isNotZero();
    child.onExit().join();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void signalShouldAskItToEnd() throws IOException, InterruptedException {
    ProcessRecord process = record();
    process.signal("TERM");
    assertThat(process.awaitEnd(10_000)).isTrue();
  }

  @Test
  void awaitEndShouldGiveUpAfterItsLimit() throws InterruptedException {
    assertThat(record().awaitEnd(50)).isFalse();
  }

  @Test
  void shouldSurviveAsJson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ProcessRecord process = record();
    assertThat(json.readValue(json.writeValueAsBytes(process), ProcessRecord.class))
        .isEqualTo(process);
  }

  @Test
  void thereShouldBeNoRecordOfAProcessThatEnded() throws InterruptedException {
    sleeper.destroyForcibly().waitFor();
    assertThat(ProcessRecord.of(sleeper.pid(), 0)).isEmpty();
  }

  private ProcessRecord record() {
    return ProcessRecord.of(sleeper.pid(), 0).orElseThrow();
  }

  private ProcessHandle awaitChild() {
    while (true) {
      var child = sleeper.children().findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.onSpinWait();
    }
  }
}
