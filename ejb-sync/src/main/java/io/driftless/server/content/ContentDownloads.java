package io.driftless.server.content;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.ChunkStoreUnavailableException;
import io.driftless.server.node.FolderAtRevision;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts content together from packs. No transaction is open while bytes flow. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ContentDownloads {

  @EJB private ContentReading reading;
  @EJB private FolderAtRevision folders;
  @Inject private ChunkStore blobs;
  @Resource private ManagedExecutorService executor;

  /**
   * A version of a file, live or removed.
   *
   * @param number null for the current one
   */
  public OpenContent open(
      Caller caller, WorkspaceId workspace, NodeId node, @Nullable VersionNumber number) {
    return reading.open(caller, workspace, node, number);
  }

  /** A folder as it was at a revision, ready to be written as a zip. */
  public FolderZip zip(Caller caller, WorkspaceId workspace, Revision then) {
    return new FolderZip(folders, this, caller, workspace, then);
  }

  /**
   * A part of it, ready to be written.
   *
   * @throws RefusedException when its beginning can't be read
   */
  public ContentStream stream(Caller caller, OpenContent content, ContentRange range) {
    ContentStream.Source source =
        new ContentStream.Source() {
          @Override
          public List<ChunkLocation> slice(int first, int count) {
            return reading.slice(caller, content, first, count);
          }

          @Override
          public List<ChunkLocation> others(ChunkLocation place) {
            return reading.places(caller, content, place.hash());
          }
        };
    ContentStream stream = new ContentStream(source, blobs, executor, content, range);
    try {
      stream.prepare();
    } catch (ChunkStoreUnavailableException e) {
      throw RefusedException.unavailable(
          "blob store", "The blob store does not answer. Try again in a moment.", e);
    }
    return stream;
  }
}
