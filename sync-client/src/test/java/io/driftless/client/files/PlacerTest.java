package io.driftless.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacerTest {

  @TempDir private Path folder;
  private LinuxFiles files;

  @BeforeEach
  void prepare() throws IOException {
    files = new LinuxFiles(folder);
    new PrivateFolder(files).prepare();
  }

  private Placer.Expected expected(String name) throws IOException {
    return new Placer.Expected(
        files.stat(new RelPath(name)), new NodeId(new UUID(1, 1)), Sha256.digest(new byte[0]), "u");
  }

  private Placer.Placed move(Placer.Expected expected) throws IOException {
    return new Placer(files).move(new RelPath("a"), new RelPath("b"), expected);
  }

  @Test
  void moveShouldLeaveNothingBehind() throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    assertThat(move(expected("a"))).isInstanceOf(Placer.Done.class);
    assertThat(folder.resolve("b")).hasContent("a");
    assertThat(folder.resolve("a")).doesNotExist();
    assertThat(new PrivateFolder(files).replaced()).isEmpty();
  }

  @Test
  void moveShouldNotReplaceWhatAppearedMeanwhile() throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    Files.writeString(folder.resolve("b"), "somebody's");
    assertThat(move(expected("a"))).isEqualTo(new Placer.Changed(null));
    assertThat(folder.resolve("a")).hasContent("a");
    assertThat(folder.resolve("b")).hasContent("somebody's");
    assertThat(new PrivateFolder(files).replaced()).isEmpty();
  }

  @Test
  void moveShouldLeaveAloneWhatWasSavedOverItMeanwhile() throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    Placer.Expected expected = expected("a");
    Files.writeString(folder.resolve("new"), "edited");
    Files.move(folder.resolve("new"), folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(move(expected)).isEqualTo(new Placer.Changed(null));
    assertThat(folder.resolve("a")).hasContent("edited");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void putShouldSayWhereTheOldFileIsKeptWhenItsFolderWentAway() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("d/a"), "old");
    RelPath ready = PrivateFolder.TEMPORARY.child("new");
    Files.writeString(folder.resolve(ready.value()), "new");
    Placer.Expected expected = expected("d/a");
    LocalFiles renaming =
        afterMoveOf("d/a", () -> Files.move(folder.resolve("d"), folder.resolve("e")));
    Placer.Placed placed = new Placer(renaming).put(ready, new RelPath("d/a"), expected);
    RelPath kept = new PrivateFolder(files).replaced().get(0).path();
    assertThat(placed).isEqualTo(new Placer.Changed(kept));
    assertThat(folder.resolve(kept.value())).hasContent("old");
  }

  private interface Step {
    void run() throws IOException;
  }

  /** The files, where somebody does something right after a file was moved from its place. */
  private LocalFiles afterMoveOf(String name, Step step) {
    return (LocalFiles)
        Proxy.newProxyInstance(
            LocalFiles.class.getClassLoader(),
            new Class<?>[] {LocalFiles.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(files, arguments);
                if (method.getName().equals("move") && arguments[0].equals(new RelPath(name))) {
                  step.run();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
