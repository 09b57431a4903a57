package io.driftless.client.engine;

import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;

/**
 * What an engine is for.
 *
 * @param workspace what the root is synced with
 * @param device this device
 * @param deviceName what people call it; in names of conflicted copies
 * @param root the root's absolute path, for people
 * @param guards when to stop and ask
 */
public record EngineSettings(
    WorkspaceId workspace, DeviceId device, String deviceName, String root, Guards guards) {

  /**
   * When deletes are held.
   *
   * @param heldCount more files than this ...
   * @param heldPercent ... and more than this share of all, gone at once, are held
   */
  public record Guards(int heldCount, int heldPercent) {

    /** More than 200 files and more than half of the tree. */
    public static final Guards DEFAULT = new Guards(200, 50);
  }
}
