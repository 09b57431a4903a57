package io.driftless.server.compact;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.compact.PackCopying.Copy;
import io.driftless.server.compact.SparsePacks.Sparse;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Rewrites sparse packs: what is needed of them is copied into new packs without the lock, then,
 * under it and in one transaction, the places of the chunks change over. So at every moment each
 * chunk has a place, and a pack loses its last place like any other pack: the collector condemns it
 * in a later run and deletes its blob after its rest.
 */
@Named
@Dependent
public class CompactWriter extends AbstractItemWriter {

  private static final String CONTAINER = "SELECT container FROM workspace WHERE id = ?";

  private static final String WANTED =
      "SELECT l.hash FROM chunk_location l JOIN chunk c ON c.workspace_id = l.workspace_id"
          + " AND c.hash = l.hash WHERE l.workspace_id = ? AND l.pack_id = ?"
          + " AND l.verified AND c.state = 1";

  @Inject private StepPart part;
  @Inject private ChunkStore blobs;
  @Inject private Clock clock;

  @Override
  public void writeItems(List<Object> items) throws InterruptedException {
    List<Sparse> sparse = new SparsePacks(part).among(items);
    RunJournal journal = part.journal();
    if (part.scope().dryRun()) {
      journal.list(
          sparse.stream()
              .map(pack -> new RunJournal.Item(pack.pack().toString(), pack.fill().deadBytes()))
              .toList());
      journal.count("packs", sparse.size());
      journal.count("bytes", sparse.stream().mapToLong(pack -> pack.fill().deadBytes()).sum());
      return;
    }
    if (!sparse.isEmpty()) {
      rewrite(sparse, journal);
    }
  }

  private void rewrite(List<Sparse> sparse, RunJournal journal) throws InterruptedException {
    long began = System.nanoTime();
    PackCopying copying = copy(sparse);
    List<Copy> copies = copying.finish();
    copying.problems().forEach(journal::error);
    rest(copying.readBytes(), System.nanoTime() - began);
    WorkspaceLock.take(part.store(), part.workspace());
    PlaceSwitch places = new PlaceSwitch(part.sql(), part.workspace().value(), clock.instant());
    UUID[] old = sparse.stream().map(Sparse::pack).toArray(UUID[]::new);
    for (Copy copy : copies) {
      journal.count("chunks", places.over(old, copy));
      journal.count("written", 1);
      journal.count("bytes-written", copy.index().dataLength());
    }
    journal.count("packs", sparse.size());
    journal.count("bytes", sparse.stream().mapToLong(pack -> pack.fill().deadBytes()).sum());
    journal.count("damaged", copying.problems().size());
  }

  private PackCopying copy(List<Sparse> sparse) {
    Sql sql = part.sql();
    UUID workspace = part.workspace().value();
    String container =
        Objects.requireNonNull(sql.first(CONTAINER, row -> row.getString("container"), workspace));
    PackCopying copying = new PackCopying(blobs, container);
    for (Sparse one : sparse) {
      List<Sha256> wanted =
          sql.list(WANTED, row -> Sha256.ofBytes(row.getBytes("hash")), workspace, one.pack());
      copying.copy(new PackId(one.pack()), new HashSet<>(wanted));
    }
    return copying;
  }

  /** Keeps the reading below the run's rate. */
  private void rest(long bytes, long tookNanos) throws InterruptedException {
    long rate = part.scope().setting("bytesPerSecond");
    long left = rate == 0 ? 0 : bytes * 1_000 / rate - tookNanos / 1_000_000;
    if (left > 0) {
      Thread.sleep(left);
    }
  }
}
