package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.blob.AzureChunkStore;
import io.driftless.server.blob.BlobSettings;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.PackPage.StoredPack;
import io.driftless.stack.PartName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that the blob store loses or spoils before the server takes them: they come again. */
class HealingIT {

  private static final String CONTAINER = "SELECT container FROM workspace WHERE id = ?";
  private static final String REJECTED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND pack_id = ? AND rejected_at IS NOT NULL";
  private static final String COMMITTED =
      "SELECT count(*) FROM pack WHERE workspace_id = ? AND pack_id = ?";

  @TempDir Path temp;
  private final ServerDatabase database = ServerDatabase.ofStack();
  private Pair pair;
  private ChunkStore blobs;
  private String container;

  @BeforeEach
  void startDevices() throws Exception {
    RunningStack stack = RunningStack.ofBuild();
    pair = Pair.start(stack, temp.toRealPath());
    blobs =
        AzureChunkStore.connect(
            new BlobSettings(stack.address("blobConnection"), null), Clock.systemUTC());
    container = database.text(CONTAINER, WorkspaceId.of(pair.workspace).value());
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  private Set<PackId> packs() {
    Set<PackId> packs = new HashSet<>();
    blobs.list(container, null, 5_000).packs().stream().map(StoredPack::pack).forEach(packs::add);
    return packs;
  }

  /** Writes a file and waits until its content lies in the blob store. */
  private PackId uploaded(String name, int seed) throws Exception {
    Set<PackId> before = packs();
    Files.write(pair.laptop.folder.resolve(name), Content.random(seed, 30_000));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (packs().equals(before)) {
      assertThat(System.nanoTime()).as("%s is not uploaded", name).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Set<PackId> more = packs();
    more.removeAll(before);
    assertThat(more).hasSize(1);
    return more.iterator().next();
  }

  private void spoil(PackId pack) {
    byte[] bytes =
        blobs.read(container, pack, 0, (int) blobs.length(container, pack).orElseThrow());
    bytes[10] ^= 1;
    assertThat(blobs.delete(container, pack)).isTrue();
    assertThat(blobs.put(container, pack, bytes)).isTrue();
  }

  @Test
  void lostAndSpoiledPacksShouldComeAgain() throws Exception {
    Files.writeString(pair.laptop.folder.resolve("first"), "so that a pass to the store is there");
    pair.together(60);
    pair.stack.kill(PartName.WILDFLY);
    PackId lost = uploaded("lost", 1);
    assertThat(blobs.delete(container, lost)).isTrue();
    PackId spoiled = uploaded("spoiled", 2);
    spoil(spoiled);
    pair.stack.start(PartName.WILDFLY);

    SortedMap<String, String> tree = pair.together(180);
    assertThat(tree).containsOnlyKeys("first", "lost", "spoiled");
    Object workspace = WorkspaceId.of(pair.workspace).value();
    assertThat(database.number(REJECTED, workspace, spoiled.value())).isEqualTo(1);
    assertThat(database.number(COMMITTED, workspace, lost.value())).isZero();
    assertThat(pair.laptop.status().path("roots").path(0).path("revision").asInt())
        .as("what is sent again for its chunks makes no version")
        .isEqualTo(3);
  }
}
