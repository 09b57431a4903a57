package io.driftless.client.tree;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file or link as it was read here.
 *
 * @param size in bytes; of a link the length of its target in UTF-8
 * @param digest SHA-256 of the content; of a link of its target
 * @param executable whether the owner may execute it
 * @param profile the chunking profile that cut it; 0 for links and empty files
 * @param recipe digest of the ordered chunk hashes; null for links
 * @param linkTarget the target of a link, verbatim; null for files
 */
public record FileContent(
    long size,
    Sha256 digest,
    boolean executable,
    int profile,
    @Nullable Sha256 recipe,
    @Nullable String linkTarget) {

  /** The same with another executable bit. */
  public FileContent executable(boolean bit) {
    return bit == executable
        ? this
        : new FileContent(size, digest, bit, profile, recipe, linkTarget);
  }

  /** Whether a user would call it the same: equal bytes and executable bit. */
  public boolean sameAs(FileVersion version) {
    return sameBytes(version) && executable == version.executable();
  }

  /** Whether the bytes, or the target, are the same by their declared digest. */
  public boolean sameBytes(FileVersion version) {
    return size == version.size()
        && digest.equals(version.digest())
        && (linkTarget == null) == (version.linkTarget() == null);
  }
}
