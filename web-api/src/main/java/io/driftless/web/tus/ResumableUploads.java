package io.driftless.web.tus;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.content.ContentUploads;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.node.ContentTag;
import io.driftless.server.node.FilePut;
import io.driftless.server.node.FilePut.Admitted;
import io.driftless.server.node.FilePut.Place;
import io.driftless.web.problem.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import me.desair.tus.server.TusFileUploadService;
import me.desair.tus.server.exception.TusException;
import me.desair.tus.server.exception.UploadAlreadyLockedException;
import me.desair.tus.server.upload.UploadInfo;
import me.desair.tus.server.upload.UploadLock;
import me.desair.tus.server.upload.UuidUploadIdFactory;
import me.desair.tus.server.upload.disk.DiskLockingService;

/**
 * Uploads by the tus protocol. The library speaks it and keeps what has arrived on disk; here is
 * who may, how much, and what becomes of it: a whole file is put like the body of a single call,
 * with the upload's id as the key that makes the commit happen once.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ResumableUploads {

  /** The longest file: a recipe of the coarsest profile has room for it. */
  static final long MOST_BYTES = 1L << 40;

  static final Duration KEPT = Duration.ofDays(1);

  private static final int MOST_OF_OWNER = 100;
  private static final long SPARE_BYTES = 256L << 20;
  private static final String ADDRESS = "/api/v1/workspaces/[0-9a-f-]+/uploads";

  @EJB private FilePut files;
  @Inject private ContentUploads uploads;
  @Inject private ServerSettings settings;

  private Spool spool;
  private DiskLockingService locks;
  private TusFileUploadService library;

  /** What a call is about. */
  record Call(
      Caller caller,
      WorkspaceId workspace,
      HttpServletRequest request,
      HttpServletResponse response) {

    String owner() {
      return workspace + " " + caller.account();
    }

    CapturedResponse captured() {
      return new CapturedResponse(response);
    }
  }

  @PostConstruct
  void prepare() {
    try {
      Path folder = settings.uploads();
      UuidUploadIdFactory ids = new UuidUploadIdFactory();
      spool = new Spool(folder);
      locks = new DiskLockingService(folder.toString());
      library =
          new TusFileUploadService()
              .withUploadIdFactory(ids)
              .withUploadStorageService(spool)
              .withUploadLockingService(locks)
              .withUploadUri(ADDRESS)
              .withMaxUploadSize(MOST_BYTES)
              .withUploadExpirationPeriod(KEPT.toMillis())
              .disableTusExtension("concatenation");
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of uploads can't be used", e);
    }
  }

  /** Begins an upload. */
  CapturedResponse create(Call call) throws IOException, TusException {
    Place place = UploadTarget.of(call.workspace(), call.request().getHeader("Upload-Metadata"));
    long length = length(call.request());
    Admitted admitted = files.admit(call.caller(), place, false);
    checkRoom(call.owner(), length, admitted);
    CapturedResponse answer = call.captured();
    library.process(call.request(), answer, call.owner());
    if (length == 0 && answer.error() == null) {
      finish(call, answer.getHeader("Location"), answer, true);
    }
    return answer;
  }

  /** How far it has come. */
  CapturedResponse look(Call call) throws IOException, TusException {
    return process(call);
  }

  /** Takes more of it; the last bytes make the file. */
  CapturedResponse append(Call call) throws IOException, TusException {
    return process(call);
  }

  private CapturedResponse process(Call call) throws IOException, TusException {
    files.admitAny(call.caller(), call.workspace());
    CapturedResponse answer = call.captured();
    library.process(call.request(), answer, call.owner());
    if (answer.error() == null) {
      finish(call, call.request().getRequestURI(), answer, false);
    }
    return answer;
  }

  /** Gives it up. */
  CapturedResponse remove(Call call) throws IOException {
    files.admitAny(call.caller(), call.workspace());
    CapturedResponse answer = call.captured();
    library.process(call.request(), answer, call.owner());
    return answer;
  }

  /** Drops what nobody went on with. */
  void dropExpired() throws IOException {
    library.cleanup();
  }

  private static long length(HttpServletRequest request) {
    String text = request.getHeader("Upload-Length");
    if (text == null || !text.matches("\\d{1,18}")) {
      throw ProblemException.invalid(
          "Upload-Length", "Send Upload-Length, the bytes of the whole file.");
    }
    return Long.parseLong(text);
  }

  private void checkRoom(String owner, long length, Admitted admitted) throws IOException {
    if (length > admitted.limitBytes() - admitted.usedBytes()) {
      throw new RefusedException(
          Refusal.OVER_QUOTA,
          "The workspace holds %d of %d bytes; this does not fit."
              .formatted(admitted.usedBytes(), admitted.limitBytes()),
          Map.of("limitBytes", admitted.limitBytes(), "usedBytes", admitted.usedBytes()));
    }
    Spool.Open open = spool.open(owner);
    if (open.ofOwner() >= MOST_OF_OWNER) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "You have %d uploads under way; end or remove one.".formatted(open.ofOwner()),
          Map.of("limit", MOST_OF_OWNER));
    }
    if (length <= MOST_BYTES && length > spool.usableBytes() - open.missingBytes() - SPARE_BYTES) {
      throw new RefusedException(
          Refusal.UNAVAILABLE,
          "The server has no room for an upload of this length at the moment.",
          Map.of("part", "uploads"));
    }
  }

  /**
   * Makes the file of an upload that is whole, once; tells what became of it.
   *
   * @param empty whether it is whole from the beginning: the library knows no length of 0
   */
  private void finish(Call call, String address, CapturedResponse answer, boolean empty)
      throws IOException, TusException {
    UploadInfo info = spool.getUploadInfo(address, call.owner());
    Spool.Written written = info == null ? null : Spool.committed(info);
    if (info == null || (written == null && info.isUploadInProgress() && !empty)) {
      return;
    }
    if (written == null) {
      UploadLock lock = lock(address);
      try {
        written = commit(call, address);
      } finally {
        lock.release();
      }
    }
    answer.setHeader("Driftless-Node", written.node());
    answer.setHeader("ETag", "\"" + written.tag() + "\"");
  }

  private UploadLock lock(String address) throws IOException, TusException {
    UploadLock lock = locks.lockUploadByUri(address);
    if (lock == null) {
      throw new UploadAlreadyLockedException("The upload is being made a file by another call");
    }
    return lock;
  }

  private Spool.Written commit(Call call, String address) throws IOException, TusException {
    UploadInfo info = Objects.requireNonNull(spool.getUploadInfo(address, call.owner()));
    Spool.Written before = Spool.committed(info);
    if (before != null) {
      return before;
    }
    Place place = UploadTarget.of(call.workspace(), info.getEncodedMetadata());
    CommitId once = new CommitId(UUID.fromString(info.getId().toString()));
    try (InputStream bytes = spool.getUploadedBytes(info.getId())) {
      ContentUploads.Body body = new ContentUploads.Body(bytes, info.getOffset());
      NodeInfo file = uploads.put(call.caller(), place, body, once);
      Spool.Written written =
          new Spool.Written(
              file.node().toString(), ContentTag.of(Objects.requireNonNull(file.version())));
      spool.commit(info, written);
      return written;
    }
  }
}
