package io.driftless.server.upkeep;

import io.driftless.server.broker.BrokerControl;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.upkeep.LapsedDevices.Lapsed;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Clears the queues of devices that are away for long of updates. What these told, a device learns
 * when it is back: it compares its cursors with the heads before anything else. Answers and notices
 * stay.
 */
@Named
@Dependent
public class QueueWriter extends AbstractItemWriter {

  @Inject private StepPart part;
  @Inject private BrokerControl broker;

  @Override
  public void writeItems(List<Object> items) {
    RunJournal journal = part.journal();
    long messages = 0;
    for (Lapsed away : LapsedDevices.of(part, "awaySeconds").among(items)) {
      long updates = broker.countUpdates(away.device());
      if (part.scope().dryRun()) {
        if (updates > 0) {
          journal.list(List.of(new RunJournal.Item(away.device().value(), updates)));
        }
      } else if (updates > 0) {
        updates = broker.removeUpdates(away.device());
      }
      messages += updates;
      journal.count("devices", updates > 0 ? 1 : 0);
    }
    journal.count("messages", messages);
  }
}
