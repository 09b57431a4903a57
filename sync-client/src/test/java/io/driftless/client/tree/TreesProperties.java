package io.driftless.client.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.plan.Planner;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** However nodes change, the packed trees answer as plain maps of plain objects do. */
class TreesProperties {

  private static final int NODES = 14;
  private static final List<String> NAMES =
      List.of("a", "b", "Ä ?", "\ud83d\ude00.txt", "half\ud83d", "n".repeat(255), "Aa", "BB");

  private final List<NodeState> told = new ArrayList<>();
  private final Trees trees =
      new Trees(
          (before, after) -> {
            told.add(before);
            told.add(after);
          });
  private final TreesByMaps maps = new TreesByMaps();

  @Property(tries = 300)
  void treesShouldAnswerAsMapsOfObjectsDo(@ForAll long seed) {
    Random random = new Random(seed);
    maps.leftOut = random.nextBoolean() ? Set.of() : Set.of(id(1 + random.nextInt(NODES)));
    trees.leaveOut(maps.leftOut);
    for (int step = 0; step < 80; step++) {
      int number = 1 + random.nextInt(NODES);
      NodeState before = maps.get(id(number));
      NodeState state = changed(before, number, random);
      NodeId holder = state.local() == null ? null : maps.localChild(state.local().place());
      if (holder != null && !holder.equals(state.id())) {
        continue;
      }
      told.clear();
      assertThat(trees.put(state)).isEqualTo(before);
      maps.put(state);
      assertThat(told).containsExactly(before, state);
      compare();
      compareStamps(random);
    }
    compareFilled();
    for (int number = 1; number <= NODES; number++) {
      trees.put(NodeState.unknown(id(number)));
      maps.put(NodeState.unknown(id(number)));
      compare();
    }
    assertThat(trees.size()).isZero();
  }

  private void compare() {
    assertThat(trees.all()).containsExactlyInAnyOrderElementsOf(maps.all());
    assertThat(trees.size()).isEqualTo(maps.all().size());
    assertThat(trees.ids()).hasSize(trees.size());
    List<NodeId> atWork = trees.atWork();
    for (int number = 0; number <= NODES; number++) {
      NodeId id = id(number);
      assertThat(trees.localChildren(id)).containsExactlyElementsOf(maps.localChildren(id));
      assertThat(trees.remoteChildren(id)).containsExactlyElementsOf(maps.remoteChildren(id));
      assertThat(trees.localChildren(id)).hasSize(maps.localChildren(id).size());
      assertThat(trees.remoteLive(id)).isEqualTo(maps.remoteLive(id));
      for (String name : NAMES) {
        Place place = new Place(id, name);
        assertThat(trees.localChild(place)).isEqualTo(maps.localChild(place));
        assertThat(trees.remoteChild(place)).isEqualTo(maps.remoteChild(place));
      }
      if (number > 0) {
        assertThat(trees.get(id)).isEqualTo(maps.get(id));
        assertThat(atWork.contains(id) || Planner.isSettled(maps, maps.get(id))).isTrue();
      }
    }
    for (int key = 0; key < 5; key++) {
      assertThat(trees.byKey(key)).isEqualTo(maps.byKey(key));
      assertThat(trees.sharing(key)).isEqualTo(maps.sharing(key));
      assertThat(trees.byDigest(digest(key))).isEqualTo(maps.byDigest(digest(key)));
    }
  }

  /** What is said quickly of a node must be true. */
  private void compareStamps(Random random) {
    Set<NodeId> loose = new HashSet<>();
    trees.loose().forEach(node -> loose.add(node.id()));
    for (NodeState node : maps.all()) {
      LocalEntry local = node.local();
      assertThat(trees.diskName(node.id())).isEqualTo(local == null ? null : local.diskName());
      RemoteEntry remote = node.remote();
      SyncedEntry synced = node.synced();
      if (remote != null
          && (synced == null || !Objects.equals(remote.version(), synced.version()))) {
        assertThat(loose).contains(node.id());
      }
      if (local == null) {
        continue;
      }
      FileStamp seen = local.stamp();
      Place at = local.place();
      boolean atRest = trees.isAtRest(at.parent(), at.name(), seen);
      assertThat(atRest).isEqualTo(!loose.contains(node.id()));
      assertThat(trees.isAtRest(at.parent(), at.name(), otherwise(seen, random))).isFalse();
      assertThat(trees.isAtRest(at.parent(), "another", seen)).isFalse();
    }
  }

  private static FileStamp otherwise(FileStamp of, Random random) {
    int field = random.nextInt(6);
    EntryKind kind = of.kind() == EntryKind.FILE ? EntryKind.FOLDER : EntryKind.FILE;
    return new FileStamp(
        field == 0 ? kind : of.kind(),
        of.size() + (field == 1 ? 1 : 0),
        of.modifiedNanos() + (field == 2 ? 1 : 0),
        of.changedNanos() + (field == 3 ? 1 : 0),
        of.key() + (field == 4 ? 1 : 0),
        of.executable() ^ field == 5);
  }

