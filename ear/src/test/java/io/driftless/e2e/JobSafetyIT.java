package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.stack.PartName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All jobs of a workspace in a loop, with all times at zero, while two devices write, rename,
 * delete and write again the same chunks, and WildFly is killed at random moments. {@code
 * -Ddriftless.jobs.seconds} makes it longer, {@code -Ddriftless.jobs.seed} repeats what the devices
 * did.
 */
class JobSafetyIT {

  private static final int SECONDS = Integer.getInteger("driftless.jobs.seconds", 12);
  private static final int SHARED = 8;

  /** All that work on one workspace; upkeep does not. */
  private static final List<String> JOBS =
      List.of("prune", "collect", "compact", "scrub", "collect", "check");

  private static final String UNREADABLE =
      "SELECT count(*) FROM (SELECT DISTINCT substring(v.recipe FROM 1 + 32 * g.i FOR 32) AS hash"
          + " FROM version v CROSS JOIN LATERAL generate_series(0, v.chunks - 1) AS g (i)"
          + " WHERE v.workspace_id = ? AND v.recipe IS NOT NULL) named WHERE NOT EXISTS (SELECT 1"
          + " FROM chunk_location l JOIN pack p USING (workspace_id, pack_id)"
          + " WHERE l.workspace_id = ? AND l.hash = named.hash AND p.state = 0)";

  private static final String UNUSED =
      "SELECT count(*) FROM chunk c WHERE c.workspace_id = ? AND NOT EXISTS (SELECT 1"
          + " FROM version v CROSS JOIN LATERAL generate_series(0, v.chunks - 1) AS g (i)"
          + " WHERE v.workspace_id = c.workspace_id AND v.recipe IS NOT NULL"
          + " AND substring(v.recipe FROM 1 + 32 * g.i FOR 32) = c.hash)";

  private static final String VERSIONS =
      "SELECT node_id, number, encode(digest, 'hex') FROM version"
          + " WHERE workspace_id = ? AND recipe IS NOT NULL";

  private static final String DONE =
      "SELECT COALESCE(sum(value), 0) FROM job_count WHERE workspace_id = ?"
          + " AND stage = ? AND name = ?";

  @TempDir Path temp;
  private final ServerDatabase database = ServerDatabase.ofStack();
  private final long seed = Long.getLong("driftless.jobs.seed", System.nanoTime());
  private Pair pair;
  private Api ada;
  private UUID id;
  private volatile boolean ended;

  @BeforeEach
  void startDevices() throws Exception {
    System.out.println("JobSafetyIT: seed " + seed);
    RunningStack stack = RunningStack.ofBuild();
    pair = Pair.start(stack, temp.toRealPath());
    ada = People.of(stack).as("ada");
    id = WorkspaceId.of(pair.workspace).value();
    JobRuns.of(database).quiet();
    Map<String, Object> nothing = new TreeMap<>(Map.of("least", 1, "legalHold", false));
    for (String days : List.of("allDays", "hourlyDays", "dailyDays", "weeklyDays", "trashDays")) {
      nothing.put(days, 0);
    }
    assertThat(ada.call("PUT", "/workspaces/" + pair.workspace + "/retention", nothing).status())
        .isEqualTo(200);
  }

  @AfterEach
  void stopDevices() throws Exception {
    ended = true;
    if (pair != null) {
      pair.close();
    }
  }

  @Test
  void everyCommittedByteShouldBeReadableWhateverTheJobsDid() throws Exception {
    ExecutorService working = Executors.newFixedThreadPool(3);
    List<Future<Integer>> work = new ArrayList<>();
    work.add(working.submit(() -> write(pair.laptop.folder, new Random(seed))));
    work.add(working.submit(() -> write(pair.desktop.folder, new Random(seed + 1))));
    work.add(working.submit(this::operate));
    Random moments = new Random(seed + 2);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    do {
      TimeUnit.MILLISECONDS.sleep(3_000 + moments.nextInt(4_000)); // a random moment
      pair.stack.kill(PartName.WILDFLY);
      pair.stack.start(PartName.WILDFLY);
    } while (System.nanoTime() < until);
    ended = true;
    for (Future<Integer> one : work) {
      assertThat(one.get(120, TimeUnit.SECONDS)).isPositive();
    }
    working.shutdown();
    pair.together(180);
    JobRuns.of(database).quiet();
    assertReadable();
    for (String job : List.of("prune", "collect", "collect", "compact", "collect", "collect")) {
      JobRuns.run(ada, JobRuns.body(job, pair.workspace, false, null));
    }
    assertReadable();
    assertThat(database.number(UNUSED, id)).as("what nobody names is gone").isZero();
    for (String stage :
        List.of("quarantine.chunks", "sweep.chunks", "compact.chunks", "delete.packs")) {
      String[] name = stage.split("\\.", -1);
      assertThat(database.number(DONE, id, name[0], name[1])).as(stage).isPositive();
    }
  }

