package io.driftless.client.home;

import io.driftless.protocol.id.WorkspaceId;
import java.nio.file.Path;

/**
 * A folder on this device that is kept the same as a workspace.
 *
 * @param folder its absolute path, with no link in it
 * @param workspace which workspace
 * @param workspaceName what people called that when the folder was linked
 */
public record LinkedFolder(String folder, WorkspaceId workspace, String workspaceName) {

  /** The folder as a path. */
  public Path path() {
    return Path.of(folder);
  }
}
