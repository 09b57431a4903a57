package io.driftless.client.daemon;

import io.driftless.client.home.HomeException;
import io.driftless.client.tree.Selection;
import io.driftless.client.tree.TreesView;
import io.driftless.protocol.id.NodeId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of the selection of folders.
 *
 * @param hold paths of folders to hold, with '/'
 * @param leaveOut paths of folders to leave out
 * @param depth how deep to tell of folders
 */
public record FolderChoice(List<String> hold, List<String> leaveOut, int depth) {

  public FolderChoice {
    hold = List.copyOf(hold);
    leaveOut = List.copyOf(leaveOut);
  }

  /** Whether anything is to change. */
  public boolean changes() {
    return !hold.isEmpty() || !leaveOut.isEmpty();
  }

  /** A path that is none of a folder of the workspace; null when all are. */
  private @Nullable String unknownIn(TreesView trees) {
    Selection selection = new Selection(trees);
    return Stream.concat(hold.stream(), leaveOut.stream())
        .filter(path -> selection.folderAt(path) == null)
        .findFirst()
        .orElse(null);
  }

  /** What is left out by this choice; empty, and nothing changes, where a path is unknown. */
  public Made madeIn(TreesView trees) {
    Selection selection = new Selection(trees);
    for (String path : hold) {
      NodeId folder = selection.folderAt(path);
      if (folder != null) {
        selection.hold(folder);
      }
    }
    for (String path : leaveOut) {
      NodeId folder = selection.folderAt(path);
      if (folder != null) {
        selection.leaveOut(folder);
      }
    }
    return new Made(selection.leftOut(), unknownIn(trees));
  }

  /**
   * What comes of a choice.
   *
   * @param unknown a path that is none of a folder of the workspace; null when all are
   */
  public record Made(Set<NodeId> leftOut, @Nullable String unknown) {

    /**
     * The folders that are left out.
     *
     * @throws HomeException code {@code unknown-folder}
     */
    public Set<NodeId> orThrow() throws HomeException {
      if (unknown != null) {
        throw new HomeException(
            "unknown-folder",
            "There is no folder '%s' in the workspace. 'driftless select --tree' tells which there"
                    .formatted(unknown)
                + " are.");
      }
      return leftOut;
    }
  }
}
