package io.driftless.client.files;

/**
 * What a file system can tell and hold.
 *
 * @param granularityNanos the tick of its time stamps: two changes within one may look the same
 * @param stableKeys whether {@link FileStamp#key} survives a rename
 * @param links whether it holds symbolic links
 * @param executableBit whether it keeps the executable bit
 * @param names which names it can hold, and which it takes for the same
 */
public record FileSystemTraits(
    long granularityNanos,
    boolean stableKeys,
    boolean links,
    boolean executableBit,
    NameRules names) {

  /** Which names a file system can hold and tell apart. */
  public enum NameRules {
    /** Bytes: every name of the protocol, each its own. */
    EXACT,
    /** Holds names in any case, tells them apart by neither case nor normal form. */
    FOLDING,
    /** As {@link #FOLDING}, and lacks the names that Windows reserves. */
    WINDOWS
  }
}
