package io.driftless.client.home;

import java.util.List;

/** The folders that this device syncs, in the order in which they were linked. */
public record LinkedFolders(List<LinkedFolder> folders) {

  /** None. */
  public static final LinkedFolders NONE = new LinkedFolders(List.of());

  public LinkedFolders {
    folders = List.copyOf(folders);
  }
}
