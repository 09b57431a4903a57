package io.driftless.client.files;

/**
 * What a file system can tell and hold.
 *
 * @param granularityNanos the tick of its time stamps: two changes within one may look the same
 * @param stableKeys whether {@link FileStamp#key} survives a rename
 * @param links whether it holds symbolic links
 * @param executableBit whether it keeps the executable bit; stamps say false where it does not
 * @param names which names it can hold, and which it takes for the same
 */
public record FileSystemTraits(
    long granularityNanos,
    boolean stableKeys,
    boolean links,
    boolean executableBit,
    HeldNames names) {

  /** As any file system of Linux itself. */
  public static final FileSystemTraits LINUX =
      new FileSystemTraits(10_000_000, true, true, true, HeldNames.EXACT);

  /** The same with other names. */
  public FileSystemTraits with(HeldNames others) {
    return new FileSystemTraits(granularityNanos, stableKeys, links, executableBit, others);
  }
}
