package io.driftless.client.files;

import io.driftless.protocol.name.CanonicalKey;
import io.driftless.protocol.name.Platform;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Which names a file system can hold, and which two it takes for the same. What it can't hold is
 * shown there under a local name.
 *
 * @param foldsCase whether two names that differ in case are one to it
 * @param foldsForm whether two normal forms of a name are one to it
 * @param decomposes whether it turns each name into its decomposed normal form
 * @param windows whether it refuses what Windows reserves
 * @param longest how many bytes of UTF-8 a name may have; where Windows' names are reserved, how
 *     many UTF-16 units
 */
public record HeldNames(
    boolean foldsCase, boolean foldsForm, boolean decomposes, boolean windows, int longest) {

  /** Bytes: every name of the protocol, each its own. */
  public static final HeldNames EXACT = new HeldNames(false, false, false, false, 255);

  /** As {@link #EXACT}, of a root that has local names from when it was on another disk. */
  public static final HeldNames LEADING_BACK = new HeldNames(false, false, false, false, 256);

  /** Whether every name of the protocol can be held as it is, whatever is beside it. */
  public boolean isExact() {
    return equals(EXACT);
  }

  private Platform platform() {
    return isExact() ? Platform.LINUX : windows ? Platform.WINDOWS : Platform.MACOS;
  }

  /** What it compares names by: two names with the same key can't be in one folder. */
  public String key(String diskName) {
    String formed = foldsForm ? Normalizer.normalize(diskName, Normalizer.Form.NFD) : diskName;
    String folded = foldsCase ? CanonicalKey.foldedCase(formed) : formed;
    return foldsForm ? Normalizer.normalize(folded, Normalizer.Form.NFC) : folded;
  }

  /** A name as the client speaks of it, where the file system changes the names it is given. */
  public String composed(String seen) {
    return decomposes ? Normalizer.normalize(seen, Normalizer.Form.NFC) : seen;
  }

  /** A path as the client speaks of it. */
  public RelPath composed(RelPath seen) {
    return decomposes ? new RelPath(composed(seen.value())) : seen;
  }

  /**
   * The name under which a node is shown.
   *
   * @param clash how many others are in the way, 0 for none
   * @return empty when that would be too long
   */
  public Optional<String> shown(String name, int clash) {
    return platform().localName(name, clash, longest).map(this::composed);
  }

  /** The name under which a node is shown whose name is too long; the number counts tries. */
  public String shownCut(String name, int number) {
    return composed(platform().cutName(name, number, longest));
  }

  /** Whether a name seen there is one that was cut. */
  public boolean isCut(String diskName) {
    return platform().isCutName(diskName);
  }

  /** The name that travels for a name seen there; may be none that is legal. */
  public String travelling(String diskName) {
    return platform().travellingName(diskName);
  }
}
