package io.driftless.client.server;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.LockMessages.LockList;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the HTTP API that a device makes. Every call blocks, may be made from any thread,
 * never from the engine's, and may be repeated: reads change nothing, and what a repeated write
 * does twice (a second enrolment) harms nobody. An adapter repeats transient failures a few times
 * within its own time limit before it throws.
 *
 * <p>Every call throws {@link ServerException}; its {@link ServerException#kind} says whether to
 * try again later or to tell a person. The state here and there is as before the call, except that
 * an unanswered write may have been done.
 */
public interface ServerCalls {

  /** What the server is and where its parts are; needs no sign-on. */
  ConnectInfo connect() throws ServerException;

  /** Enrols this device; its secret is told this once. */
  Enrolled enrol(EnrolRequest request) throws ServerException;

  /** Renews the lease with which the broker lets the device in. */
  Lease renewLease(DeviceId device) throws ServerException;

  /** Revokes the device and drops its queue. */
  void unlink(DeviceId device) throws ServerException;

  /** The workspaces that the signed-in person is a member of, the personal one first. */
  WorkspaceList workspaces() throws ServerException;

  /** Makes a workspace owned by the signed-in person. */
  WorkspaceInfo makeWorkspace(NewWorkspace workspace) throws ServerException;

  /** The heads of all workspaces of the signed-in person. */
  Heads heads() throws ServerException;

  /**
   * The journal's rows after a cursor.
   *
   * @param limit the most rows of the page, at most {@link
   *     io.driftless.protocol.message.Limits#MAX_PAGE_ROWS}
   * @param atLeast the revision that the journal must have reached; NONE for whatever there is
   */
  JournalRead changes(WorkspaceId workspace, Cursor after, int limit, Revision atLeast)
      throws ServerException;

  /**
   * A page of the live nodes, parents before children.
   *
   * @param page {@code nextPage} of the page before; null for the first
   */
  SnapshotPage snapshot(WorkspaceId workspace, @Nullable String page) throws ServerException;

  /** Recipes of versions; may answer fewer than asked, then ask for the rest again. */
  RecipeAnswer recipes(WorkspaceId workspace, RecipeQuery query) throws ServerException;

  /** The locks on files that hold in a workspace. */
  default LockList locks(WorkspaceId workspace) throws ServerException {
    return new LockList(List.of());
  }

  /** Which of these chunks the device may name without uploading them. */
  ChunksFound lookup(WorkspaceId workspace, ChunkLookup chunks) throws ServerException;

  /** A pass to the workspace's blobs of at most 15 minutes. */
  Sas sas(WorkspaceId workspace, BlobAccess access) throws ServerException;

  /** Sends a recipe ahead that is too long for a message; name it by {@link Recipe#digest}. */
  void stageRecipe(WorkspaceId workspace, Recipe recipe) throws ServerException;
}
