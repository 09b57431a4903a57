package io.driftless.server.node;

import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer.Applied;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Precondition;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.chunk.ChunkLookups;
import io.driftless.server.commit.GivenContent;
import io.driftless.server.commit.WorkspaceState.Quota;
import io.driftless.server.quota.Quotas;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.virtual.NameForm;
import io.driftless.server.virtual.NewNodeIds;
import io.driftless.server.virtual.VirtualCommits;
import io.driftless.server.virtual.VirtualCommits.Call;
import io.driftless.server.virtual.VirtualDevices;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of an upload: whether it may begin, which chunks need no storing, and the
 * commit. Each checks membership anew. Between them the body is read, with no transaction open.
 */
@Stateless
public class FilePut {

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private VirtualCommits commits;
  @Inject private ChunkLookups lookups;
  @Inject private NewNodeIds ids;
  @Inject private Quotas quotas;
  @Inject private Clock clock;

  /**
   * Where content is to go.
   *
   * @param node a file, or with a name the folder that is to hold it
   * @param name null when {@code node} is the file
   * @param seen the content that is to be replaced; null when there has to be nothing yet
   */
  public record Place(
      WorkspaceId workspace, NodeId node, @Nullable String name, @Nullable Precondition seen) {}

  /**
   * What an upload needs to know before its body is read.
   *
   * @param container where its packs go
   * @param base the profile of the content that it replaces; null for a new file
   * @param limitBytes what the workspace may hold
   * @param usedBytes what it holds
   */
  public record Admitted(
      String container, @Nullable ChunkingProfile base, long limitBytes, long usedBytes) {}

  /**
   * What an upload did.
   *
   * @param node the file as the commit left it
   * @param unused packs that were stored for it and that no commit names
   */
  public record Done(NodeInfo node, Set<PackId> unused) {}

  /**
   * Whether an upload may begin.
   *
   * @param repeatable whether the call may be a repetition: then what stands in its way is told by
   *     {@link #commit} only
   */
  public Admitted admit(Caller caller, Place place, boolean repeatable) {
    NameForm.check(place.name());
    WorkspaceEntity workspace = access.toWrite(caller, place.workspace());
    NodeInfo before = repeatable ? null : current(place);
    FileVersion version = before == null ? null : before.version();
    ChunkingProfile base =
        version == null ? null : ChunkingProfile.ofId(version.profile()).orElse(null);
    Quota quota = quotas.now(workspace);
    return new Admitted(workspace.container(), base, quota.limitBytes(), quota.usedBytes());
  }

  /** Refuses who may not write to the workspace. */
  public void admitAny(Caller caller, WorkspaceId workspace) {
    access.toWrite(caller, workspace);
  }

  /** Those of the chunks that the workspace holds and the caller may name. */
  public Set<Sha256> held(Caller caller, WorkspaceId workspace, List<Sha256> chunks) {
    access.toWrite(caller, workspace);
    return lookups
        .lookup(workspace, VirtualDevices.idOf(caller.account()), new ChunkLookup(chunks))
        .found()
        .stream()
        .map(ChunkLocation::hash)
        .collect(Collectors.toSet());
  }

  /**
   * Makes the content the file's next version, or its first.
   *
   * @param key makes repeating the call safe; null for none
   */
  public Done commit(Caller caller, Place place, NewContent content, @Nullable CommitId key) {
    CommitAnswer answer =
        commits.commit(
            caller,
            Call.of(
                place.workspace(),
                key,
                "put",
                place.node(),
                place.name(),
                place.seen() == null,
                content.digest()),
            new GivenContent(content.packs(), Map.of()),
            locked -> List.of(change(place, content)));
    Applied applied = (Applied) answer.answers().get(0);
    return new Done(entries(place).at(applied.revision()), unused(place, content));
  }

  private Change change(Place place, NewContent content) {
    NodeInfo before = current(place);
    FileVersion version = before == null ? null : before.version();
    if (before == null || version == null) {
      NodeId parent = place.node();
      String name = Objects.requireNonNull(place.name());
      Content first = content(content, now(), false);
      return new Change.Put(ids.next(), parent, name, NodeKind.FILE, VersionNumber.NONE, first, 0);
    }
    boolean same = holdsAlready(place, before.node(), version, content);
    Content next = content(content, same ? version.modifiedNanos() : now(), version.executable());
    return new Change.Put(before.node(), null, null, NodeKind.FILE, version.number(), next, 0);
  }

  /** The file that is to be replaced; null when there is none, and there has to be none. */
  private @Nullable NodeInfo current(Place place) {
    NodeEntries entries = entries(place);
    NodeInfo before = find(entries, place);
    Precondition seen = place.seen();
    if (seen == null) {
      if (before != null) {
        new Precondition(false, Set.of()).check(tag(before));
      }
      return null;
    }
    if (before == null) {
      throw new RefusedException(
          Refusal.PRECONDITION_FAILED, "There is no file of that name to be replaced.");
    }
    FileVersion version = before.version();
    if (before.kind() != NodeKind.FILE || version == null) {
      throw place.name() == null
          ? RefusedException.invalid("node", "This is no file, it has no content.")
          : new RefusedException(
              Refusal.NAME_TAKEN,
              "Something that is no file has that name.",
              Map.of("by", before.node().toString()));
    }
    seen.check(ContentTag.of(version));
    return before;
  }

  private static @Nullable NodeInfo find(NodeEntries entries, Place place) {
    if (place.name() == null) {
      return entries.toChange(place.node());
    }
    entries.requireFolder(place.node());
    return entries.child(place.node(), place.name());
  }

  private static String tag(NodeInfo node) {
    return node.version() == null ? NodeTag.of(node) : ContentTag.of(node.version());
  }

  private boolean holdsAlready(Place place, NodeId node, FileVersion version, NewContent content) {
    Sha256 recipe =
        Sql.of(store)
            .first(
                "SELECT recipe_digest FROM version WHERE workspace_id = ? AND node_id = ?"
                    + " AND number = ?",
                row -> Sha256.ofBytes(row.getBytes("recipe_digest")),
                place.workspace().value(),
                node.value(),
                version.number().value());
    return version.digest().equals(content.digest()) && content.recipe().digest().equals(recipe);
  }

  private Content content(NewContent content, long modifiedNanos, boolean executable) {
    List<Sha256> chunks = content.recipe().chunks();
    List<RecipeOp> ops = chunks.isEmpty() ? List.of() : List.of(new RecipeOp.Hashes(chunks));
    return new Content(
        content.size(),
        content.digest(),
        modifiedNanos,
        executable,
        content.profile(),
        new RecipeScript(VersionNumber.NONE, ops, content.recipe().digest()),
        null);
  }

  private Set<PackId> unused(Place place, NewContent content) {
    Set<PackId> unused = new HashSet<>(content.packs().keySet());
    Sql.of(store)
        .list(
            "SELECT pack_id FROM pack WHERE workspace_id = ? AND pack_id = ANY (?)",
            row -> new PackId(Sql.uuid(row, "pack_id")),
            place.workspace().value(),
            unused.stream().map(PackId::value).toArray(UUID[]::new))
        .forEach(unused::remove);
    return unused;
  }

  private NodeEntries entries(Place place) {
    return new NodeEntries(Sql.of(store), place.workspace());
  }

  private long now() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
