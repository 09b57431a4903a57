package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.client.deed.DeedLog;
import io.driftless.client.engine.Deeds.Rule;
import io.driftless.client.home.ClientSettings;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no server, while no client runs. */
class EverydayCommandsTest {

  private static final WorkspaceId SPACE = new WorkspaceId(new UUID(1, 2));
  private static final String COPY = "a (conflicted copy, pc, 2026-11-22).txt";

  @TempDir Path temp;
  private Path folder;
  private DeviceHome home;
  private StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void linkFolder() throws Exception {
    folder = Files.createDirectories(temp.toRealPath().resolve("files/.driftless/tmp"));
    folder = folder.getParent().getParent();
    home = DeviceHome.of(temp.resolve("home"));
    home.folders()
        .write(new LinkedFolders(List.of(new LinkedFolder(folder.toString(), SPACE, "ada"))));
  }

  private int run(String... arguments) {
    out = new StringWriter();
    return Driftless.line(
            new Surroundings(
                Map.of("DRIFTLESS_HOME", home.path().toString()),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                HttpServerCalls.newHttpClient(),
                Clock.fixed(Instant.ofEpochMilli(1_000_000), ZoneOffset.UTC),
                millis -> {}))
        .execute(arguments);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void pauseShouldBeKeptUntilItIsOverOrEnded() throws Exception {
    assertThat(run("pause", "--for", "2h")).isZero();
    ClientSettings settings = home.readSettings();
    assertThat(settings.restsAt(1_000_000 + 7_199_999)).isTrue();
    assertThat(settings.restsAt(1_000_000 + 7_200_000)).isFalse();
    assertThat(run("pause", "--json")).isZero();
    assertThat(json().path("paused").asBoolean()).isTrue();
    assertThat(home.readSettings().restsAt(Long.MAX_VALUE)).isTrue();
    assertThat(run("resume")).isZero();
    assertThat(home.readSettings().restsAt(0)).isFalse();
    assertThat(run("pause", "--for", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Write 90s, 30m, 8h or 2d");
  }

  @Test
  void limitShouldChangeOneDirectionAndKeepTheOther() throws Exception {
    assertThat(run("limit", "--up", "500K", "--down", "1.5M")).isZero();
    assertThat(run("limit", "--up", "off")).isZero();
    assertThat(run("limit", "--json")).isZero();
    assertThat(json().path("uploadBytesPerSecond").asLong()).isZero();
    assertThat(json().path("downloadBytesPerSecond").asLong()).isEqualTo(1_572_864);
    assertThat(run("limit", "--up", "1K")).isEqualTo(ExitCode.USAGE);
    assertThat(run("limit", "--up", "fast")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("The least is 16K").contains("KiB, MiB, GiB a second");
  }

  @Test
  void ignoreShouldKeepRulesAndTellWhichOneDecides() throws Exception {
    assertThat(run("ignore", "*.tmp", "out/")).isZero();
    assertThat(run("ignore", "*.tmp")).isZero();
    assertThat(Files.readAllLines(folder.resolve(".driftlessignore")))
        .containsExactly("*.tmp", "out/");
    String path = folder.resolve("out/x").toString();
    assertThat(run("ignore", "--check", path, "--json")).isZero();
    assertThat(json().path("rule").asText()).isEqualTo("out/");
    assertThat(run("ignore", "--check", folder.resolve("y").toString())).isEqualTo(1);
    assertThat(run("ignore", "--remove", "out/")).isZero();
    assertThat(run("ignore", "--json")).isZero();
    assertThat(json().path("rules")).hasSize(1);
    assertThat(run("ignore", "--folder", temp.toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("is in no linked folder").contains(folder.toString());
  }

  @Test
  void conflictsShouldBeListedComparedAndResolved() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "one\n");
    Path copy = Files.writeString(folder.resolve(COPY), "two\n");
    assertThat(run("conflicts", "--json")).isZero();
    assertThat(json().path(0).path("original").asText()).isEqualTo("a.txt");
    assertThat(run("conflicts", "diff", copy.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("-one").contains("+two");
    assertThat(run("conflicts", "resolve", copy.toString(), "--keep", "copy"))
        .isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("no client runs").contains("--force");
    assertThat(run("conflicts", "resolve", copy.toString(), "--keep", "both")).isZero();
    assertThat(folder.resolve("a (pc 2026-11-22).txt")).hasContent("two\n");
    Files.writeString(folder.resolve(COPY), "three\n");
    assertThat(run("conflicts", "resolve", copy.toString(), "--keep", "copy", "--force")).isZero();
    assertThat(folder.resolve("a.txt")).hasContent("three\n");
    Files.writeString(folder.resolve(COPY), "four\n");
    run("conflicts", "resolve", copy.toString(), "--keep", "original", "--force");
    assertThat(copy).doesNotExist();
    assertThat(run("conflicts", "diff", copy.toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(run("conflicts")).isZero();
    assertThat(out.toString()).contains("No conflicted copies");
  }

  @Test
  void whyShouldTellTheRuleEvenOfWhatIsGone() throws Exception {
    try (DeedLog log = new DeedLog(home.deeds(SPACE), new SystemClock())) {
      NodeId node = new NodeId(new UUID(1, 1));
      log.did(Rule.REMOVED, node, node, "a/b", "a/b", new Revision(3));
    }
    assertThat(run("why", folder.resolve("a/b").toString())).isZero();
    assertThat(out.toString()).contains("deleted on another device").contains("revision 3");
    assertThat(run("why", folder.resolve("other").toString())).isZero();
    assertThat(out.toString()).contains("Nothing is noted");
    assertThat(run("why", folder.toString(), "--json")).isZero();
    assertThat(json()).hasSize(1);
  }

  @Test
  void logsShouldShowTheEndAndWholeEntries() throws Exception {
    Files.createDirectories(home.log());
    Files.writeString(
        home.log().resolve("driftless.log"),
        """
        2026-11-22T16:21:14.348 INFO  [main] i.d.client.A first
        2026-11-22T16:21:15.348 WARN  [main] i.d.client.B second
        \tat somewhere
        2026-11-22T16:21:16.348 INFO  [main] i.d.client.C third
        """);
    assertThat(run("logs", "-n", "2")).isZero();
    assertThat(out.toString()).doesNotContain("first").contains("at somewhere").contains("third");
    assertThat(run("logs", "--level", "warn", "--json")).isZero();
    assertThat(json().path("message").asText()).isEqualTo("second\n\tat somewhere");
  }

  @Test
  void doctorShouldTellWhatToMend() throws Exception {
    assertThat(run("doctor", "--json")).isEqualTo(ExitCode.WAITING);
    assertThat(json().findValuesAsText("check")).contains("java", "client", "folder", "sign-on");
    JsonNode unmarked = json().findParents("check").get(5);
    assertThat(unmarked.path("verdict").asText()).isEqualTo("failed");
    assertThat(unmarked.path("remedy").asText()).isNotEmpty();
    run("doctor");
    assertThat(out.toString()).contains("-> driftless login SERVER");
  }

  @Test
  void everyCommandShouldHaveHelpAndTheCompletionKnowThemAll() {
    assertThat(run("generate-completion")).isZero();
    String completion = out.toString();
    for (String command :
        List.of(
            "login",
            "init",
            "sync",
            "status",
            "pause",
            "resume",
            "limit",
            "ignore",
            "conflicts",
            "why",
            "doctor",
            "logs",
            "workspaces",
            "confirm-deletes",
            "unlink",
            "logout")) {
      assertThat(run(command, "--help")).as(command).isZero();
      assertThat(out.toString()).as(command).contains("Usage: driftless " + command);
      assertThat(completion).contains(command);
    }
  }

  @Test
  void manualShouldHaveAPageForEveryCommandThatReadsAsOne() throws Exception {
    assertThat(run("generate-manual", temp.resolve("out").toString())).isZero();
    assertThat(temp.resolve("out/completion/driftless.bash")).content().contains("conflicts");
    assertThat(temp.resolve("out/man1/driftless.1"))
        .content()
        .contains("driftless\\-pause\\fR(1)")
        .doesNotContain("generate");
    String page = Files.readString(temp.resolve("out/man1/driftless-conflicts-resolve.1"));
    assertThat(page)
        .startsWith(".TH \"DRIFTLESS-CONFLICTS-RESOLVE\" \"1\"")
        .contains(".SH SYNOPSIS", "\\fB\\-\\-keep\\fR=\\fIWHICH\\fR", "copy: it takes the name");
    assertThat(page.lines().filter(line -> line.startsWith(".")).map(line -> line.substring(0, 3)))
        .containsOnly(".TH", ".SH", ".TP", ".nf", ".fi");
  }
}
