package io.driftless.client.daemon;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceHome.CommitMark;
import io.driftless.client.home.SecretFile;
import io.driftless.client.sequence.CommitSequencer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The highest commit number, in a file of the home. */
final class KeptMark implements CommitSequencer.HighMark {

  private final SecretFile<CommitMark> file;

  KeptMark(DeviceHome home) {
    this.file = home.commitMark();
  }

  @Override
  public @Nullable Long read() {
    try {
      CommitMark mark = file.read();
      return mark == null ? null : mark.highest();
    } catch (IOException e) {
      return null; // unreadable: the clock is later than every number given, as on a new device
    }
  }

  @Override
  public void write(long mark) {
    try {
      file.write(new CommitMark(mark));
    } catch (IOException e) {
      throw new UncheckedIOException("The number of the next commit can't be kept", e);
    }
  }
}
