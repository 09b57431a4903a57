package io.driftless.client.engine;

import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Limits;

/**
 * What an engine is for.
 *
 * @param workspace what the root is synced with
 * @param device this device
 * @param deviceName what people call it; in names of conflicted copies
 * @param root the root's absolute path, for people
 * @param guards when to stop and ask
 * @param packsAhead how many stored packs may wait for the commit of their files; when they are
 *     more, half of these are committed ahead of the files
 */
public record EngineSettings(
    WorkspaceId workspace,
    DeviceId device,
    String deviceName,
    String root,
    Guards guards,
    int packsAhead) {

  /** 4 GiB in packs of 4 MiB: a quarter of what one commit may name. */
  public static final int DEFAULT_PACKS_AHEAD = Limits.MAX_COMMIT_PACKS / 4;

  /**
   * When deletes are held.
   *
   * @param heldCount more files than this ...
   * @param heldPercent ... and more than this share of all, gone within ten minutes, are held
   */
  public record Guards(int heldCount, int heldPercent) {

    /** More than 200 files and more than half of the tree. */
    public static final Guards DEFAULT = new Guards(200, 50);
  }
}
