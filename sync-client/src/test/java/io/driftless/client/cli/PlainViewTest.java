package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Directions;
import io.driftless.client.report.StatusReport.Link;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Transferred;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainViewTest {

  private final StringWriter out = new StringWriter();
  private long now;
  private final PlainView view = new PlainView(new PrintWriter(out, true), () -> now, false);

  private static StatusReport report(
      String state, long files, long rate, List<String> folders, Trouble... problems) {
    List<Root> roots = new ArrayList<>();
    for (String folder : folders) {
      Directions pending = new Directions(new Pending(files, files << 20), new Pending(0, 0));
      roots.add(new Root(folder, "w", "ada", state, 1, pending, new Transferred(0, 0, 0, rate, 0)));
    }
    boolean up = !state.equals("offline");
    return new StatusReport(
        1, state, "d", "pc", "s", 1L, new Link(up, up ? null : "no"), roots, List.of(problems));
  }

  private void show(StatusReport report) {
    view.show(report);
  }

  @Test
  void lineThatIsBeingMadeShouldNotBeCalledOffline() {
    show(report("offline", 0, 0, List.of("/f")));
    Trouble down = new Trouble(null, "", "unreachable", "Nobody answers.");
    show(report("offline", 0, 0, List.of("/f"), down));
    show(report("up-to-date", 0, 0, List.of("/f")));
    assertThat(out.toString().lines())
        .containsExactly("connecting", "! Nobody answers.", "offline", "up-to-date");
  }

  @Test
  void workShouldBeToldWithRateAndTimeLeftEveryFiveSeconds() {
    show(report("syncing", 3, 0, List.of("/f")));
    now = 4_999;
    show(report("syncing", 2, 1 << 20, List.of("/f")));
    now = 5_000;
    show(report("syncing", 2, 1 << 20, List.of("/f")));
    assertThat(out.toString().lines())
        .containsExactly(
            "syncing: 3 to send (3.0 MiB)", "syncing: 2 to send (2.0 MiB at 1.0 MiB/s, 2 s left)");
  }

  @Test
  void problemShouldBeToldOnceAndWithItsFolderWhereThereAreSeveral() {
    Trouble denied = new Trouble("/f", "a/b", "permission-denied", "Denied.");
    show(report("waiting", 0, 0, List.of("/f", "/g"), denied));
    show(report("waiting", 0, 0, List.of("/f", "/g"), denied));
    assertThat(out.toString().lines()).containsExactly("! /f/a/b: Denied.", "waiting");
  }

  @Test
  void lastLineShouldTellWhatIsLeft() {
    view.ended(report("syncing", 2, 0, List.of("/f")));
    view.ended(report("up-to-date", 0, 0, List.of("/f")));
    assertThat(out.toString().lines())
        .containsExactly("Stopped. Left for the next time: 2 to send (2.0 MiB).", "Stopped.");
  }
}
