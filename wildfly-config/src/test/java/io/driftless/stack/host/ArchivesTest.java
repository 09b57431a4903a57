package io.driftless.stack.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

  @TempDir private Path folder;

  @Test
  void unzipShouldDropTheTopFolderAndKeepTheExecutableBit() throws IOException {
    Path zip = zip("top/bin/run", 0755, "top/readme", 0644);
    Archives.unzipStripped(zip, folder.resolve("out"));
    assertThat(folder.resolve("out/bin/run")).isExecutable().hasContent("content");
    assertThat(Files.isExecutable(folder.resolve("out/readme"))).isFalse();
  }

  @Test
  void unzipShouldRefuseEntriesThatPointOutside() throws IOException {
    Path zip = zip("top/../../evil", 0644, "top/x", 0644);
    assertThatThrownBy(() -> Archives.unzipStripped(zip, folder.resolve("out")))
        .hasMessageContaining("outside");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void untarShouldKeepLinksAndRefuseThoseThatPointOutside() throws IOException {
    Path good = tar("lib/a.so.1", "a.so.1.2");
    Archives.untarXz(Files.newInputStream(good), folder.resolve("good"));
    assertThat(Files.readSymbolicLink(folder.resolve("good/lib/a.so.1")))
        .isEqualTo(Path.of("a.so.1.2"));
    Path bad = tar("lib/a.so.1", "../../../etc/passwd");
    assertThatThrownBy(() -> Archives.untarXz(Files.newInputStream(bad), folder.resolve("bad")))
        .hasMessageContaining("outside");
  }

  private Path zip(String first, int firstMode, String second, int secondMode) throws IOException {
    Path zip = folder.resolve("test.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      add(out, first, firstMode);
      add(out, second, secondMode);
    }
    return zip;
  }

  private static void add(ZipArchiveOutputStream out, String name, int mode) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setUnixMode(0100000 | mode);
    out.putArchiveEntry(entry);
    out.write("content".getBytes(StandardCharsets.UTF_8));
    out.closeArchiveEntry();
  }

  private Path tar(String link, String target) throws IOException {
    Path tar = folder.resolve("test.txz");
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out =
            new TarArchiveOutputStream(new XZCompressorOutputStream(file))) {
      TarArchiveEntry entry = new TarArchiveEntry(link, TarConstants.LF_SYMLINK);
      entry.setLinkName(target);
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
    }
    return tar;
  }
}
