package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.LinuxFiles;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.schedule.SystemClock;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {

  private static final Sha256 OLD = Sha256.digest("old".getBytes(StandardCharsets.UTF_8));

  @TempDir Path temp;

  private void keep(long node, String content) throws Exception {
    RelPath path = PrivateFolder.replacedPath(new NodeId(new UUID(1, node)), OLD, "u" + node);
    Files.createDirectories(temp.resolve(path.value()).getParent());
    Files.writeString(temp.resolve(path.value()), content);
  }

  private List<RelPath> letGo() throws Exception {
    return new KeptFiles(new LinuxFiles(temp.toRealPath()), new SystemClock(), "pc", "2026-11-22")
        .letGo(node -> "plan.txt");
  }

  @Test
  void whatTheServerHasShouldGoAndWhatWasWrittenSinceBecomeACopy() throws Exception {
    keep(1, "old");
    keep(2, "written after it was replaced");
    assertThat(letGo()).containsExactly(new RelPath("plan (conflicted copy, pc, 2026-11-22).txt"));
    assertThat(temp.resolve("plan (conflicted copy, pc, 2026-11-22).txt"))
        .hasContent("written after it was replaced");
    assertThat(temp.resolve(".driftless/old")).isEmptyDirectory();
  }

  @Test
  void folderThatWasNeverSyncedShouldHoldNothing() throws Exception {
    assertThat(letGo()).isEmpty();
  }
}
