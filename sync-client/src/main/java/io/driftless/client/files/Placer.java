package io.driftless.client.files;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts finished files in place and takes files away, so that nothing that somebody wrote meanwhile
 * is lost. What stands at the place is renamed into {@link PrivateFolder#REPLACED} in one step;
 * there it is looked at again, and goes back when it is not what was expected. The new file takes
 * the place by an operation that fails when something is there. The file that was taken away is
 * kept: whoever still has it open may write into it, so it is checked again later.
 */
public final class Placer {

  /** How it ended. */
  public sealed interface Placed {}

  /**
   * As wished.
   *
   * @param stamp of what stands there now; null when something was taken away only
   * @param replaced where the file that stood there is kept; null when there was none
   */
  public record Done(@Nullable FileStamp stamp, @Nullable RelPath replaced) implements Placed {}

  /**
   * Something else stands there than was expected; what stands there was not changed.
   *
   * @param kept where the file is kept that stood there before; null when there was none or it is
   *     back
   */
  public record Changed(@Nullable RelPath kept) implements Placed {}

  /**
   * What is expected at a place.
   *
   * @param stamp how it looked when its content was read
   * @param node whose content it is
   * @param digest of its content
   * @param unique makes the name of the kept file one of its own
   */
  public record Expected(FileStamp stamp, NodeId node, Sha256 digest, String unique) {}

  private final LocalFiles files;

  /** Works on these files. */
  public Placer(LocalFiles files) {
    this.files = files;
  }

  /**
   * Puts a finished file or link in place.
   *
   * @param ready in {@link PrivateFolder#TEMPORARY}; still there when the answer is {@link Changed}
   * @param expected what stands at the place; null for nothing
   */
  public Placed put(RelPath ready, RelPath target, @Nullable Expected expected) throws IOException {
    FileStamp made = Objects.requireNonNull(files.stat(ready));
    RelPath kept = null;
    if (expected != null) {
      Taken taken = takeAway(target, kept(expected), expected);
      if (!taken.asExpected()) {
        return new Changed(taken.kept());
      }
      kept = taken.kept();
    }
    try {
      files.move(ready, target);
    } catch (FileAlreadyExistsException e) {
      // Somebody made a file there in this very moment. The old one is known content; it stays
      // kept until its check.
      return new Changed(kept);
    } catch (IOException e) {
      if (kept != null && !putBack(kept, target)) {
        return new Changed(kept);
      }
      throw e;
    }
    FileStamp placed = files.stat(target);
    // Somebody may have changed or taken it already: then the stamp before makes it be looked at.
    return new Done(placed != null && placed.sameFile(made) ? placed : made, kept);
  }

  /**
   * Moves a file or link to another place. It goes by way of the client's own folder: a rename
   * could replace what somebody made at the target, and a second name whose first is removed
   * afterwards could remove what somebody saved over the first.
   */
  public Placed move(RelPath from, RelPath to, Expected expected) throws IOException {
    RelPath way = PrivateFolder.movingPath(expected.node(), expected.digest(), expected.unique());
    Taken taken = takeAway(from, way, expected);
    RelPath kept = taken.kept();
    if (kept == null || !taken.asExpected()) {
      return new Changed(kept);
    }
    try {
      files.move(kept, to);
    } catch (FileAlreadyExistsException e) {
      return new Changed(putBack(kept, from) ? null : kept);
    } catch (IOException e) {
      if (!putBack(kept, from)) {
        return new Changed(kept);
      }
      throw e;
    }
    FileStamp moved = files.stat(to);
    return moved == null ? new Changed(null) : new Done(moved, null);
  }

  /**
   * Forces the names in these folders to the disk, so that what was placed or removed outlives a
   * power cut before anybody is told of it. A folder that somebody moved or removed meanwhile is
   * left out: it is seen as that.
   */
  public static void forceFolders(LocalFiles files, Iterable<RelPath> folders) throws IOException {
    for (RelPath folder : folders) {
      try {
        files.forceFolder(folder);
      } catch (NoSuchFileException | NotDirectoryException e) {
        // Its own folder is forced by whoever moved it.
      }
    }
  }

  /** Takes a file or link off its place. */
  public Placed remove(RelPath target, Expected expected) throws IOException {
    Taken taken = takeAway(target, kept(expected), expected);
    return taken.asExpected() ? new Done(null, taken.kept()) : new Changed(taken.kept());
  }

  /**
   * What was taken off its place.
   *
   * @param kept where it is; null when it is still or again at its place
   * @param asExpected whether it is what was expected there
   */
  private record Taken(@Nullable RelPath kept, boolean asExpected) {}

  private static RelPath kept(Expected expected) {
    return PrivateFolder.replacedPath(expected.node(), expected.digest(), expected.unique());
  }

  private Taken takeAway(RelPath target, RelPath kept, Expected expected) throws IOException {
    if (!expected.stamp().equals(files.stat(target))) {
      return new Taken(null, false);
    }
    files.move(target, kept);
    FileStamp taken;
    try {
      taken = files.stat(kept);
    } catch (IOException e) {
      taken = null; // known by nobody: it goes back
    }
    if (taken == null || !taken.sameFile(expected.stamp())) {
      return new Taken(putBack(kept, target) ? null : kept, false);
    }
    return new Taken(kept, true);
  }

  /**
   * Answers false when that can't be, because a newer one stands there or the folder is not there
   * any more: the kept one waits for its check.
   */
  private boolean putBack(RelPath kept, RelPath target) {
    try {
      files.move(kept, target);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
