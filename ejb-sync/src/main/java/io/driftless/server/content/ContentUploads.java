package io.driftless.server.content;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.CommitId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.ChunkStoreUnavailableException;
import io.driftless.server.node.FilePut;
import io.driftless.server.node.FilePut.Admitted;
import io.driftless.server.node.FilePut.Done;
import io.driftless.server.node.FilePut.Place;
import io.driftless.server.node.NewContent;
import io.driftless.server.workspace.Containers;
import io.driftless.server.workspace.UploadMeter;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Takes a body as the content of a file. The body is read while no transaction is open. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ContentUploads {

  @EJB private FilePut files;
  @EJB private UploadMeter meter;
  @Inject private Containers containers;
  @Inject private ChunkStore blobs;

  /**
   * A body.
   *
   * @param length in bytes; negative when nobody said
   */
  public record Body(InputStream bytes, long length) {}

  /**
   * Stores what of the body the workspace does not hold yet, and commits it.
   *
   * @param key makes repeating the call safe; null for none
   * @return the file as the commit left it
   * @throws IOException when the body breaks off
   * @throws RefusedException when the caller may not write, the file is not what the caller has
   *     seen, or it does not fit; nothing was done then
   */
  public NodeInfo put(Caller caller, Place place, Body body, @Nullable CommitId key)
      throws IOException {
    Admitted admitted = files.admit(caller, place, key != null);
    containers.ensure(admitted.container());
    meter.beforePass(place.workspace(), admitted.container());
    ContentCutter cutter =
        new ContentCutter(blobs, admitted, chunks -> files.held(caller, place.workspace(), chunks));
    NewContent content = cut(cutter, body, profile(admitted, body));
    try {
      Done done = files.commit(caller, place, content, key);
      cutter.discard(done.unused());
      return done.node();
    } catch (RefusedException e) {
      cutter.discard();
      throw e;
    }
  }

  private static ChunkingProfile profile(Admitted admitted, Body body) {
    ChunkingProfile base = admitted.base();
    long length = Math.max(0, body.length());
    if (base == null) {
      return ChunkingProfile.forNewFile(length);
    }
    return body.length() < 0 ? base : ChunkingProfile.forNextVersion(base, length);
  }

  private static NewContent cut(ContentCutter cutter, Body body, ChunkingProfile profile)
      throws IOException {
    try {
      NewContent content = cutter.cut(body.bytes(), profile);
      if (body.length() >= 0 && content.size() != body.length()) {
        throw RefusedException.invalid(
            "body",
            "The body has %d bytes, its length says %d.".formatted(content.size(), body.length()));
      }
      return content;
    } catch (ChunkStoreUnavailableException e) {
      cutter.discard();
      throw RefusedException.unavailable(
          "blob store", "The blob store does not answer. Try again in a moment.", e);
    } catch (IOException | RuntimeException e) {
      cutter.discard();
      throw e;
    }
  }
}