  /** One device: files of a few shared pieces come, change, move and go. How often. */
  private int write(Path folder, Random random) throws IOException, InterruptedException {
    int done = 0;
    Path own = Files.createDirectories(folder.resolve("of-" + folder.getParent().getFileName()));
    while (!ended) {
      Path file = own.resolve("f" + random.nextInt(12));
      int what = random.nextInt(10);
      if (what < 6) {
        Path fresh = Files.write(own.resolve(".fresh"), content(random));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      } else if (what < 8) {
        Files.deleteIfExists(file);
      } else if (Files.exists(file)) {
        Files.move(
            file, own.resolve("f" + random.nextInt(12)), StandardCopyOption.REPLACE_EXISTING);
      }
      done++;
      TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(250)); // as people do
    }
    return done;
  }

  private static byte[] content(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes.writeBytes(Content.random(1_000 + random.nextInt(SHARED), 120_000));
    }
    return bytes.toByteArray();
  }

  /** An operator who never rests; how many runs ended well. */
  private int operate() throws Exception {
    int completed = 0;
    for (int i = 0; !ended; i++) {
      completed += attempt(JOBS.get(i % JOBS.size()));
      if (i % 4 == 3) {
        restoreSomething();
      }
    }
    return completed;
  }

  private int attempt(String kind) throws Exception {
    return whileUp(
        () -> {
          Api.Answer started =
              served(
                  ada.call("POST", "/jobs/runs", JobRuns.body(kind, pair.workspace, false, null)));
          if (started.outcome().equals("409 job-under-way")) {
            TimeUnit.MILLISECONDS.sleep(200); // the run that a kill has left goes on
            return 0;
          }
          assertThat(started.status()).as("%s", started).isEqualTo(201);
          String run = "/jobs/runs/" + started.json().path("run").asLong();
          while (true) {
            Api.Answer answer = served(ada.get(run));
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            JsonNode state = answer.json().path("run");
            if (state.hasNonNull("endedMillis")) {
              assertThat(state.path("state").asText()).as("%s", answer).isEqualTo("completed");
              return 1;
            }
            TimeUnit.MILLISECONDS.sleep(50);
          }
        });
  }

  /** What lies in the trash may have lost its content, or be restored by a call before. */
  private void restoreSomething() throws Exception {
    whileUp(
        () -> {
          Api.Answer trash = served(ada.get("/workspaces/" + pair.workspace + "/trash"));
          assertThat(trash.status()).as("%s", trash).isEqualTo(200);
          JsonNode first = trash.json().path("nodes").path(0).path("node");
          if (first.isMissingNode()) {
            return 0;
          }
          String node = "/workspaces/%s/nodes/%s".formatted(pair.workspace, first.asText());
          Api.Answer restored = served(ada.call("POST", node + "/restore", Map.of()));
          assertThat(restored.status()).as("%s", restored).isIn(200, 404, 409, 412, 422);
          return 1;
        });
  }

  /**
   * What a call comes to; 0 while the server is away: the line is cut or nobody listens. An answer
   * that can't be read is a failure like any other.
   */
  private static int whileUp(Callable<Integer> call) throws Exception {
    try {
      return call.call();
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      TimeUnit.MILLISECONDS.sleep(200);
      return 0;
    }
  }

  /** An answer of the service; a server that is being started has none yet, or no part behind. */
  private static Api.Answer served(Api.Answer answer) throws IOException {
    boolean starting = answer.status() == 404 && answer.problem().isEmpty();
    if (starting || answer.status() == 503) {
      throw new ConnectException("The service is being started: " + answer);
    }
    return answer;
  }

  private void assertReadable() throws Exception {
    assertThat(database.number(UNREADABLE, id, id)).as("chunks without a place").isZero();
    for (Map.Entry<String, String> version : versions().entrySet()) {
      Api.Answer answer = ada.get(version.getKey());
      assertThat(answer.status()).as("%s", version.getKey()).isEqualTo(200);
      assertThat(Sha256.digest(answer.body()).toString()).isEqualTo(version.getValue());
    }
    try (Stream<Path> files = Files.walk(pair.laptop.folder)) {
      assertThat(files.filter(Files::isRegularFile).count()).isPositive();
    }
  }

  private Map<String, String> versions() throws Exception {
    Map<String, String> versions = new TreeMap<>();
    try (Connection connection = database.connect();
        PreparedStatement query = ServerDatabase.prepared(connection, VERSIONS, id);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        versions.put(
            "/workspaces/%s/nodes/%s/versions/%d/content"
                .formatted(pair.workspace, rows.getString(1), rows.getInt(2)),
            rows.getString(3));
      }
    }
    assertThat(versions).isNotEmpty();
    return versions;
  }
}
