package io.driftless.server.node;

import io.driftless.protocol.node.FileVersion;

/**
 * The entity tag of a version's content (RFC 9110, 8.8.3), without its quotes: strong, since a
 * version never changes.
 */
public final class ContentTag {

  private static final int DIGEST_DIGITS = 16;

  private ContentTag() {}

  /** The version's number and the beginning of its digest. */
  public static String of(FileVersion version) {
    return version.number() + "-" + version.digest().toString().substring(0, DIGEST_DIGITS);
  }
}
