package io.driftless.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.Sql;
import io.driftless.server.store.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeEntriesTest {

  private static final int MANY = 100_000;

  private static final String JOURNAL =
      "INSERT INTO journal (workspace_id, revision, node_id, parent_id, name, kind, version,"
          + " deleted, commit_id, device_id, account_id, applied_at) SELECT workspace_id,"
          + " revision, node_id, parent_id, name, kind, version, deleted, ?, 'device', ?, now()"
          + " FROM node WHERE workspace_id = ?";

  private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
  private EntityManager entities;
  private Sql sql;
  private NodeEntries entries;

  @BeforeEach
  void fill() {
    entities = TestDatabase.shared().entityManager();
    entities.getTransaction().begin();
    sql = Sql.of(entities);
    entries = new NodeEntries(sql, workspace);
    sql.update(
        "INSERT INTO node (workspace_id, node_id, parent_id, name, kind, version, deleted,"
            + " revision, location_revision) SELECT ?, gen_random_uuid(), ?, 'entry ' || i, 1, 0,"
            + " i % 1000 = 0, i, i FROM generate_series(1, ?) AS i",
        workspace.value(), NodeId.ROOT.value(), MANY);
    sql.update(JOURNAL, UUID.randomUUID(), UUID.randomUUID(), workspace.value());
    sql.update("ANALYZE node, journal");
  }

  @AfterEach
  void rollBack() {
    entities.getTransaction().rollback();
    entities.close();
  }

  @Test
  void largeFolderShouldBeListedOncePageByPage() {
    NodeInfo root = entries.get(NodeId.ROOT);
    Set<String> met = new HashSet<>();
    String after = "";
    long begin = System.nanoTime();
    int pages = 0;
    while (true) {
      List<NodeInfo> page = entries.children(root, after, 1_000);
      if (page.isEmpty()) {
        break;
      }
      pages++;
      for (NodeInfo node : page) {
        assertThat(node.live()).isTrue();
        assertThat(met.add(node.name())).as(node.name()).isTrue();
      }
      after = page.get(page.size() - 1).name();
    }
    System.out.printf( // a figure for the log
        "%d entries in %d pages: %d ms%n",
        met.size(), pages, (System.nanoTime() - begin) / 1_000_000);
    assertThat(met).hasSize(MANY - MANY / 1_000);
  }

  @Test
  void pathShouldLeadOverLiveNamesOnly() {
    assertThat(entries.at(List.of("entry 7"))).isNotNull();
    assertThat(entries.at(List.of("entry 1000"))).isNull(); // removed
    assertThat(entries.at(List.of("entry 7", "entry 8"))).isNull();
    assertThat(entries.at(List.of())).isEqualTo(NodeId.ROOT);
  }
}
