package io.driftless.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.DiskProbe;
import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskProbeTest {

  @ParameterizedTest
  @EnumSource(Setting.Disk.class)
  void diskShouldBeFoundOutByTrying(Setting.Disk kind) throws Exception {
    Script nothing = new Script(new Setting(1, List.of(kind), 0, false), List.of(), null);
    World world = new World(nothing, false);
    SimTree tree = new SimTree(kind.traits(), new SimClock(world));
    SimDisk disk =
        new SimDisk(
            world,
            "disk",
            tree,
            new SimDisk.Watcher() {
              @Override
              public void beforeClientActs() {}

              @Override
              public void destroyed(Inode inode) {}
            });
    tree.create(RelPath.PRIVATE, EntryKind.FOLDER);

    FileSystemTraits found = DiskProbe.of(disk);

    FileSystemTraits real = kind.traits();
    assertThat(found.names()).isEqualTo(real.names());
    assertThat(found.links()).isEqualTo(real.links());
    assertThat(found.executableBit()).isEqualTo(real.executableBit());
    assertThat(found.granularityNanos()).isEqualTo(Math.max(10_000_000, real.granularityNanos()));
    assertThat(disk.names(PrivateFolder.TEMPORARY)).as("what is left behind").isEmpty();
  }
}
