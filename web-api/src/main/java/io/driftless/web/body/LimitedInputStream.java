package io.driftless.web.body;

import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import io.driftless.web.problem.Problems;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A body of which at most so many bytes are read; a longer one is refused with 413. */
final class LimitedInputStream extends FilterInputStream {

  private final long limit;
  private long left;

  LimitedInputStream(InputStream body, long limit) {
    super(body);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long read) {
    left -= read;
    if (left < 0) {
      throw tooLarge(limit);
    }
  }

  static ProblemException tooLarge(long limit) {
    return new ProblemException(
        Problems.of(
            ProblemType.TOO_LARGE,
            "A body has at most %d bytes here. Send less at once.".formatted(limit),
            Map.of("limitBytes", limit)));
  }
}
