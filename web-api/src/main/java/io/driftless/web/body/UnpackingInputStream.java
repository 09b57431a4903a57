package io.driftless.web.body;

import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Unpacks gzip as it is read; what is no gzip, or ends early, is refused with 400. */
final class UnpackingInputStream extends InputStream {

  private final InputStream packed;
  private @Nullable InputStream unpacked;

  UnpackingInputStream(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      InputStream from = unpacked;
      if (from == null) {
        from = new GZIPInputStream(packed);
        unpacked = from;
      }
      return from.read(into, offset, length);
    } catch (ZipException | EOFException e) {
      ProblemException problem =
          new ProblemException(
              ProblemType.MALFORMED, "The body is not packed by gzip as Content-Encoding says.");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }
}
