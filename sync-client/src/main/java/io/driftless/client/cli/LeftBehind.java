package io.driftless.client.cli;

import io.driftless.client.engine.KeptFiles;
import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.LinuxFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.SqliteFile;
import io.driftless.client.store.StoreException;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client keeps in a folder that is synced no more. */
final class LeftBehind {

  private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

  private final DeviceHome home;

  LeftBehind(DeviceHome home) {
    this.home = home;
  }

  /** Files that are read-only because somebody else had them locked can be written again. */
  void unlock(LinkedFolder folder) {
    Path database = home.indexes().of(folder.workspace());
    if (!Files.isDirectory(folder.path()) || !Files.exists(database)) {
      return;
    }
    try (ClientStore store = SqliteFile.open(database, false).store()) {
      SyncEngine.unlockIn(store, new LinuxFiles(folder.path()));
    } catch (IOException | StoreException e) {
      LOG.warn("Locked files of {} may stay read-only", folder.folder(), e);
    }
  }

  /** Lets go of replaced files; answers the copies of those that were written into since. */
  List<String> letGo(LinkedFolder folder, Clock clock) throws IOException {
    if (!Files.isDirectory(folder.path())) {
      return List.of();
    }
    try (HomeLock lock = HomeLock.takeRoot(folder.path())) {
      DeviceIdentity identity = home.identity().read();
      String device = identity == null ? "this device" : identity.name();
      Map<NodeId, String> names = names(folder);
      LOG.info("Nothing is kept in {} any more, lock {}", folder.folder(), lock != null);
      return new KeptFiles(
              new LinuxFiles(folder.path()),
              new SystemClock(),
              device,
              LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString())
          .letGo(node -> names.getOrDefault(node, "recovered file")).stream()
              .map(RelPath::value)
              .toList();
    } catch (HomeException e) {
      LOG.warn("What is kept in {} stays there: {}", folder.folder(), e.getMessage());
      return List.of();
    }
  }

  /** What the internal database knows of names; none when it can't be read. */
  private Map<NodeId, String> names(LinkedFolder folder) {
    Map<NodeId, String> names = new HashMap<>();
    Path database = home.indexes().of(folder.workspace());
    if (!Files.exists(database)) {
      return names;
    }
    try (ClientStore store = SqliteFile.open(database, false).store()) {
      store.loadNodes(
          node -> {
            if (node.remote() != null) {
              names.put(node.id(), node.remote().place().name());
            } else if (node.synced() != null) {
              names.put(node.id(), node.synced().place().name());
            }
          });
    } catch (IOException | StoreException e) {
      LOG.warn("What the files of {} are called can't be read", folder.folder(), e);
    }
    return names;
  }
}
