package io.driftless.client.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreFileTest {

  @TempDir Path root;

  private IgnoreFile rules(String... lines) throws Exception {
    Files.write(root.resolve(IgnoreFile.NAME), java.util.List.of(lines));
    return new IgnoreFile(root);
  }

  @Test
  void withoutFileNothingShouldBeIgnored() {
    assertThat(new IgnoreFile(root).ruleFor("a/b", false)).isNull();
  }

  @Test
  void rulesShouldReadAsInGitignore() throws Exception {
    IgnoreFile rules = rules("# comment", "*.tmp", "!keep.tmp", "build/", "/top", "a/**/z");
    assertThat(rules.ruleFor("x.tmp", false)).isEqualTo("*.tmp");
    assertThat(rules.ruleFor("deep/er/x.tmp", false)).isEqualTo("*.tmp");
    assertThat(rules.ruleFor("keep.tmp", false)).isNull();
    assertThat(rules.ruleFor("build", true)).isNotNull();
    assertThat(rules.ruleFor("build", false)).isNull();
    assertThat(rules.ruleFor("top", false)).isNotNull();
    assertThat(rules.ruleFor("sub/top", false)).isNull();
    assertThat(rules.ruleFor("a/b/c/z", false)).isNotNull();
  }

  @Test
  void whatLiesInAnIgnoredFolderShouldBeIgnoredWhateverElseIsSaid() throws Exception {
    IgnoreFile rules = rules("out/", "!out/keep");
    assertThat(rules.ruleFor("out/keep", false)).isNotNull();
    assertThat(rules.ruleFor("sub/out/a/b", false)).isNotNull();
  }

  @Test
  void theFileItselfShouldNeverBeIgnored() throws Exception {
    assertThat(rules("*").ruleFor(IgnoreFile.NAME, false)).isNull();
  }

  @Test
  void newRulesShouldHoldAfterReading() throws Exception {
    IgnoreFile rules = rules("*.a");
    Files.writeString(root.resolve(IgnoreFile.NAME), "*.b\n");
    assertThat(rules.ruleFor("x.b", false)).isNull();
    rules.reload();
    assertThat(rules.ruleFor("x.b", false)).isNotNull();
    assertThat(rules.ruleFor("x.a", false)).isNull();
    Files.delete(root.resolve(IgnoreFile.NAME));
    rules.reload();
    assertThat(rules.ruleFor("x.b", false)).isNull();
  }
}
