package io.driftless.server.upkeep;

import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.upkeep.LapsedDevices.Lapsed;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;

/**
 * Unlinks devices that nobody has used for long, as their people would; their queues go after that.
 * A device that comes back has to be enrolled again, and compares its folder with the server's.
 */
@Named
@Dependent
public class UnlinkWriter extends AbstractItemWriter {

  private static final String UNLINK =
      "UPDATE device SET revoked_at = ? WHERE id = ANY (?) AND revoked_at IS NULL";

  @Inject private StepPart part;
  @Inject private AuditLog audit;
  @Inject private Clock clock;

  @Override
  public void writeItems(List<Object> items) {
    List<Lapsed> lapsed = LapsedDevices.of(part, "unlinkSeconds").among(items);
    RunJournal journal = part.journal();
    if (part.scope().dryRun()) {
      journal.list(
          lapsed.stream().map(one -> new RunJournal.Item(one.device().value(), 0)).toList());
    } else {
      part.sql()
          .update(
              UNLINK,
              clock.instant(),
              lapsed.stream().map(one -> one.device().value()).toArray(String[]::new));
      for (Lapsed one : lapsed) {
        audit.account(
            one.account(),
            AuditActor.SERVER,
            AuditDeed.done(
                "device.unlink", "{\"device\":\"%s\",\"lapsed\":true}".formatted(one.device())));
      }
    }
    journal.count("devices", lapsed.size());
  }
}
