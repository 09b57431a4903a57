package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeRow;
import io.driftless.server.commit.RandomCommits.Batch;
import io.driftless.server.commit.RandomCommits.Step;
import io.driftless.server.commit.WorkspaceState.Quota;
import io.driftless.server.journal.JournalRows;
import io.driftless.server.store.CommitWriter;
import io.driftless.server.store.PostgresWorkspaceState;
import io.driftless.server.store.Sql;
import io.driftless.server.store.TestDatabase;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random commits on the workspace in memory and on the one in PostgreSQL: the rule decides
 * the same on both, and both hold the same journal afterwards.
 */
class StoredCommitsTest {

  private static final int COMMITS = 40;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void postgresShouldHoldWhatTheWorkspaceInMemoryHolds(int seed) {
    EntityManager entities = TestDatabase.shared().entityManager();
    entities.getTransaction().begin();
    try {
      RandomCommits commits = new RandomCommits();
      Replay replay = new Replay(entities, commits.world.workspace.head());
      commits.world.workspace.watchedBy(replay);
      Random random = new Random(seed);
      for (int i = 0; i < COMMITS; i++) {
        commits.run(batch(random));
      }
      assertThat(replay.journal()).isEqualTo(commits.world.workspace.journal());
    } finally {
      entities.getTransaction().rollback();
      entities.close();
    }
  }

  private static Batch batch(Random random) {
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      steps.add(
          new Step(
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(1_000)));
    }
    return new Batch(random.nextInt(100), random.nextInt(1_000), steps);
  }

  /** Does in PostgreSQL what was done in memory, all in one transaction. */
  private static final class Replay implements InMemoryWorkspace.Onlooker {
    private final EntityManager entities;
    private final Sql sql;
    private final Cursor start;
    private WorkspaceId workspace;

    Replay(EntityManager entities, Cursor start) {
      this.entities = entities;
      this.sql = Sql.of(entities);
      this.start = start;
    }

    @Override
    public void decided(CommitRequest request, CommitContext context, CommitOutcome expected) {
      WorkspaceEntity row = row(request.workspace());
      Cursor head = row.head(start.epoch());
      PostgresWorkspaceState state =
          new PostgresWorkspaceState(
              sql,
              row,
              context.device(),
              head,
              new Quota(Long.MAX_VALUE, row.usedBytes()),
              Barriers.NONE);
      state.load(CommitRule.reads(request, context.given()));
      CommitOutcome outcome = CommitRule.apply(state, request, context);
      assertThat(outcome).isEqualTo(expected);
      new CommitWriter(entities)
          .write(
              row,
              new CommitWriter.Sender(
                  context.device(),
                  context.account().value(),
                  Instant.ofEpochMilli(context.nowMillis())),
              request,
              Sha256.digest(new byte[0]),
              outcome,
              EnvelopeCodec.encode(Envelope.of(start.epoch(), outcome.answer())));
      entities.flush();
      entities.clear();
      sql.update("SET CONSTRAINTS node_live_name IMMEDIATE");
      sql.update("SET CONSTRAINTS node_live_name DEFERRED");
    }

    List<NodeRow> journal() {
      return new JournalRows(sql, workspace)
          .between(Revision.NONE, new Revision(Long.MAX_VALUE), Integer.MAX_VALUE).stream()
              .map(ChangedNode::row)
              .toList();
    }

    private WorkspaceEntity row(WorkspaceId id) {
      if (workspace == null) {
        workspace = id;
        entities.persist(new WorkspaceEntity(id, "w", null, "s", "c-" + id, Instant.EPOCH));
        entities.flush();
      }
      return entities.find(WorkspaceEntity.class, id.value());
    }
  }
}
