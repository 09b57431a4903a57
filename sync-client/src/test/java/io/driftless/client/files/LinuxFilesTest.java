package io.driftless.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.files.Placer.Expected;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesTest {

  @TempDir private Path folder;
  private LinuxFiles files;

  @BeforeEach
  void prepare() throws IOException {
    files = new LinuxFiles(folder);
    new PrivateFolder(files).prepare();
  }

  private RelPath ready(String content) throws IOException {
    RelPath path = PrivateFolder.TEMPORARY.child("ready");
    try (SeekableByteChannel out = files.write(path)) {
      out.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    }
    files.dress(path, null, true, 1_000_000_000L);
    return path;
  }

  private Expected expected(String name) throws IOException {
    return new Expected(
        files.stat(new RelPath(name)), new NodeId(new UUID(1, 1)), Sha256.digest(new byte[0]), "u");
  }

  @Test
  void placedFileShouldStandThereAndTheOldOneBeKept() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    Placer.Placed placed = new Placer(files).put(ready("new"), new RelPath("a"), expected("a"));
    assertThat(folder.resolve("a")).hasContent("new").isExecutable();
    assertThat(placed).isInstanceOf(Placer.Done.class);
    assertThat(new PrivateFolder(files).replaced()).hasSize(1);
  }

  @Test
  void placingShouldLeaveAloneWhatWasChangedMeanwhile() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    Expected expected = expected("a");
    Files.writeString(folder.resolve("a"), "edited");
    Placer.Placed placed = new Placer(files).put(ready("new"), new RelPath("a"), expected);
    assertThat(placed).isInstanceOf(Placer.Changed.class);
    assertThat(folder.resolve("a")).hasContent("edited");
  }

  @Test
  void placingShouldNotReplaceWhatAppearedMeanwhile() throws IOException {
    Files.writeString(folder.resolve("a"), "somebody's");
    Placer.Placed placed = new Placer(files).put(ready("new"), new RelPath("a"), null);
    assertThat(placed).isInstanceOf(Placer.Changed.class);
    assertThat(folder.resolve("a")).hasContent("somebody's");
  }

  @Test
  void moveShouldNeverReplace() throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    Files.writeString(folder.resolve("b"), "b");
    assertThatThrownBy(() -> files.move(new RelPath("a"), new RelPath("b")))
        .isInstanceOf(FileAlreadyExistsException.class);
    files.move(new RelPath("a"), new RelPath("c"));
    assertThat(folder.resolve("a")).doesNotExist();
    assertThat(folder.resolve("c")).hasContent("a");
  }

  @Test
  void fullFolderShouldNotBeRemoved() throws IOException {
    Files.createDirectories(folder.resolve("f/g"));
    assertThatThrownBy(() -> files.removeFolder(new RelPath("f")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    files.removeFolder(new RelPath("f/g"));
    assertThat(folder.resolve("f")).isEmptyDirectory();
  }

  @Test
  void linkToWhatIsNoUnicodeShouldNotBeReadAsAnotherOne() throws Exception {
    new ProcessBuilder("sh", "-c", "ln -s \"$(printf 'bad\\377')\" odd")
        .directory(folder.toFile())
        .start()
        .waitFor();
    assertThat(Files.isSymbolicLink(folder.resolve("odd"))).isTrue();
    assertThatThrownBy(() -> files.readLink(new RelPath("odd")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("no Unicode text");
  }

  @Test
  void linksShouldNotBeFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("l"), Path.of("/etc/passwd"));
    assertThat(files.stat(new RelPath("l")).kind()).isEqualTo(EntryKind.LINK);
    assertThat(files.readLink(new RelPath("l"))).isEqualTo("/etc/passwd");
    assertThatThrownBy(() -> files.read(new RelPath("l")).close()).isInstanceOf(IOException.class);
  }

  @Test
  void renameShouldKeepTheKey() throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    FileStamp before = files.stat(new RelPath("a"));
    files.move(new RelPath("a"), new RelPath("b"));
    assertThat(files.stat(new RelPath("b")).sameFile(before)).isTrue();
    assertThat(files.stat(new RelPath("a"))).isNull();
  }

  @Test
  void pathsBeyondTheSystemsLimitShouldWork() throws IOException {
    RelPath path = RelPath.ROOT;
    for (int i = 0; i < 40; i++) {
      path = path.child("d".repeat(250));
      files.makeFolder(path);
    }
    assertThat(path.value().length()).isGreaterThan(8_000);
    RelPath ready = ready("deep");
    files.move(ready, path.child("file"));
    assertThat(files.list(path).entries()).hasSize(1);
    try (SeekableByteChannel in = files.read(path.child("file"))) {
      assertThat(in.size()).isEqualTo(4);
    }
    files.move(path.child("file"), PrivateFolder.TEMPORARY.child("back"));
    for (int i = 0; i < 40; i++) {
      files.removeFolder(path);
      path = path.parent();
    }
  }

  @Test
  void fileThatAnotherProcessMayWriteIntoShouldBeOpenElsewhereWhateverItsName() throws Exception {
    RelPath a = new RelPath("a");
    RelPath b = new RelPath("b");
    RelPath gone = new RelPath("gone");
    Files.writeString(folder.resolve("a"), "x");
    Files.writeString(folder.resolve("b"), "y");
    Files.writeString(folder.resolve("c"), "z");
    try (Holder writer = Holder.of(folder.resolve("a"), ">>");
        Holder reader = Holder.of(folder.resolve("b"), "<")) {
      Files.move(folder.resolve("a"), folder.resolve("moved"));
      RelPath moved = new RelPath("moved");
      assertThat(files.openElsewhere(List.of(moved, b, new RelPath("c"), gone)))
          .containsExactly(moved);
      assertThat(writer.isAlive() && reader.isAlive()).isTrue();
      assertThat(files.openElsewhere(List.of(a))).isEmpty();
    }
    assertThat(files.openElsewhere(List.of(new RelPath("moved"), b))).isEmpty();
  }

  @Test
  void folderThatWasSwappedForALinkShouldLeadNowhereOutside(@TempDir Path outside)
      throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.createDirectories(outside.resolve("b/empty"));
    Files.writeString(outside.resolve("b/secret"), "not yours");
    RelPath ready = ready("new");
    Files.move(folder.resolve("a"), folder.resolve("away"));
    Files.createSymbolicLink(folder.resolve("a"), outside);
    RelPath b = new RelPath("a/b");
    RelPath secret = b.child("secret");

    assertThatThrownBy(() -> files.move(ready, b.child("x")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("link");
    assertThatThrownBy(() -> files.move(secret, PrivateFolder.REPLACED.child("x")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.makeFolder(b.child("x")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.removeFolder(b.child("empty")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.read(secret)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.list(b)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.list(new RelPath("a"))).isInstanceOf(NoSuchFileException.class);
    assertThat(outside.resolve("b")).isDirectoryContaining("glob:**/secret");
    assertThat(outside.resolve("b/x")).doesNotExist();
    assertThat(outside.resolve("b/empty")).exists();
    assertThat(files.stat(ready)).isNotNull();
  }

  @Test
  void folderSwappedForALinkShouldBeNoticedBeyondTheLongestPathOfTheSystem() throws IOException {
    String name = "n".repeat(200);
    RelPath at = RelPath.ROOT;
    for (int i = 0; i < 25; i++) {
      at = at.child(name);
      files.makeFolder(at);
    }
    RelPath deepest = at;
    files.makeFolder(deepest.child("x"));
    files.removeFolder(deepest.child("x"));
    Files.move(folder.resolve(name).resolve(name), folder.resolve("away"));
    Files.createSymbolicLink(folder.resolve(name).resolve(name), folder.resolve("away"));
    assertThatThrownBy(() -> files.makeFolder(deepest.child("y")))
        .isInstanceOf(NoSuchFileException.class);

    // No other means of Java's could clean up this deep.
    Files.delete(folder.resolve(name).resolve(name));
    Files.move(folder.resolve("away"), folder.resolve(name).resolve(name));
    for (RelPath last = deepest; !last.isRoot(); last = last.parent()) {
      files.removeFolder(last);
    }
  }
}
