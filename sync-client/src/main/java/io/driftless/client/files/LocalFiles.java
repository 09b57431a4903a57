package io.driftless.client.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files below one root, the client's own folder {@link RelPath#PRIVATE} included. Links are
 * never followed. Safe for several threads as far as they touch different entries.
 *
 * <p>Errors are those of {@code java.nio.file}: {@code NoSuchFileException}, {@code
 * FileAlreadyExistsException}, {@code AccessDeniedException}, {@code DirectoryNotEmptyException},
 * {@code NotDirectoryException}; {@link DiskFullException}; any other {@link IOException} is of the
 * device. After an error the entry is as it was, except for what {@link #write} was writing.
 */
public interface LocalFiles {

  /**
   * Finds out what the file system can tell and hold, by trying in the client's own folder, which
   * must be there; leaves nothing behind. To be called before {@link #traits}.
   */
  default void explore() throws IOException {}

  /** What this file system can tell and hold. */
  FileSystemTraits traits();

  /**
   * The entries of a folder in no order, each with its stamp; entries that vanish meanwhile are
   * left out. Names that are not Unicode text are in {@code unreadableNames}.
   */
  Listing list(RelPath folder) throws IOException;

  /** The names in a folder, as {@link #list} has them, without looking at what they stand for. */
  default Set<String> names(RelPath folder) throws IOException {
    Set<String> names = new HashSet<>();
    list(folder).entries().forEach(entry -> names.add(entry.name()));
    return names;
  }

  /** How the entry looks now; null when there is none (or its parent is none, or no folder). */
  @Nullable FileStamp stat(RelPath path) throws IOException;

  /** Opens a regular file to read; refuses links. */
  SeekableByteChannel read(RelPath file) throws IOException;

  /** The target of a link, verbatim. */
  String readLink(RelPath link) throws IOException;

  /** Creates a regular file that must not exist yet, readable and writable by its owner only. */
  SeekableByteChannel write(RelPath file) throws IOException;

  /** Opens an existing file of the client's own folder to read and write. */
  SeekableByteChannel reopen(RelPath file) throws IOException;

  /** Creates a link. */
  void makeLink(RelPath link, String target) throws IOException;

  /**
   * Gives a file that was just written its modification time, its executable bit, and for the rest
   * the permissions of another file or those that the user's new files have.
   *
   * @param like whose permissions to take; null for those of new files
   */
  void dress(RelPath file, @Nullable RelPath like, boolean executable, long modifiedNanos)
      throws IOException;

  /** Who may write a file, as bits of the disk; 0 for nobody, or where there are no such bits. */
  default int writeBits(RelPath file) throws IOException {
    return 0;
  }

  /** Lets some write a file, or not any more; others may or may not as before. */
  default void setWriteBits(RelPath file, int bits, boolean writable) throws IOException {}

  /** Forces content and attributes of a file to the disk. */
  void force(RelPath file) throws IOException;

  /** Forces a folder's entries to the disk. */
  void forceFolder(RelPath folder) throws IOException;

  /** Creates one folder. */
  void makeFolder(RelPath folder) throws IOException;

  /**
   * Renames an entry; never replaces anything: {@code FileAlreadyExistsException} when the target
   * exists. An entry that is no folder may for a moment be at both places, never at none.
   */
  void move(RelPath from, RelPath to) throws IOException;

  /** Removes a file or link of the client's own folder. Refuses any other path. */
  void removePrivate(RelPath path) throws IOException;

  /**
   * Those of the regular files that somebody else has open, so that more may be written into them
   * under whatever name; one that the system does not tell of counts as closed.
   */
  Set<RelPath> openElsewhere(Collection<RelPath> files) throws IOException;

  /** Removes an empty folder; {@code DirectoryNotEmptyException} when it is not. */
  void removeFolder(RelPath folder) throws IOException;

  /**
   * Names the time since which every write that returned can be seen. Another name than before
   * means that the system was restarted: what was not forced to the disk may be as it was earlier.
   * Empty when the system does not tell.
   */
  default String systemLife() throws IOException {
    return "";
  }

  /** Free space in bytes. */
  long freeBytes() throws IOException;

  /**
   * The entries of a folder.
   *
   * @param entries those with names that can be synced
   * @param unreadableNames how the others read, as far as they can be shown
   */
  record Listing(List<FoundEntry> entries, List<String> unreadableNames) {
    public Listing {
      entries = List.copyOf(entries);
      unreadableNames = List.copyOf(unreadableNames);
    }

    /** The same with names as the client speaks of them. */
    public Listing as(HeldNames held) {
      return held.decomposes()
          ? new Listing(
              entries.stream()
                  .map(entry -> new FoundEntry(held.composed(entry.name()), entry.stamp()))
                  .toList(),
              unreadableNames)
          : this;
    }
  }
}
