package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A workspace with devices that commit to it, and a blob store of footers. Words are chunks. */
final class RuleWorld {

  static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(1, 1));
  static final long NOW = 1_767_312_000_000L; // 2026-01-02

  final InMemoryWorkspace workspace = new InMemoryWorkspace(new ServerEpoch(new UUID(7, 7)));
  final Map<PackId, PackFooter> blobs = new LinkedHashMap<>();
  final Map<Sha256, Recipe> staged = new LinkedHashMap<>();
  final Device laptop = new Device("laptop");
  final Device desktop = new Device("desktop");
  private long ids;

  NodeId newNode() {
    return new NodeId(new UUID(2, ++ids));
  }

  /** A content of words, each a chunk of a new pack. */
  Content words(String text) {
    List<Sha256> chunks = hashes(text);
    if (chunks.isEmpty()) {
      return content(text, VersionNumber.NONE, List.of());
    }
    PackId pack = pack(text);
    return content(text, VersionNumber.NONE, List.of(new RecipeOp.Run(pack, 0, chunks.size())));
  }

  /** A content by the hashes of its words. */
  Content byHash(String text) {
    return content(text, VersionNumber.NONE, List.of(new RecipeOp.Hashes(hashes(text))));
  }

  Content content(String text, VersionNumber base, List<RecipeOp> ops) {
    byte[] bytes = text.replace(" ", "").getBytes(StandardCharsets.UTF_8);
    return new Content(
        bytes.length,
        Sha256.digest(bytes),
        NOW,
        false,
        bytes.length == 0 ? 0 : 1,
        new RecipeScript(base, ops, new Recipe(hashes(text)).digest()),
        null);
  }

  static Content link(String target) {
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    return new Content(bytes.length, Sha256.digest(bytes), NOW, false, 0, null, target);
  }

  /** Uploads a pack with a chunk for each word. */
  PackId pack(String text) {
    PackId pack = new PackId(new UUID(3, ++ids));
    List<ChunkLocation> entries = new ArrayList<>();
    int offset = 0;
    for (String word : Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).toList()) {
      entries.add(
          new ChunkLocation(
              hash(word), pack, entries.size(), offset, word.length(), word.length(), 0));
      offset += word.length();
    }
    blobs.put(pack, new PackFooter.Found(entries));
    return pack;
  }

  static Sha256 hash(String word) {
    return Sha256.digest(word.getBytes(StandardCharsets.UTF_8));
  }

  static List<Sha256> hashes(String text) {
    return Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).map(RuleWorld::hash).toList();
  }

  NodeState node(NodeId node) {
    return workspace.asSeenBy(laptop.id).node(node);
  }

  boolean isLive(NodeId node) {
    return WorkspaceChecker.isLive(workspace, node);
  }

  Revision head() {
    return workspace.head().revision();
  }

  /** A device that has always read the whole journal, unless a test says otherwise. */
  final class Device {
    final DeviceId id;
    Role role = Role.EDITOR;
    Cursor cursor;
    long sequence;

    Device(String name) {
      id = new DeviceId(name);
    }

    CommitContext context() {
      return new CommitContext(
          id,
          "Ada's " + id,
          new AccountId(new UUID(4, 4)),
          role,
          NOW,
          new GivenContent(blobs, staged));
    }

    CommitRequest request(Change... changes) {
      sequence++;
      return new CommitRequest(
          WORKSPACE,
          new CommitId(new UUID(id.hashCode(), sequence)),
          sequence,
          0,
          cursor == null ? workspace.head() : cursor,
          List.of(changes));
    }

    CommitAnswer send(CommitRequest request) {
      Sha256 digest = Sha256.digest(request.toString().getBytes(StandardCharsets.UTF_8));
      CommitAnswer answer = workspace.commit(request, digest, context());
      WorkspaceChecker.check(workspace);
      return answer;
    }

    List<ChangeAnswer> commit(Change... changes) {
      return send(request(changes)).answers();
    }

    ChangeAnswer commitOne(Change change) {
      return commit(change).get(0);
    }

    NodeId makes(NodeId parent, String name) {
      NodeId node = newNode();
      assertThat(commitOne(folder(node, parent, name))).isInstanceOf(ChangeAnswer.Applied.class);
      return node;
    }

    NodeId puts(NodeId parent, String name, String text) {
      NodeId node = newNode();
      assertThat(commitOne(file(node, parent, name, words(text))))
          .isInstanceOf(ChangeAnswer.Applied.class);
      return node;
    }

    void edits(NodeId node, String text) {
      assertThat(commitOne(edit(node, RuleWorld.this.node(node).versionNumber().value(), text)))
          .isInstanceOf(ChangeAnswer.Applied.class);
    }

    void removes(NodeId node) {
      assertThat(commitOne(remove(node, RuleWorld.this.node(node).versionNumber(), head())))
          .isInstanceOf(ChangeAnswer.Applied.class);
    }

    void moves(NodeId node, NodeId parent, String name) {
      assertThat(commitOne(move(node, parent, name, head())))
          .isInstanceOf(ChangeAnswer.Applied.class);
    }
  }

  static Change folder(NodeId node, NodeId parent, String name) {
    return new Change.MakeFolder(node, parent, name, 0);
  }

  static Change file(NodeId node, NodeId parent, String name, Content content) {
    return new Change.Put(node, parent, name, NodeKind.FILE, VersionNumber.NONE, content, 0);
  }

  Change edit(NodeId node, int base, String text) {
    return edit(node, base, words(text));
  }

  static Change edit(NodeId node, int base, Content content) {
    return new Change.Put(node, null, null, NodeKind.FILE, new VersionNumber(base), content, 0);
  }

  static Change move(NodeId node, NodeId parent, String name, Revision base) {
    return new Change.Move(node, parent, name, base, 0);
  }

  static Change remove(NodeId node, VersionNumber version, Revision base) {
    return new Change.Remove(node, version, base, 0);
  }

  static Change remove(NodeId folder, Revision base) {
    return remove(folder, VersionNumber.NONE, base);
  }

  static Change restore(NodeId node, int from, int base) {
    return new Change.Restore(
        node, null, null, new VersionNumber(from), new VersionNumber(base), 0);
  }

  static Change grouped(Change change, int group) {
    if (change instanceof Change.Put put) {
      return new Change.Put(
          put.node(), put.parent(), put.name(), put.kind(), put.base(), put.content(), group);
    }
    if (change instanceof Change.MakeFolder make) {
      return new Change.MakeFolder(make.node(), make.parent(), make.name(), group);
    }
    if (change instanceof Change.Move move) {
      return new Change.Move(move.node(), move.parent(), move.name(), move.base(), group);
    }
    if (change instanceof Change.Remove remove) {
      return new Change.Remove(remove.node(), remove.baseVersion(), remove.baseRevision(), group);
    }
    Change.Restore restore = (Change.Restore) change;
    return new Change.Restore(
        restore.node(), restore.parent(), restore.name(), restore.from(), restore.base(), group);
  }
}
