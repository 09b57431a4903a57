package io.driftless.client.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.plan.ConflictNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictedCopyTest {

  @TempDir Path temp;

  @Test
  void everyNameThatTheEngineGivesShouldBeRead() {
    for (String name : List.of("report.txt", "Makefile", ".profile", "a (b).tar.gz", "n\nl.txt")) {
      String first = ConflictNames.free(name, "my laptop, old", "2026-11-22", taken -> false);
      String second = ConflictNames.free(name, "my laptop, old", "2026-11-22", first::equals);
      for (String copy : List.of(first, second)) {
        ConflictedCopy read = ConflictedCopy.of(temp, Path.of("sub").resolve(copy));
        assertThat(read).as(copy).isNotNull();
        assertThat(read.original()).isEqualTo("sub/" + name);
        assertThat(read.device()).isEqualTo("my laptop, old");
        assertThat(read.date()).isEqualTo("2026-11-22");
      }
    }
    assertThat(ConflictedCopy.of(temp, Path.of("a (conflicted copy).txt"))).isNull();
  }

  @Test
  void searchShouldFindCopiesOutsideOfTheClientsOwnFolder() throws Exception {
    String copy = "x (conflicted copy, pc, 2026-11-22).md";
    Files.createDirectories(temp.resolve("a/b"));
    Files.createDirectories(temp.resolve(".driftless/old"));
    Files.writeString(temp.resolve("a/b").resolve(copy), "x");
    Files.writeString(temp.resolve(".driftless/old").resolve(copy), "x");
    assertThat(CopySearch.in(temp))
        .singleElement()
        .satisfies(found -> assertThat(found.copy()).isEqualTo("a/b/" + copy));
  }

  @Test
  void textShouldBeComparedLineByLineAndOtherContentNot() throws Exception {
    Path a = Files.writeString(temp.resolve("a"), "one\ntwo\nthree\n");
    Path b = Files.writeString(temp.resolve("b"), "one\n2\nthree\n");
    assertThat(TextDiff.unified(a, b, "a", "b")).contains("-two", "+2", " three");
    assertThat(TextDiff.unified(a, a, "a", "a")).isEmpty();
    Files.write(b, new byte[] {0, 1, 2});
    assertThat(TextDiff.unified(a, b, "a", "b")).isNull();
    Files.write(b, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(TextDiff.unified(a, b, "a", "b")).isNull();
  }
}
