package io.driftless.protocol.node;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of a file or link, without its recipe.
 *
 * @param number its place in the node's history, from 1
 * @param size in bytes; of a link the length of its target in UTF-8
 * @param digest of the whole content; of a link of its target in UTF-8
 * @param modifiedNanos modification time on the device, nanoseconds since 1970-01-01T00:00Z
 * @param executable whether the owner may execute it
 * @param profile the chunking profile that cut it; 0 for links and empty files
 * @param linkTarget the target of a link, verbatim; null for files
 */
public record FileVersion(
    VersionNumber number,
    long size,
    Sha256 digest,
    long modifiedNanos,
    boolean executable,
    int profile,
    @Nullable String linkTarget) {

  /**
   * Whether both are the same to a user: equal bytes and executable bit, whatever number and time.
   */
  public boolean sameContent(FileVersion other) {
    return digest.equals(other.digest)
        && size == other.size
        && executable == other.executable
        && (linkTarget == null) == (other.linkTarget == null);
  }

  // Written out: asked for very often, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof FileVersion version
            && size == version.size
            && modifiedNanos == version.modifiedNanos
            && executable == version.executable
            && profile == version.profile
            && number.equals(version.number)
            && digest.equals(version.digest)
            && Objects.equals(linkTarget, version.linkTarget));
  }

  @Override
  public int hashCode() {
    return 31 * digest.hashCode() + number.hashCode();
  }
}
