package io.driftless.client.transfer;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;

/**
 * The packs of this device's workspaces, wherever they are stored. Every call blocks, may be made
 * from any thread, and has tried again what passes by itself before it throws. An interrupted
 * thread or a watch that says stop ends it within a second.
 */
public interface PackStore {

  /**
   * Stores a pack, all or nothing. May be repeated with the same bytes: a pack that is there is
   * success.
   *
   * @param bytes not changed meanwhile
   * @throws TransferException TAKEN when other bytes are stored under that name; MISSING never
   */
  void put(WorkspaceId workspace, PackId pack, byte[] bytes, TransferWatch watch)
      throws TransferException;

  /**
   * Reads some bytes of a pack. They are what was stored, or not: the caller compares digests.
   *
   * @param offset of the first, 0 or more
   * @param length how many, 1 or more
   * @throws TransferException MISSING when there is no such pack or it ends before
   */
  byte[] read(WorkspaceId workspace, PackId pack, long offset, int length, TransferWatch watch)
      throws TransferException;
}
