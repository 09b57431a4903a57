package io.driftless.web.tus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import me.desair.tus.server.exception.TusException;
import me.desair.tus.server.upload.UploadInfo;
import me.desair.tus.server.upload.disk.DiskStorageService;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of uploads, in a folder of this node or one that all nodes share. An upload
 * whose file is committed is kept without its bytes until it expires, so that a client that lost
 * the answer learns that all is well.
 */
final class Spool extends DiskStorageService {

  private static final String COMMITTED = "committed ";
  private static final String DATA = "data";

  private final Path folder;

  Spool(Path folder) throws IOException {
    super(Files.createDirectories(folder).toString());
    this.folder = folder;
  }

  /** How many uploads of an owner are not committed, and how many bytes all owners' may get yet. */
  record Open(int ofOwner, long missingBytes) {}

  Open open(String owner) throws IOException {
    int ofOwner = 0;
    long missing = 0;
    for (UploadInfo info : all()) {
      if (committed(info) != null || info.isExpired()) {
        continue;
      }
      ofOwner += owner.equals(info.getOwnerKey()) ? 1 : 0;
      missing += Objects.requireNonNullElse(info.getLength(), 0L) - info.getOffset();
    }
    return new Open(ofOwner, missing);
  }

  private List<UploadInfo> all() throws IOException {
    Path uploads = folder.resolve("uploads");
    if (!Files.isDirectory(uploads)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(uploads)) {
      return found
          .map(path -> info(path.getFileName().toString()))
          .filter(Objects::nonNull)
          .map(Objects::requireNonNull)
          .toList();
    }
  }

  private @Nullable UploadInfo info(String id) {
    try {
      return getUploadInfo(new me.desair.tus.server.upload.UploadId(id));
    } catch (IOException e) {
      throw new UncheckedIOException("The upload " + id + " can't be read", e);
    }
  }

  /** The file that an upload became; null as long as it is not committed. */
  static @Nullable Written committed(UploadInfo info) {
    String noted = info.getUploadConcatHeaderValue();
    if (noted == null || !noted.startsWith(COMMITTED)) {
      return null;
    }
    String[] parts = noted.split(" ", 3);
    return new Written(parts[1], parts[2]);
  }

  /**
   * The file that an upload became.
   *
   * @param tag of its content
   */
  record Written(String node, String tag) {}

  /** Notes what became of an upload, then drops its bytes. */
  void commit(UploadInfo info, Written written) throws IOException, TusException {
    info.setUploadConcatHeaderValue(COMMITTED + written.node() + " " + written.tag());
    update(info);
    Path data = folder.resolve("uploads").resolve(info.getId().toString()).resolve(DATA);
    try (FileChannel bytes = FileChannel.open(data, StandardOpenOption.WRITE)) {
      bytes.truncate(0);
    }
  }

  /** What may still be written into the folder. */
  long usableBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }
}
