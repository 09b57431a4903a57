package io.driftless.server.gc;

import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.life.ChunkLife;
import io.driftless.server.life.ChunkLife.PackFacts;
import io.driftless.server.life.ChunkLife.PackFate;
import io.driftless.server.store.Sql;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Condemns packs that hold no chunk any more: no commit can name them from now on. */
@Named
@Dependent
public class CondemnWriter extends AbstractItemWriter {

  private static final String PACKS =
      "SELECT p.pack_id, p.state, p.size_bytes, (SELECT count(*) FROM chunk_location l"
          + " WHERE l.workspace_id = p.workspace_id AND l.pack_id = p.pack_id) AS places"
          + " FROM pack p WHERE p.workspace_id = ? AND p.pack_id = ANY (?)";

  private static final String CONDEMN =
      "UPDATE pack SET state = 1, condemned_at = ?"
          + " WHERE workspace_id = ? AND state = 0 AND pack_id = ANY (?)";

  private static final String USED =
      "UPDATE workspace SET used_bytes = GREATEST(0, used_bytes - ?) WHERE id = ?";

  @Inject private StepPart part;
  @Inject private Clock clock;

  private record Known(UUID pack, long sizeBytes, PackFacts facts) {}

  @Override
  public void writeItems(List<Object> items) {
    boolean dryRun = part.scope().dryRun();
    if (!dryRun) {
      new Collecting(part).lock();
    }
    List<Known> empty =
        known(items).stream()
            .filter(pack -> dryRun || ChunkLife.condemn(pack.facts()) == PackFate.CONDEMN)
            .toList();
    long bytes = empty.stream().mapToLong(Known::sizeBytes).sum();
    RunJournal journal = part.journal();
    if (dryRun) {
      journal.list(
          empty.stream()
              .map(pack -> new RunJournal.Item(pack.pack().toString(), pack.sizeBytes()))
              .toList());
    } else {
      UUID workspace = part.workspace().value();
      part.sql()
          .update(
              CONDEMN,
              clock.instant(),
              workspace,
              empty.stream().map(Known::pack).toArray(UUID[]::new));
      part.sql().update(USED, bytes, workspace);
    }
    journal.count("packs", empty.size());
    journal.count("bytes", bytes);
  }

  private List<Known> known(List<Object> items) {
    return part.sql()
        .list(
            PACKS,
            row ->
                new Known(
                    Sql.uuid(row, "pack_id"),
                    row.getLong("size_bytes"),
                    new PackFacts(row.getInt("state") == 1, 0, row.getLong("places"))),
            part.workspace().value(),
            items.stream().map(item -> UUID.fromString((String) item)).toArray(UUID[]::new));
  }
}
