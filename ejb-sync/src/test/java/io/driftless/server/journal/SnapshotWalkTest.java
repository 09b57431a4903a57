package io.driftless.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.Sql;
import io.driftless.server.store.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotWalkTest {

  private static final UUID ROOT = NodeId.ROOT.value();
  private static final Cursor HEAD = Cursor.start(new ServerEpoch(new UUID(7, 7)));

  private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
  private final Random random = new Random(42);
  private final Map<UUID, UUID> parents = new HashMap<>();
  private final Set<UUID> folders = new HashSet<>();
  private long revision = 1;
  private EntityManager entities;
  private Sql sql;

  @BeforeEach
  void begin() {
    entities = TestDatabase.shared().entityManager();
    entities.getTransaction().begin();
    sql = Sql.of(entities);
  }

  @AfterEach
  void rollBack() {
    entities.getTransaction().rollback();
    entities.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 10_000})
  void walkShouldMeetEachLiveNodeOnceAndParentsFirst(int pageSize) {
    fill(pageSize < 7 ? 60 : 700);
    List<UUID> met = walk(pageSize, () -> {});
    assertThat(met).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(parents.keySet());
    Set<UUID> before = new HashSet<>(Set.of(ROOT));
    for (UUID node : met) {
      assertThat(before).contains(parents.get(node));
      before.add(node);
    }
  }

  @Test
  void walkShouldLeaveOutWhatIsUnderARemovedFolder() {
    UUID removed = make(ROOT, true);
    UUID beneath = make(removed, false);
    UUID kept = make(ROOT, false);
    sql.update("UPDATE node SET deleted = true WHERE node_id = ?", removed);
    assertThat(walk(10, () -> {})).containsExactly(kept).doesNotContain(beneath);
  }

  /** Files, and folders with all that is in them, to places that were met and ones to come. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void movesBetweenPagesShouldHideNobody(long seed) {
    random.setSeed(seed);
    fill(400);
    List<UUID> met =
        walk(
            13,
            () -> {
              UUID one = any(parents.keySet());
              UUID to = random.nextBoolean() ? ROOT : any(folders);
              if (!isBeneath(to, Set.of(one))) {
                move(one, to);
              }
            });
    assertThat(met).containsAll(parents.keySet());
  }

  @Test
  void whatWasMovedIntoARemovedFolderShouldNotBeMet() {
    UUID removed = make(ROOT, true);
    UUID folder = make(ROOT, true);
    UUID file = make(folder, false);
    sql.update("UPDATE node SET deleted = true WHERE node_id = ?", removed);
    move(folder, removed);
    assertThat(walk(10, () -> {})).doesNotContain(removed, folder, file);
  }

  @Test
  void emptyWorkspaceShouldHaveOneEmptyPage() {
    SnapshotWalk walk = new SnapshotWalk(sql, workspace, SnapshotWalk.START);
    assertThat(walk.next(10)).isEmpty();
    assertThat(walk.path()).isEmpty();
  }

  private List<UUID> walk(int pageSize, Runnable betweenPages) {
    List<UUID> met = new ArrayList<>();
    String page = SnapshotToken.first(HEAD).text();
    while (page != null) {
      SnapshotToken token = SnapshotToken.of(page);
      assertThat(token.replayFrom()).isEqualTo(HEAD);
      SnapshotWalk walk = new SnapshotWalk(sql, workspace, token.path());
      List<UUID> some = walk.next(pageSize).stream().map(SnapshotWalk.Met::id).toList();
      assertThat(some).hasSizeLessThanOrEqualTo(pageSize);
      met.addAll(some);
      page = walk.path().isEmpty() ? null : new SnapshotToken(HEAD, walk.path()).text();
      if (page == null) {
        walk.moved(new Revision(1), 10_000).forEach(one -> met.add(one.id()));
      }
      betweenPages.run();
    }
    return met;
  }

  /** One folder with very many children, a deep chain, and a random rest. */
  private void fill(int count) {
    List<UUID> places = new ArrayList<>(List.of(ROOT));
    UUID wide = make(ROOT, true);
    UUID deep = ROOT;
    for (int i = 0; i < count; i++) {
      if (i % 2 == 0) {
        make(wide, i % 10 == 0);
      } else if (i % 9 == 0) {
        deep = make(deep, true);
      } else {
        UUID node = make(places.get(random.nextInt(places.size())), i % 3 == 0);
        if (i % 3 == 0) {
          places.add(node);
        }
      }
    }
  }

  private UUID make(UUID parent, boolean folder) {
    UUID node = new UUID(random.nextLong(), random.nextLong());
    sql.update(
        "INSERT INTO node (workspace_id, node_id, parent_id, name, kind, version, deleted,"
            + " revision, location_revision) VALUES (?, ?, ?, ?, ?, 0, false, 1, 1)",
        workspace.value(),
        node,
        parent,
        node.toString(),
        folder ? 1 : 0);
    parents.put(node, parent);
    if (folder) {
      folders.add(node);
    }
    return node;
  }

  private void move(UUID node, UUID to) {
    sql.update(
        "UPDATE node SET parent_id = ?, revision = ?, location_revision = ? WHERE node_id = ?",
        to,
        ++revision,
        revision,
        node);
    sql.update(
        "INSERT INTO journal (workspace_id, revision, node_id, parent_id, name, kind, version,"
            + " deleted, commit_id, device_id, account_id, applied_at)"
            + " SELECT workspace_id, revision, node_id, parent_id, name, kind, version, deleted,"
            + " ?, 'laptop', ?, now() FROM node WHERE node_id = ?",
        new UUID(5, revision),
        new UUID(4, 4),
        node);
    parents.put(node, to);
  }

  private UUID any(Set<UUID> nodes) {
    List<UUID> all = nodes.stream().sorted().toList();
    return all.get(random.nextInt(all.size()));
  }

  private boolean isBeneath(UUID node, Set<UUID> moved) {
    for (UUID at = node; !at.equals(ROOT); at = parents.get(at)) {
      if (moved.contains(at)) {
        return true;
      }
    }
    return false;
  }
}
