package io.driftless.protocol.chunk;

import java.util.Optional;

/**
 * How finely a file is cut. Larger files get larger chunks, so that a recipe stays near 16,000
 * chunks; the version of a file records its profile. A constant's numbers are part of the format
 * and never change; new profiles get new ids. The reasons stand in the decision record on chunking
 * profiles.
 */
public enum ChunkingProfile {
  /** Average 64 KiB, for files up to 1 GiB. */
  KIB_64(1, 1 << 16, 0, 1L << 30),
  /** Average 256 KiB, for files up to 4 GiB. */
  KIB_256(2, 1 << 18, 1L << 30, 1L << 32),
  /** Average 1 MiB, for files up to 16 GiB. */
  MIB_1(3, 1 << 20, 1L << 32, 1L << 34),
  /** Average 4 MiB, for all larger files. */
  MIB_4(4, 1 << 22, 1L << 34, Long.MAX_VALUE);

  /** No chunk of any profile is longer than this; a reader may refuse a declared length above. */
  public static final int MAX_CHUNK_BYTES = 1 << 24;

  private static final int STAY = 4;

  private final int id;
  private final int averageBytes;
  private final long aboveBytes;
  private final long boundBytes;

  ChunkingProfile(int id, int averageBytes, long aboveBytes, long boundBytes) {
    this.id = id;
    this.averageBytes = averageBytes;
    this.aboveBytes = aboveBytes;
    this.boundBytes = boundBytes;
  }

  /** The profile with this id; empty when it is of a later version of the format. */
  public static Optional<ChunkingProfile> ofId(int id) {
    for (ChunkingProfile profile : values()) {
      if (profile.id == id) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  /** The profile of a file that has no earlier version. */
  public static ChunkingProfile forNewFile(long sizeBytes) {
    for (ChunkingProfile profile : values()) {
      if (sizeBytes <= profile.boundBytes) {
        return profile;
      }
    }
    return MIB_4;
  }

  /**
   * The profile of a file's next version. A file keeps the profile of its base, so that both share
   * chunks, until it is more than four times past one of the profile's bounds: the largest size
   * that the profile is for, or the largest of the next finer one.
   */
  public static ChunkingProfile forNextVersion(ChunkingProfile base, long sizeBytes) {
    boolean grewOut = (sizeBytes - 1) / STAY >= base.boundBytes;
    boolean shrankOut = sizeBytes < base.aboveBytes / STAY;
    return grewOut || shrankOut ? forNewFile(sizeBytes) : base;
  }

  /** The number that stands for the profile in messages and in the database; 1 to 255. */
  public int id() {
    return id;
  }

  /** No chunk but a file's last is shorter than this. */
  public int minBytes() {
    return averageBytes / 4;
  }

  /** The length that boundaries are normalized around; a power of two. */
  public int averageBytes() {
    return averageBytes;
  }

  /** No chunk is longer than this. */
  public int maxBytes() {
    return averageBytes * 4;
  }

  /** The size up to which a new file gets this profile. */
  public long boundBytes() {
    return boundBytes;
  }
}
