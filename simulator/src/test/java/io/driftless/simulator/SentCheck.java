package io.driftless.simulator;

import io.driftless.client.files.FileSystemTraits;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.commit.InMemoryWorkspace;
import io.driftless.server.commit.NodeState;
import io.driftless.server.commit.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * What no client may send: a name that only its disk has, and as a change of its user what its disk
 * can't keep.
 */
final class SentCheck {

  private SentCheck() {}

  /** Reads what a client sends, as the server does; what it sends is never anything else. */
  static CommitRequest check(byte[] message, FileSystemTraits disk, SimServer server) {
    CommitRequest request = read(message);
    for (Change change : request.changes()) {
      checkName(change);
      checkLost(change, disk, server);
    }
    return request;
  }

  private static CommitRequest read(byte[] message) {
    try {
      return (CommitRequest) EnvelopeCodec.decode(message).body();
    } catch (MalformedMessageException | ClassCastException e) {
      throw new IllegalStateException("The client sends what can't be read", e);
    }
  }

  private static void checkName(Change change) {
    String name = name(change);
    if (name != null && OddNames.isLocal(name)) {
      throw Check.LOCAL_NAME.failed(" " + OddNames.plain(name));
    }
  }

  private static @Nullable String name(Change change) {
    if (change instanceof Change.Put put) {
      return put.name();
    }
    if (change instanceof Change.MakeFolder make) {
      return make.name();
    }
    return change instanceof Change.Move move ? move.name() : null;
  }

  private static void checkLost(Change change, FileSystemTraits disk, SimServer server) {
    InMemoryWorkspace workspace = server.workspace();
    if (!disk.links() && change instanceof Change.Remove) {
      for (NodeState node : workspace.nodes()) {
        if (node.node().equals(change.node()) && node.kind() == NodeKind.LINK) {
          throw Check.LINK.failed(" " + node);
        }
      }
    }
    if (!disk.executableBit() && change instanceof Change.Put put && server.restores() == 0) {
      StoredVersion base = workspace.version(put.node(), put.base());
      if (base != null && base.version().executable() != put.content().executable()) {
        throw Check.BIT.failed(" " + put);
      }
    }
  }
}
