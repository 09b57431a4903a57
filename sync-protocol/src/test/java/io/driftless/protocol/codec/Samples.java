package io.driftless.protocol.codec;

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
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One message of every kind with every change, answer and recipe step in it: what the golden files
 * hold.
 */
final class Samples {

  private static final ServerEpoch EPOCH = ServerEpoch.of("018f0000-0000-7000-8000-0000000000e1");
  private static final WorkspaceId WORKSPACE =
      WorkspaceId.of("018f0000-0000-7000-8000-0000000000a1");
  private static final CommitId COMMIT = CommitId.of("018f0000-0000-7000-8000-0000000000c1");
  private static final PackId PACK = PackId.of("9b0e6f0c-3f52-4b5e-8f0f-6a3a9a1d2c3b");
  private static final Cursor CURSOR = new Cursor(EPOCH, new Revision(41), COMMIT);

  private Samples() {}

  static Map<String, Envelope> all() {
    Map<String, Envelope> samples = new LinkedHashMap<>();
    samples.put("commit", Envelope.of(EPOCH, commit()));
    samples.put("commit-packs", new Envelope(1, EPOCH, packsAhead()));
    samples.put("commit-first", new Envelope(1, null, emptyCommit()));
    samples.put("answer", Envelope.of(EPOCH, answer()));
    samples.put("answer-refused", Envelope.of(EPOCH, refusal()));
    samples.put("update", Envelope.of(EPOCH, update()));
    samples.put("workspace-gone", Envelope.of(EPOCH, new Message.WorkspaceGone(WORKSPACE)));
    samples.put(
        "pack-rejected",
        Envelope.of(
            EPOCH, new Message.PackRejected(WORKSPACE, PACK, "entry 3 has another digest")));
    return samples;
  }

  static NodeId node(int number) {
    return new NodeId(new UUID(0x018f_0000_0000_7000L, 0x8000_0000_0000_0000L + number));
  }

  private static Sha256 sha(String text) {
    return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Message.CommitRequest commit() {
    Recipe recipe = new Recipe(List.of(sha("a"), sha("b"), sha("c")));
    RecipeScript script =
        new RecipeScript(
            new VersionNumber(3),
            List.of(
                new RecipeOp.Copy(0, 1),
                new RecipeOp.Run(PACK, 0, 1),
                new RecipeOp.Hashes(List.of(sha("c")))),
            recipe.digest());
    RecipeScript staged =
        new RecipeScript(
            VersionNumber.NONE, List.of(new RecipeOp.Staged(recipe.digest())), recipe.digest());
    long modified = 1_780_000_000_123_456_789L;
    Content edited = new Content(196_608, sha("abc"), modified, false, 1, script, null);
    Content fresh = new Content(196_608, sha("abc"), modified, true, 1, staged, null);
    Content link = new Content(9, sha("../target"), modified, false, 0, null, "../target");
    return new Message.CommitRequest(
        WORKSPACE,
        COMMIT,
        7,
        6,
        CURSOR,
        List.of(
            new Change.MakeFolder(node(1), NodeId.ROOT, "Entwürfe", 0),
            new Change.Put(node(2), node(1), "run.sh", NodeKind.FILE, VersionNumber.NONE, fresh, 0),
            new Change.Put(node(3), null, null, NodeKind.FILE, new VersionNumber(3), edited, 0),
            new Change.Put(node(4), NodeId.ROOT, "to", NodeKind.LINK, VersionNumber.NONE, link, 0),
            new Change.Move(node(5), node(1), "b.txt", new Revision(12), 1),
            new Change.Move(node(6), node(1), "a.txt", new Revision(13), 1),
            new Change.Remove(node(7), new VersionNumber(2), new Revision(14), 0),
            new Change.Restore(
                node(8), null, null, new VersionNumber(1), new VersionNumber(4), 0)));
  }

  private static Message.CommitRequest emptyCommit() {
    return new Message.CommitRequest(WORKSPACE, COMMIT, 1, 0, Cursor.start(EPOCH), List.of());
  }

  private static Message.CommitRequest packsAhead() {
    return new Message.CommitRequest(WORKSPACE, COMMIT, 8, 7, CURSOR, List.of(), List.of(PACK));
  }

  private static Message.CommitAnswer answer() {
    return new Message.CommitAnswer(
        WORKSPACE,
        COMMIT,
        7,
        null,
        List.of(
            new ChangeAnswer.Applied(new Revision(42), VersionNumber.NONE),
            new ChangeAnswer.Merged(node(9), new Revision(11)),
            new ChangeAnswer.Stale(new Revision(40)),
            new ChangeAnswer.NameTaken(node(2), new Revision(39)),
            new ChangeAnswer.ParentGone(),
            new ChangeAnswer.Depends(),
            new ChangeAnswer.Denied(),
            new ChangeAnswer.MissingChunks(List.of(sha("lost"))),
            new ChangeAnswer.RecipeBaseGone(),
            new ChangeAnswer.OverQuota(1_000_000_000L, 999_999_999L),
            new ChangeAnswer.Locked("grace"),
            new ChangeAnswer.Held("more than 1,000 files removed at once"),
            new ChangeAnswer.Malformed("'/' in a name")),
        CURSOR);
  }

  private static Message.CommitAnswer refusal() {
    return new Message.CommitAnswer(
        WORKSPACE, COMMIT, 7, new ChangeAnswer.IdReused(), List.of(), null);
  }

  private static Message.Update update() {
    Sha256 chunk = sha("chunk");
    RecipeScript located =
        new RecipeScript(
            VersionNumber.NONE,
            List.of(
                new RecipeOp.Located(
                    List.of(new ChunkLocation(chunk, PACK, 2, 8_192, 4_000, 10_240, 1)))),
            new Recipe(List.of(chunk)).digest());
    FileVersion version =
        new FileVersion(
            new VersionNumber(2), 10_240, chunk, 1_780_000_000_000_000_000L, false, 1, null);
    return new Message.Update(
        WORKSPACE,
        new Revision(40),
        CURSOR,
        List.of(new ChangedNode(row(2, NodeKind.FILE, version), located)));
  }

  private static NodeRow row(int number, NodeKind kind, FileVersion version) {
    return new NodeRow(
        new Revision(41),
        node(number),
        NodeId.ROOT,
        "notes.txt",
        kind,
        version,
        false,
        COMMIT,
        new DeviceId("laptop-7f3a"),
        AccountId.of("018f0000-0000-7000-8000-0000000000ac"),
        1_780_000_000_500L);
  }
}
