package io.driftless.stack.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {

  @TempDir private Path folder;

  @Test
  void fingerprintShouldChangeWithContentAndName() throws IOException {
    Path a = Files.createDirectories(folder.resolve("a/deep"));
    Files.writeString(a.resolve("x"), "1");
    String first = Trees.fingerprint(List.of(folder.resolve("a")));
    assertThat(Trees.fingerprint(List.of(folder.resolve("a")))).isEqualTo(first);
    Files.writeString(a.resolve("x"), "2");
    String second = Trees.fingerprint(List.of(folder.resolve("a")));
    Files.move(a.resolve("x"), a.resolve("y"));
    assertThat(Trees.fingerprint(List.of(folder.resolve("a")))).isNotIn(first, second);
    assertThat(first).isNotEqualTo(second).hasSize(64);
  }

  @Test
  void copyShouldLeaveEqualFilesAlone() throws IOException {
    Path from = Files.createDirectories(folder.resolve("from"));
    Files.writeString(from.resolve("same"), "1");
    Files.writeString(from.resolve("changed"), "1");
    Path to = folder.resolve("to");
    Trees.copy(from, to);
    Object same = key(to.resolve("same"));
    Object changed = key(to.resolve("changed"));
    Files.writeString(from.resolve("changed"), "2");
    Trees.copy(from, to);
    assertThat(key(to.resolve("same"))).isEqualTo(same);
    assertThat(key(to.resolve("changed"))).isNotEqualTo(changed);
    assertThat(to.resolve("changed")).hasContent("2");
  }

  @Test
  void deleteShouldNotFollowLinks() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "1");
    Path gone = Files.createDirectories(folder.resolve("gone"));
    Files.createSymbolicLink(gone.resolve("link"), kept);
    Trees.delete(gone);
    assertThat(gone).doesNotExist();
    assertThat(kept.resolve("file")).exists();
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
