package io.driftless.client.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link LocalFiles} on Linux by {@code java.nio}. */
public final class LinuxFiles implements LocalFiles {

  private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime,ino,dev";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int TYPE_MASK = 0170000;
  private static final int FOLDER_TYPE = 0040000;
  private static final int FILE_TYPE = 0100000;
  private static final int LINK_TYPE = 0120000;
  private static final int OWNER_EXECUTE = 0100;
  private static final int OWNER_WRITE = 0200;
  private static final int ALL_WRITE = 0222;
  private static final String MODE = "unix:mode";

  private final Path root;
  private final DeepPaths deep;
  private final Consumer<RelPath> aboutToList;

  /** Held while something is forced: two at once cost the system's journal more than one by one. */
  private final Object forcing = new Object();

  private volatile @Nullable Set<PosixFilePermission> defaults;
  private volatile FileSystemTraits traits = FileSystemTraits.LINUX;
  private volatile boolean explored;

  /** The files below an existing folder. */
  public LinuxFiles(Path root) throws IOException {
    this(root, folder -> {});
  }

  /**
   * The files below an existing folder.
   *
   * @param aboutToList told of each folder right before it is listed, by the thread that lists it
   */
  public LinuxFiles(Path root, Consumer<RelPath> aboutToList) throws IOException {
    this.root = root.toRealPath();
    this.deep = new DeepPaths(this.root);
    this.aboutToList = aboutToList;
  }

  /** The root's absolute path. */
  public Path root() {
    return root;
  }

  @Override
  public void explore() throws IOException {
    if (!explored) {
      traits = DiskProbe.of(this);
      explored = true;
    }
  }

