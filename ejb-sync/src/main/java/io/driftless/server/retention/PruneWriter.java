package io.driftless.server.retention;

import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.retention.RetentionRule.Held;
import io.driftless.server.store.WorkspaceLock;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Prunes contents that the policy lets go: the recipe goes, the version's row stays. Under the
 * workspace's lock, so that a commit copies from a version that is there, or is told that it is
 * gone. The collector takes the chunks later.
 */
@Named
@Dependent
public class PruneWriter extends AbstractItemWriter {

  private static final String PRUNE =
      "UPDATE version v SET recipe = NULL, pruned_at = ?"
          + " FROM unnest(?::uuid[], ?::integer[]) AS gone (node_id, number)"
          + " WHERE v.workspace_id = ? AND v.node_id = gone.node_id AND v.number = gone.number"
          + " AND v.recipe IS NOT NULL";

  @Inject private StepPart part;
  @Inject private Clock clock;

  private record Gone(UUID node, Held version) {

    String item() {
      return node + ":" + version.number();
    }
  }

  @Override
  public void writeItems(List<Object> items) {
    boolean dryRun = part.scope().dryRun();
    if (!dryRun) {
      WorkspaceLock.take(part.store(), part.workspace());
    }
    RunJournal journal = part.journal();
    List<Gone> gone = gone(items);
    if (dryRun) {
      journal.list(
          gone.stream()
              .map(one -> new RunJournal.Item(one.item(), one.version().bytes()))
              .toList());
    } else {
      part.sql()
          .update(
              PRUNE,
              clock.instant(),
              gone.stream().map(Gone::node).toArray(UUID[]::new),
              gone.stream().map(one -> one.version().number()).toArray(Integer[]::new),
              part.workspace().value());
    }
    journal.count("versions", gone.size());
    journal.count("bytes", gone.stream().mapToLong(one -> one.version().bytes()).sum());
  }

  /** What goes of some files, or of some versions that a dry run has listed. */
  private List<Gone> gone(List<Object> items) {
    Set<String> listed = new HashSet<>();
    Set<UUID> nodes = new HashSet<>();
    for (Object item : items) {
      String[] key = ((String) item).split(":", -1);
      nodes.add(UUID.fromString(key[0]));
      if (key.length == 2) {
        listed.add((String) item);
      }
    }
    RetentionPolicy policy =
        new RetentionPolicies(part.sql()).of(part.workspace().value()).policy();
    long now = part.scope().started().toEpochMilli();
    List<Gone> gone = new ArrayList<>();
    new RetentionFacts(part.sql(), part.workspace().value())
        .files(List.copyOf(nodes))
        .forEach(
            (node, file) ->
                RetentionRule.prunes(file, policy, now)
                    .forEach(version -> gone.add(new Gone(node, version))));
    boolean all = part.scope().listOf() == null;
    return gone.stream().filter(one -> all || listed.contains(one.item())).toList();
  }
}
