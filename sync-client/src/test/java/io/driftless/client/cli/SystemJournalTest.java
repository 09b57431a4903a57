package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Link;
import io.driftless.client.report.StatusReport.Trouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemJournalTest {

  @TempDir private Path temp;

  @Test
  void streamShouldBeTheJournalsOnlyIfItIsTheVeryOneNamed() throws Exception {
    Path stream = Files.createFile(temp.resolve("stream"));
    Path other = Files.createFile(temp.resolve("other"));
    String name =
        Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino");
    assertThat(SystemJournal.isStream(name, stream)).isTrue();
    assertThat(SystemJournal.isStream(name, other)).isFalse();
    assertThat(SystemJournal.isStream(name, temp.resolve("none"))).isFalse();
    assertThat(SystemJournal.isStream(null, stream)).isFalse();
  }

  @Test
  void problemShouldBeAWarningInTheJournalAndMarkedElsewhere() {
    assertThat(shown(true)).isEqualTo("<4>/f/a: Change its rights.\nsyncing\n");
    assertThat(shown(false)).isEqualTo("! /f/a: Change its rights.\nsyncing\n");
  }

  private static String shown(boolean journal) {
    StringWriter out = new StringWriter();
    PlainView view = new PlainView(new PrintWriter(out), () -> 0, journal);
    Trouble trouble = new Trouble("/f", "a", "not-readable", "Change its rights.");
    StatusReport report =
        new StatusReport(
            1, "syncing", "d", "d", "s", 1L, new Link(true, null), List.of(), List.of(trouble));
    view.show(report);
    view.show(report);
    return out.toString();
  }
}