  @Override
  public Set<String> names(RelPath folder) throws IOException {
    Set<String> names = new HashSet<>();
    deep.checkNoLinkTo(folder);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(deep.resolve(folder))) {
      stream.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public FileSystemTraits traits() {
    return traits;
  }

  @Override
  public Listing list(RelPath folder) throws IOException {
    List<FoundEntry> entries = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    deep.checkNoLinkTo(folder);
    aboutToList.accept(folder);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(deep.resolve(folder))) {
      for (Path entry : stream) {
        Path last = entry.getFileName();
        String name = last.toString();
        if (!last.equals(root.getFileSystem().getPath(name))) {
          unreadable.add(name);
          continue;
        }
        RelPath path = folder.child(name);
        FileStamp stamp = deep.isShort(path) ? stat(entry) : stat(path);
        if (stamp != null) {
          entries.add(new FoundEntry(name, stamp));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Listing(entries, unreadable);
  }

  @Override
  public @Nullable FileStamp stat(RelPath path) throws IOException {
    return stat(deep.resolve(path));
  }

  private @Nullable FileStamp stat(Path path) throws IOException {
    try {
      return stamp(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemLoopException e) {
      throw e;
    } catch (FileSystemException e) {
      if (isNoFolder(e)) {
        return null;
      }
      throw e;
    }
  }

  /** What is the client's own is nobody else's to swap. */
  private void checkWay(RelPath entry) throws IOException {
    if (!entry.isPrivate() && !entry.isRoot()) {
      deep.checkNoLinkTo(entry.parent());
    }
  }

  private static boolean isNoFolder(FileSystemException e) {
    return "Not a directory".equals(e.getReason());
  }

  private FileStamp stamp(Map<String, Object> found) {
    int mode = number(found, "mode").intValue();
    EntryKind kind =
        switch (mode & TYPE_MASK) {
          case FILE_TYPE -> EntryKind.FILE;
          case FOLDER_TYPE -> EntryKind.FOLDER;
          case LINK_TYPE -> EntryKind.LINK;
          default -> EntryKind.OTHER;
        };
    long key = number(found, "ino").longValue() * 31 + number(found, "dev").longValue();
    if (kind == EntryKind.FOLDER) {
      return new FileStamp(kind, 0, 0, 0, key, false);
    }
    return new FileStamp(
        kind,
        number(found, "size").longValue(),
        nanos(found, "lastModifiedTime"),
        nanos(found, "ctime"),
        key,
        traits.executableBit() && kind == EntryKind.FILE && (mode & OWNER_EXECUTE) != 0);
  }

  private static Number number(Map<String, Object> found, String attribute) {
    if (found.get(attribute) instanceof Number number) {
      return number;
    }
    throw new IllegalStateException("The file system tells no " + attribute);
  }

  private static long nanos(Map<String, Object> found, String attribute) {
    if (found.get(attribute) instanceof FileTime time) {
      return time.to(TimeUnit.NANOSECONDS);
    }
    throw new IllegalStateException("The file system tells no " + attribute);
  }

  @Override
  public SeekableByteChannel read(RelPath file) throws IOException {
    checkWay(file);
    return Files.newByteChannel(
        deep.resolve(file), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public String readLink(RelPath link) throws IOException {
    Path target = Files.readSymbolicLink(deep.resolve(link));
    String text = target.toString();
    if (!target.equals(root.getFileSystem().getPath(text))) {
      throw new FileSystemException(link.value(), null, "the link's target is no Unicode text");
    }
    return text;
  }

  @Override
  public SeekableByteChannel write(RelPath file) throws IOException {
    return new DiskFullNoticing(
        Files.newByteChannel(
            deep.resolve(file),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  @Override
  public SeekableByteChannel reopen(RelPath file) throws IOException {
    if (!file.isPrivate()) {
      throw new IllegalArgumentException("Not the client's own: " + file);
    }
    setWriteBits(file, OWNER_WRITE, true); // dressed like a file that is read-only
    return new DiskFullNoticing(
        Files.newByteChannel(
            deep.resolve(file),
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
  }

  @Override
  public void makeLink(RelPath link, String target) throws IOException {
    noticingFullDisk(
        () -> Files.createSymbolicLink(deep.resolve(link), root.getFileSystem().getPath(target)));
  }

  @Override
  public void dress(RelPath file, @Nullable RelPath like, boolean executable, long modifiedNanos)
      throws IOException {
    Path path = deep.resolve(file);
    Set<PosixFilePermission> permissions =
        like == null
            ? defaultPermissions()
            : Files.getPosixFilePermissions(deep.resolve(like), LinkOption.NOFOLLOW_LINKS);
    try {
      Files.setPosixFilePermissions(path, withExecutable(permissions, executable));
    } catch (FileSystemException e) {
      if (explored && traits.executableBit()) {
        throw e;
      } // else it keeps no permissions
    }
    Files.setLastModifiedTime(path, FileTime.from(modifiedNanos, TimeUnit.NANOSECONDS));
  }

  /** Whoever may read it may execute it, or nobody. */
  private static Set<PosixFilePermission> withExecutable(
      Set<PosixFilePermission> permissions, boolean executable) {
    EnumSet<PosixFilePermission> result = EnumSet.noneOf(PosixFilePermission.class);
    result.addAll(permissions);
    if (permissions.contains(PosixFilePermission.OWNER_EXECUTE) == executable) {
      return result;
    }
    set(result, PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE, executable);
    set(result, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE, executable);
    set(result, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE, executable);
    return result;
  }

  private static void set(
      Set<PosixFilePermission> permissions,
      PosixFilePermission read,
      PosixFilePermission execute,
      boolean executable) {
    if (executable && permissions.contains(read)) {
      permissions.add(execute);
    } else if (!executable) {
      permissions.remove(execute);
    }
  }

  /** What the user's file creation mask leaves of rw-rw-rw-; found by making a file. */
  private Set<PosixFilePermission> defaultPermissions() throws IOException {
    Set<PosixFilePermission> known = defaults;
    if (known == null) {
      Path probe = deep.resolve(RelPath.PRIVATE).resolve("mask-" + Thread.currentThread().getId());
      Files.deleteIfExists(probe);
      Files.createFile(probe);
      known = Files.getPosixFilePermissions(probe);
      Files.delete(probe);
      defaults = known;
    }
    return known;
  }

  @Override
  public int writeBits(RelPath file) throws IOException {
    checkWay(file);
    return mode(deep.resolve(file)) & ALL_WRITE;
  }

  @Override
  public void setWriteBits(RelPath file, int bits, boolean writable) throws IOException {
    checkWay(file);
    Path path = deep.resolve(file);
    int mode = mode(path);
    int wanted = writable ? mode | bits : mode & ~bits;
    if (wanted != mode && (mode & TYPE_MASK) == FILE_TYPE) {
      Files.setAttribute(path, MODE, wanted & ~TYPE_MASK, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static int mode(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, MODE, LinkOption.NOFOLLOW_LINKS);
    return number(found, "mode").intValue();
  }

  @Override
  public void force(RelPath file) throws IOException {
    try (FileChannel channel = FileChannel.open(deep.resolve(file), StandardOpenOption.READ)) {
      synchronized (forcing) {
        noticingFullDisk(() -> channel.force(true));
      }
    }
  }

  @Override
  public void forceFolder(RelPath folder) throws IOException {
    force(folder);
  }

  @Override
  public void makeFolder(RelPath folder) throws IOException {
    checkWay(folder);
    noticingFullDisk(() -> Files.createDirectory(deep.resolve(folder)));
  }

  @Override
  public void move(RelPath from, RelPath to) throws IOException {
    checkWay(from);
    checkWay(to);
    Path source = deep.resolve(from);
    Path target = deep.resolve(to);
    if (!to.isPrivate() && linked(source, target)) {
      Files.delete(source);
      return;
    }
    if (stat(from) == null) {
      throw new NoSuchFileException(from.value());
    }
    if (stat(to) != null) {
      throw new FileAlreadyExistsException(to.value());
    }
    noticingFullDisk(() -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
  }

  /**
   * A second name fails when the target exists, which a rename does not; false: not possible here,
   * or it is a folder.
   */
  private static boolean linked(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (FileSystemException e) {
      if (isFull(e)) {
        throw new DiskFullException("No space for " + target, e);
      }
      return false;
    }
  }

  @Override
  public void removePrivate(RelPath path) throws IOException {
    if (!path.isPrivate() || path.equals(RelPath.PRIVATE)) {
      throw new IllegalArgumentException("Not the client's own: " + path);
    }
    Files.deleteIfExists(deep.resolve(path));
  }

  @Override
  public Set<RelPath> openElsewhere(Collection<RelPath> files) throws IOException {
    return OpenFiles.among(files, deep);
  }

  @Override
  public void removeFolder(RelPath folder) throws IOException {
    checkWay(folder);
    Path path = deep.resolve(folder);
    Path parent = path.getParent();
    if (parent == null || folder.isRoot()) {
      throw new IllegalArgumentException("The root is never removed");
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        secure.deleteDirectory(path.getFileName());
      } else {
        Files.delete(path);
      }
    }
  }

  @Override
  public String systemLife() throws IOException {
    return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  static boolean isFull(FileSystemException e) {
    String reason = String.valueOf(e.getReason());
    return reason.startsWith("No space left") || reason.startsWith("Disk quota exceeded");
  }

  private interface DiskAction {
    void run() throws IOException;
  }

  private static void noticingFullDisk(DiskAction action) throws IOException {
    try {
      action.run();
    } catch (FileSystemException e) {
      if (isFull(e)) {
        throw new DiskFullException(String.valueOf(e.getMessage()), e);
      }
      throw e;
    } catch (IOException e) {
      throw DiskFullNoticing.translated(e);
    }
  }

  /** How many bytes a name or path has on this system. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
