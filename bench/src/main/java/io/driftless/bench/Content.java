package io.driftless.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The contents that are measured. */
public enum Content {
  /** Does not shrink, as pictures and archives. */
  RANDOM {
    @Override
    byte[] make(int length) {
      byte[] bytes = new byte[length];
      new SplittableRandom(42).nextBytes(bytes);
      return bytes;
    }
  },
  /** Shrinks to about a third, as source code. */
  TEXT {
    @Override
    byte[] make(int length) {
      SplittableRandom random = new SplittableRandom(42);
      StringBuilder text = new StringBuilder(length + 100);
      while (text.length() < length) {
        text.append("  private final int field").append(random.nextInt(10_000));
        text.append(" = compute(").append(random.nextInt()).append(");\n");
      }
      return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }
  };

  /** So many bytes, the same ones every time. */
  abstract byte[] make(int length);
}
