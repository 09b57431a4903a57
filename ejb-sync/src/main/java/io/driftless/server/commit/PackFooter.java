package io.driftless.server.commit;

import io.driftless.protocol.recipe.ChunkLocation;
import java.util.List;

/** What the blob store said, before the workspace was locked, about a pack that a request names. */
public sealed interface PackFooter {

  /**
   * The pack is there and its footer is sound.
   *
   * @param entries in the order of the footer
   */
  record Found(List<ChunkLocation> entries) implements PackFooter {
    public Found {
      entries = List.copyOf(entries);
    }
  }

  /** There is no such blob. */
  record Absent() implements PackFooter {}

  /**
   * The blob is no pack, or its footer does not hold together.
   *
   * @param reason in words
   */
  record Damaged(String reason) implements PackFooter {}
}
