package io.driftless.client.cli;

import io.driftless.client.daemon.FolderChoice;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.Selection;
import io.driftless.client.tree.Trees;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The selection of folders while no client has the workspace's folder at work: asks the server. */
final class WorkspaceFolders {

  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceFolders.class);

  private final DeviceHome home;
  private final ServerCalls calls;

  WorkspaceFolders(DeviceHome home, ServerCalls calls) {
    this.home = home;
    this.calls = calls;
  }

  /** Makes a choice, which holds from the next start on; answers how the folders stand then. */
  List<Selection.Folder> select(WorkspaceId workspace, FolderChoice choice)
      throws IOException, HomeException, ServerException {
    Trees trees = read(workspace);
    if (choice.changes()) {
      try (HomeLock lock = HomeLock.takeEdit(home)) {
        trees.leaveOut(home.readLeftOut(workspace));
        Set<NodeId> chosen = choice.madeIn(trees).orThrow();
        home.writeLeftOut(workspace, chosen);
        LOG.info("Left out of {}: {}, lock {}", workspace, chosen, lock != null);
      }
    }
    trees.leaveOut(home.readLeftOut(workspace));
    return new Selection(trees).folders(choice.depth());
  }

  private Trees read(WorkspaceId workspace) throws ServerException {
    Trees trees = new Trees((before, after) -> {});
    SnapshotPage page = calls.snapshot(workspace, null);
    take(page, trees);
    while (page.nextPage() != null) {
      page = calls.snapshot(workspace, page.nextPage());
      take(page, trees);
    }
    return trees;
  }

  private static void take(SnapshotPage page, Trees into) {
    for (ChangedNode node : page.nodes()) {
      into.put(NodeState.unknown(node.row().node()).withRemote(RemoteEntry.of(node.row())));
    }
  }
}