  /** As after a start: all nodes at once. */
  private void compareFilled() {
    Trees filled = new Trees((before, after) -> {});
    filled.leaveOut(maps.leftOut);
    filled.fill(taker -> maps.all().forEach(taker));
    assertThat(filled.all()).containsExactlyInAnyOrderElementsOf(maps.all());
    for (int key = 0; key < 5; key++) {
      assertThat(filled.sharing(key)).isEqualTo(maps.sharing(key));
      NodeId named = filled.byKey(key);
      assertThat(named == null).isEqualTo(maps.byKey(key) == null);
      LocalEntry there = named == null ? null : maps.get(named).local();
      assertThat(there == null ? 0 : there.stamp().key()).isEqualTo(there == null ? 0 : key);
      NodeId held = filled.byDigest(digest(key));
      LocalEntry holder = held == null ? null : maps.get(held).local();
      FileContent content = holder == null ? null : holder.content();
      assertThat(content == null ? null : content.digest())
          .isEqualTo(held == null ? null : digest(key));
      assertThat(held != null || maps.byDigest(digest(key)) == null).isTrue();
    }
  }

  private static NodeState changed(NodeState before, int number, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> NodeState.unknown(before.id());
      case 1 -> before.withLocal(null);
      case 2 -> before.withSynced(null);
      case 3 -> before.awaiting(new Revision(random.nextInt(3)));
      case 4 -> before.withRemote(remote(place(number, random), version(random), random));
      case 5 -> before.withLocal(local(place(number, random), version(random), random));
      default -> agreed(before.id(), place(number, random), random);
    };
  }

  private static NodeState agreed(NodeId id, Place place, Random random) {
    FileVersion version = version(random);
    LocalEntry local = local(place, version, random);
    return new NodeState(
        id,
        local,
        new RemoteEntry(place, local.kind(), version, new Revision(random.nextInt(1 << 30)), false),
        new SyncedEntry(place, local.kind(), version),
        new Revision(random.nextInt(3)));
  }

  /** Folders above have lower numbers, so that nothing is in itself. */
  private static Place place(int number, Random random) {
    return new Place(id(random.nextInt(number)), NAMES.get(random.nextInt(NAMES.size())));
  }

  private static @Nullable FileVersion version(Random random) {
    if (random.nextInt(3) == 0) {
      return null;
    }
    boolean link = random.nextInt(4) == 0;
    int size = random.nextInt(5);
    return new FileVersion(
        new VersionNumber(1 + random.nextInt(300)),
        size,
        digest(size),
        random.nextInt(3) - 1L,
        !link && random.nextBoolean(),
        link || size == 0 ? 0 : 1 + random.nextInt(2),
        link ? "../Ä" : null);
  }

  private static RemoteEntry remote(Place place, @Nullable FileVersion version, Random random) {
    return new RemoteEntry(
        place, kind(version), version, new Revision(random.nextInt(9)), random.nextInt(3) == 0);
  }

  private static LocalEntry local(Place place, @Nullable FileVersion version, Random random) {
    NodeKind kind = kind(version);
    EntryKind there =
        switch (kind) {
          case FILE -> EntryKind.FILE;
          case FOLDER -> EntryKind.FOLDER;
          case LINK -> EntryKind.LINK;
        };
    long size = version == null ? random.nextInt(2) * 4096L : version.size();
    boolean executable = version != null && version.executable();
    long key = random.nextInt(5);
    long time = random.nextInt(3) - 1L;
    FileStamp stamp = new FileStamp(there, size, time, random.nextInt(3) - 1L, key, executable);
    FileContent content =
        version == null || random.nextInt(8) == 0
            ? null
            : new FileContent(
                size,
                version.digest(),
                executable,
                version.profile(),
                kind == NodeKind.LINK ? null : recipe(version, random),
                version.linkTarget());
    return new LocalEntry(place, random.nextInt(9) == 0 ? "shown" : null, kind, stamp, content);
  }

  private static Sha256 recipe(FileVersion version, Random random) {
    return random.nextBoolean()
        ? new Recipe(List.of(version.digest())).digest()
        : digest(100 + random.nextInt(3));
  }

  private static NodeKind kind(@Nullable FileVersion version) {
    return version == null
        ? NodeKind.FOLDER
        : version.linkTarget() == null ? NodeKind.FILE : NodeKind.LINK;
  }

  private static Sha256 digest(int number) {
    return Sha256.digest(("content " + number).getBytes(StandardCharsets.UTF_8));
  }

  private static NodeId id(int number) {
    return number == 0 ? NodeId.ROOT : new NodeId(new UUID(7, number));
  }
}
