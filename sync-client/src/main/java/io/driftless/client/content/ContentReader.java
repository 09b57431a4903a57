package io.driftless.client.content;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.Clock;
import io.driftless.client.tree.FileContent;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.chunk.Chunker;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.Recipe;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads files and links of the root. Safe for several threads. */
public final class ContentReader {

  private final LocalFiles files;
  private final Clock clock;

  /** Reads these files; the clock is the one that stamps them. */
  public ContentReader(LocalFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  /**
   * Reads a file or link once.
   *
   * @param base the profile of the version before; 0 for none
   * @return null when it is not there, is neither file nor link, or changed while it was read
   */
  public @Nullable ReadContent read(RelPath path, int base) throws IOException {
    long began = TimeUnit.MILLISECONDS.toNanos(clock.wallMillis());
    FileStamp before = files.stat(path);
    if (before == null) {
      return null;
    }
    try {
      if (before.kind() == EntryKind.FILE) {
        return readFile(path, before, base, began);
      }
      return before.kind() == EntryKind.LINK ? readLink(path, before, began) : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private @Nullable ReadContent readFile(RelPath path, FileStamp before, int base, long began)
      throws IOException {
    ChunkingProfile profile = profile(base, before.size());
    List<Chunk> chunks = new ArrayList<>();
    Sha256 digest;
    long size;
    try (SeekableByteChannel in = files.read(path)) {
      Chunker chunker = new Chunker(in, profile, before.size());
      for (Chunk chunk = chunker.next(); chunk != null; chunk = chunker.next()) {
        chunks.add(chunk);
        if (chunk.end() > before.size()) {
          return null; // it grows
        }
      }
      digest = chunker.digest();
      size = chunker.sizeBytes();
    }
    if (size != before.size() || !before.equals(files.stat(path))) {
      return null;
    }
    Recipe recipe = new Recipe(chunks.stream().map(Chunk::hash).toList());
    FileContent content =
        new FileContent(
            size, digest, before.executable(), size == 0 ? 0 : profile.id(), recipe.digest(), null);
    return new ReadContent(before, content, chunks, isRacy(before, began));
  }

  private @Nullable ReadContent readLink(RelPath path, FileStamp before, long began)
      throws IOException {
    String target = files.readLink(path);
    if (!before.equals(files.stat(path))) {
      return null;
    }
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    FileContent content =
        new FileContent(bytes.length, Sha256.digest(bytes), false, 0, null, target);
    return new ReadContent(before, content, List.of(), isRacy(before, began));
  }

  private boolean isRacy(FileStamp stamp, long began) {
    long ended = TimeUnit.MILLISECONDS.toNanos(clock.wallMillis() + 1);
    return stamp.isRacy(began, ended, files.traits().granularityNanos());
  }

  private static ChunkingProfile profile(int base, long size) {
    return ChunkingProfile.ofId(base)
        .map(known -> ChunkingProfile.forNextVersion(known, size))
        .orElseGet(() -> ChunkingProfile.forNewFile(size));
  }
}
