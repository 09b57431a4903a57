package io.driftless.protocol.chunk;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * The 256 constants of the gear hash, part of the format. Entry {@code i} is the first eight bytes,
 * big-endian, of SHA-256 over the ASCII text {@code "driftless gear 1/" + i} with {@code i} in
 * decimal, so that anyone can reproduce the table; a golden test pins it.
 */
final class GearTable {

  private static final String SEED = "driftless gear 1/";

  private GearTable() {}

  /** A fresh copy of the table. */
  static long[] create() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = Sha256.digest((SEED + i).getBytes(StandardCharsets.US_ASCII)).a();
    }
    return table;
  }
}
