package io.driftless.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * Where the chains stood at a time.
 *
 * @param number from 1, one after the other
 * @param at when, as in RFC 3339
 * @param previous the digest of the anchor before; all zero for the first
 * @param chains the last links of those that grew since then
 */
record Anchor(long number, String at, Sha256 previous, List<Head> chains) {

  /** The last link of a chain, its digest as hex. */
  record Head(UUID scope, long sequence, String digest) {}

  Anchor {
    chains = List.copyOf(chains);
  }

  byte[] bytes() {
    try {
      return Codec.json().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An anchor can't be written", e);
    }
  }

  static Anchor read(byte[] bytes) throws IOException {
    return Codec.json().readValue(bytes, Anchor.class);
  }
}
