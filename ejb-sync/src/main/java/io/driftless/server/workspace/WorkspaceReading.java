package io.driftless.server.workspace;

import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.StagedRecipe;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Limits;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.journal.ChangesResult;
import io.driftless.server.journal.JournalReads;
import io.driftless.server.journal.ServerEpochs;
import io.driftless.server.journal.SnapshotPlan;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What members read of a workspace; each call checks membership in the transaction that reads. */
@Stateless
public class WorkspaceReading {

  @Inject private WorkspaceAccess access;
  @Inject private JournalReads journal;
  @Inject private ServerEpochs epochs;

  /**
   * The rows after a cursor.
   *
   * @throws RefusedException NOT_YET when the head has not reached {@code atLeast}; RESYNC or
   *     EPOCH_CHANGED when the cursor leads nowhere
   */
  public ChangesPage changes(
      Caller caller, WorkspaceId workspace, Cursor after, int limit, Revision atLeast) {
    access.toRead(caller, workspace);
    ChangesResult result = journal.changes(workspace, after, limit, atLeast);
    if (result instanceof ChangesResult.Page read) {
      return read.page();
    }
    if (result instanceof ChangesResult.NotYet notYet) {
      throw new RefusedException(
          Refusal.NOT_YET,
          "The journal is at revision %s, not yet at %s.".formatted(notYet.head(), atLeast),
          Map.of("head", notYet.head().value()));
    }
    ChangesResult.Resync resync = (ChangesResult.Resync) result;
    throw new RefusedException(
        resync.epochChanged() ? Refusal.EPOCH_CHANGED : Refusal.RESYNC,
        resync.epochChanged()
            ? resync.reason() + ". Read the snapshot and merge; what is missing there is no delete."
            : resync.reason() + ". Read the snapshot, then the changes from its cursor.");
  }

  /** No rows, and the cursor behind the last one. */
  public ChangesPage latest(Caller caller, WorkspaceId workspace) {
    Cursor head = access.toRead(caller, workspace).head(epochs.current());
    return new ChangesPage(head, head.revision(), false, List.of());
  }

  /**
   * What a page of the live nodes holds.
   *
   * @param page the token of the page before; null for the first
   */
  public SnapshotPlan snapshot(Caller caller, WorkspaceId workspace, @Nullable String page) {
    access.toRead(caller, workspace);
    try {
      return journal.snapshot(workspace, page);
    } catch (IllegalArgumentException e) {
      throw caused(
          RefusedException.invalid("page", "This is no page of this workspace. Begin again."), e);
    }
  }

  /** The page's rows. */
  public SnapshotPage snapshot(Caller caller, WorkspaceId workspace, SnapshotPlan plan) {
    access.toRead(caller, workspace);
    return journal.snapshot(workspace, plan);
  }

  /** Recipes of versions. */
  public RecipeAnswer recipes(Caller caller, WorkspaceId workspace, RecipeQuery query) {
    access.toRead(caller, workspace);
    checkCount("wanted", query.wanted().size());
    return journal.recipes(workspace, query);
  }

  /** Those of the chunks that the caller's device may name without uploading them. */
  public ChunksFound lookup(Caller caller, WorkspaceId workspace, ChunkLookup wanted) {
    access.toRead(caller, workspace);
    checkCount("hashes", wanted.hashes().size());
    return journal.lookup(workspace, caller.device(), wanted);
  }

  /** Keeps a recipe for a commit that is about to name it. */
  public StagedRecipe stage(Caller caller, WorkspaceId workspace, byte[] recipe) {
    access.toWrite(caller, workspace);
    try {
      return new StagedRecipe(journal.stage(workspace, caller.device(), recipe));
    } catch (IllegalArgumentException e) {
      throw caused(RefusedException.invalid("body", String.valueOf(e.getMessage())), e);
    }
  }

  private static void checkCount(String field, int count) {
    if (count > Limits.MAX_LOOKUP) {
      throw RefusedException.invalid(
          field, "At most %d in one call, not %d.".formatted(Limits.MAX_LOOKUP, count));
    }
  }

  private static RefusedException caused(RefusedException refused, IllegalArgumentException e) {
    refused.initCause(e);
    return refused;
  }
}
