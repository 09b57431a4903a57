package io.driftless.server.job;

import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.Sql;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.jspecify.annotations.Nullable;

/**
 * What readers and writers of a partitioned step share: which run, which workspace, which stage,
 * and the store, in the transaction of the chunk at hand.
 */
@Dependent
public class StepPart {

  @Inject
  @BatchProperty(name = "run")
  private String run;

  @Inject
  @BatchProperty(name = "workspace")
  private String workspace;

  @Inject
  @BatchProperty(name = "stage")
  private String stage;

  @PersistenceContext private EntityManager store;

  private @Nullable RunScope scope;

  /** The run that this is a part of. */
  public RunScope scope() {
    RunScope known = scope;
    if (known == null) {
      known = RunJournal.scope(sql(), Long.parseLong(run));
      if (known == null) {
        throw new IllegalStateException("Run " + run + " is gone");
      }
      scope = known;
    }
    return known;
  }

  /** Whether there is a workspace at all: a plan has one partition at least. */
  public boolean isEmpty() {
    return workspace == null || workspace.isEmpty();
  }

  public WorkspaceId workspace() {
    return WorkspaceId.of(workspace);
  }

  public EntityManager store() {
    return store;
  }

  public Sql sql() {
    return Sql.of(store);
  }

  public RunJournal journal() {
    return new RunJournal(sql(), Long.parseLong(run), workspace(), stage);
  }
}
