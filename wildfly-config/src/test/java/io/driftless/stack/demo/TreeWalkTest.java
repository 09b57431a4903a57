package io.driftless.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {

  @TempDir private Path folder;

  private Path one;
  private Path other;

  @BeforeEach
  void makeTwoEqualTrees() throws IOException {
    one = tree("one");
    other = tree("other");
  }

  private Path tree(String name) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(root.resolve("docs/empty"));
    Files.writeString(root.resolve("docs/a"), "content");
    Files.createSymbolicLink(root.resolve("link"), Path.of("docs/a"));
    Files.createDirectories(root.resolve(".driftless"));
    Files.writeString(root.resolve(".driftless/own"), name);
    return root;
  }

  @Test
  void equalTreesShouldBeEqualWhateverTheClientKeepsInItsOwnFolder() throws IOException {
    assertThat(TreeWalk.of(one)).isEqualTo(TreeWalk.of(other));
    assertThat(TreeWalk.of(one).differences(TreeWalk.of(other))).isEmpty();
    assertThat(TreeWalk.of(one).entries()).containsOnlyKeys("docs", "docs/a", "docs/empty", "link");
    assertThat(TreeWalk.of(one).files()).isEqualTo(1);
    assertThat(TreeWalk.of(one).bytes()).isEqualTo(7);
  }

  @Test
  void everyKindOfDifferenceShouldShow() throws IOException {
    Files.writeString(other.resolve("docs/a"), "CONTENT");
    assertThat(differences()).hasSize(1).first().asString().startsWith("docs/a: ");
    Files.writeString(other.resolve("docs/a"), "content");
    Files.setPosixFilePermissions(
        other.resolve("docs/a"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(differences()).hasSize(1);
    Files.setPosixFilePermissions(
        other.resolve("docs/a"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.delete(other.resolve("docs/empty"));
    assertThat(differences()).hasSize(1).first().asString().startsWith("docs/empty: ");
    Files.writeString(other.resolve("docs/empty"), "");
    assertThat(differences()).hasSize(1);
    Files.delete(other.resolve("docs/empty"));
    Files.createDirectory(other.resolve("docs/empty"));
    Files.delete(other.resolve("link"));
    Files.createSymbolicLink(other.resolve("link"), Path.of("docs/b"));
    assertThat(differences()).hasSize(1).first().asString().startsWith("link: ");
  }

  @Test
  void belowShouldHoldTheEntriesOfThatFolderOnly() throws IOException {
    Files.writeString(one.resolve("docs-more"), "");
    assertThat(TreeWalk.of(one).below("docs")).containsOnlyKeys("docs/a", "docs/empty");
  }

  private List<String> differences() throws IOException {
    return TreeWalk.of(one).differences(TreeWalk.of(other));
  }
}
