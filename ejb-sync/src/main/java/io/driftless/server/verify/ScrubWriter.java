package io.driftless.server.verify;

import io.driftless.protocol.id.PackId;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.verify.PackVerifier.Scrubbed;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Reads packs back and hashes their chunks, no faster than the run allows. A dry run lists what is
 * damaged; else the damaged places are dropped and the devices asked for their chunks. When many
 * packs of a workspace are damaged, this stops: then it is the store that a person has to look at.
 */
@Named
@Dependent
public class ScrubWriter extends AbstractItemWriter {

  private static final String DAMAGED =
      "SELECT COALESCE(sum(value), 0) AS damaged FROM job_count WHERE run_id = ?"
          + " AND workspace_id = ? AND stage = 'scrub' AND name = 'damaged'";

  @Inject private StepPart part;
  @Inject private PackVerifier verifier;

  @Override
  public void writeItems(List<Object> items) throws InterruptedException {
    for (Object item : items) {
      PackId pack = PackId.of((String) item);
      long began = System.nanoTime();
      Scrubbed found =
          verifier.scrub(part.workspace(), pack, part.scope().dryRun(), this::checkDamage);
      RunJournal journal = part.journal();
      journal.count("packs", 1);
      journal.count("bytes", found.bytes());
      if (found.problem() != null) {
        journal.count("damaged", 1);
        journal.count("chunks-lost", found.lostChunks());
        journal.list(List.of(new RunJournal.Item(pack.toString(), found.bytes())));
        journal.error("Pack %s: %s".formatted(pack, found.problem()));
      }
      rest(found.bytes(), System.nanoTime() - began);
    }
  }

  /** Throws when too much is damaged for one run. */
  private void checkDamage() {
    Long before =
        part.sql()
            .first(
                DAMAGED,
                row -> row.getLong("damaged"),
                part.scope().run(),
                part.workspace().value());
    if (before != null && before >= part.scope().setting("mostDamaged")) {
      throw new IllegalStateException(
          "%d packs are damaged or gone already. Is this the right blob store? Raise mostDamaged to"
                  .formatted(before)
              + " go on.");
    }
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
