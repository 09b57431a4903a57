package io.driftless.client.engine;

import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an answer means for the trees, change by change. */
final class Answers {

  private static final long LONG_REST_MILLIS = 60_000;

  private final Core core;
  private final Uploads uploads;
  private final Changes changes;
  private final Map<NodeId, Integer> refusals = new HashMap<>();
  private @Nullable Runnable readJournal;
  private @Nullable Consumer<CommitRequest> numberUsed;

  Answers(Core core, Uploads uploads, Changes changes) {
    this.core = core;
    this.uploads = uploads;
    this.changes = changes;
  }

  /** What to do when the journal has to be read, and when a commit's number was used already. */
  void wire(Runnable journal, Consumer<CommitRequest> used) {
    readJournal = journal;
    numberUsed = used;
  }

  void take(CommitRequest request, CommitAnswer answer) {
    ChangeAnswer refused = answer.refused();
    if (refused instanceof ChangeAnswer.Stale) {
      run(readJournal); // the cursor leads nowhere: the journal says resync
    } else if (refused instanceof ChangeAnswer.IdReused && numberUsed != null) {
      numberUsed.accept(request);
    }
    Set<PackId> named = new HashSet<>();
    ahead(request.packs(), refused, named);
    for (int i = 0; i < request.changes().size(); i++) {
      Change change = request.changes().get(i);
      ChangeAnswer one = refused != null ? refused : answerAt(answer, i);
      if (one instanceof ChangeAnswer.Applied && change instanceof Change.Put put) {
        Scripts.addPacks(put.content().recipe(), named);
      }
      take(change, one);
    }
    uploads.settled(named);
  }

  /** What became of packs that went ahead of their files. */
  private void ahead(List<PackId> packs, @Nullable ChangeAnswer refused, Set<PackId> named) {
    if (refused == null) {
      named.addAll(packs);
    } else if (refused instanceof ChangeAnswer.MissingChunks) {
      uploads.lost(Set.copyOf(packs));
    } else if (!packs.isEmpty()
        && !(refused instanceof ChangeAnswer.Stale || refused instanceof ChangeAnswer.IdReused)) {
      uploads.aheadLater(LONG_REST_MILLIS);
    }
  }

  private static ChangeAnswer answerAt(CommitAnswer answer, int index) {
    return index < answer.answers().size()
        ? answer.answers().get(index)
        : new ChangeAnswer.Unknown("missing");
  }

  private static void run(@Nullable Runnable step) {
    if (step != null) {
      step.run();
    }
  }

  private void take(Change change, ChangeAnswer answer) {
    NodeId node = change.node();
    if (answer instanceof ChangeAnswer.Applied applied) {
      applied(change, applied);
      refusals.remove(node);
      changes.done(node);
      if (change instanceof Change.Put) {
        uploads.forget(node);
      }
    } else if (answer instanceof ChangeAnswer.Merged merged) {
      refusals.remove(node);
      merged(change, merged);
    } else {
      refused(change, answer);
    }
  }

  private void applied(Change change, ChangeAnswer.Applied applied) {
    NodeId node = change.node();
    Revision at = applied.revision();
    String path = core.pathOf(node);
    core.ports.deeds().did(Deeds.Rule.SENT, node, node, path, path, at);
    NodeState state = core.trees.get(node);
    if (change instanceof Change.Put put) {
      Place place =
          put.parent() == null || put.name() == null
              ? placeOf(state)
              : new Place(put.parent(), put.name());
      FileVersion version = version(put.content(), applied);
      core.facts.putThere(node, place, version, at);
      new KeptBit(core).agreed(node, version);
    } else if (change instanceof Change.MakeFolder make) {
      core.facts.placedThere(node, new Place(make.parent(), make.name()), NodeKind.FOLDER, at);
    } else if (change instanceof Change.Move move) {
      NodeKind kind = Objects.requireNonNullElse(state.kind(), NodeKind.FILE);
      core.facts.placedThere(node, new Place(move.parent(), move.name()), kind, at);
    } else if (change instanceof Change.Remove) {
      core.facts.removedThere(node, at);
    }
  }

  private static Place placeOf(NodeState state) {
    LocalEntry local = state.local();
    return state.remote() != null
        ? state.remote().place()
        : local != null ? local.place() : new Place(NodeId.ROOT, "");
  }

  private static FileVersion version(Content content, ChangeAnswer.Applied applied) {
    return new FileVersion(
        applied.version(),
        content.size(),
        content.digest(),
        content.modifiedNanos(),
        content.executable(),
        content.profile(),
        content.linkTarget());
  }

  /** Another device made the same folder first: its id stands for ours. */
  private void merged(Change change, ChangeAnswer.Merged merged) {
    NodeId node = change.node();
    NodeId into = merged.into();
    LocalEntry local = core.trees.get(node).local();
    if (local == null || into.equals(node)) {
      core.facts.awaits(node, merged.revision());
      return;
    }
    if (core.trees.get(into).local() != null || core.working.contains(into)) {
      core.facts.renewed(node, core.newNode());
      return;
    }
    core.facts.tookId(node, into);
    core.facts.agreed(into, new SyncedEntry(local.place(), NodeKind.FOLDER, null));
    core.facts.awaits(into, merged.revision());
  }

  private void refused(Change change, ChangeAnswer answer) {
    NodeId node = change.node();
    int count = refusals.merge(node, 1, Integer::sum);
    if (answer instanceof ChangeAnswer.Stale stale) {
      core.facts.awaits(node, stale.revision());
      NodeState state = core.trees.get(node);
      if (count > 1 && state.remote() == null && state.local() != null) {
        // The server removed it in an earlier life of which the journal tells nothing.
        core.facts.renewed(node, core.newNode());
      }
      calm(node, count);
    } else if (answer instanceof ChangeAnswer.NameTaken taken) {
      core.facts.awaits(node, taken.revision());
      calm(node, count);
    } else if (answer instanceof ChangeAnswer.Depends) {
      calm(node, count);
    } else if (answer instanceof ChangeAnswer.ParentGone) {
      parentGone(change);
      calm(node, count);
    } else if (answer instanceof ChangeAnswer.MissingChunks missing) {
      for (Sha256 hash : missing.hashes()) {
        core.batch().forgetChunk(hash);
      }
      if (missing.hashes().isEmpty() && change instanceof Change.Put put) {
        Set<PackId> packs = new HashSet<>();
        Scripts.addPacks(put.content().recipe(), packs);
        uploads.lost(packs);
      }
      uploads.forget(node);
      calm(node, count);
    } else if (answer instanceof ChangeAnswer.RecipeBaseGone) {
      changes.sendWhole(node);
      calm(node, count);
    } else if (answer instanceof ChangeAnswer.IdReused) {
      calm(node, count);
    } else {
      core.rest(node, LONG_REST_MILLIS, code(answer), words(answer));
    }
  }

  /** The first refusals are what two devices do to each other; many in a row are not. */
  private void calm(NodeId node, int count) {
    if (count > 3) {
      core.rest(
          node,
          Failures.backoffMillis(count - 3),
          "refused",
          "The server refuses the change; it is tried again.");
    }
  }

  /** The server does not know the folder: what was agreed on it does not hold any more. */
  private void parentGone(Change change) {
    NodeId parent =
        change instanceof Change.Put put
            ? put.parent()
            : change instanceof Change.MakeFolder make
                ? make.parent()
                : change instanceof Change.Move move ? move.parent() : null;
    if (parent != null && !parent.isRoot() && core.trees.get(parent).remote() == null) {
      core.facts.agreed(parent, null);
    }
    run(readJournal);
  }

  private static String code(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.Denied) {
      return "denied";
    }
    if (answer instanceof ChangeAnswer.OverQuota) {
      return "over-quota";
    }
    if (answer instanceof ChangeAnswer.Locked) {
      return "locked";
    }
    if (answer instanceof ChangeAnswer.Held) {
      return "held";
    }
    return answer instanceof ChangeAnswer.Malformed ? "refused" : "unknown-answer";
  }

  private static String words(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.Denied) {
      return "You may only read this workspace; the file stays on this device.";
    }
    if (answer instanceof ChangeAnswer.OverQuota quota) {
      return "No room on the server: %d of %d bytes are used."
          .formatted(quota.usedBytes(), quota.limitBytes());
    }
    if (answer instanceof ChangeAnswer.Locked locked) {
      return "Locked by " + locked.owner() + "; it is tried again.";
    }
    if (answer instanceof ChangeAnswer.Held held) {
      return held.reason().startsWith("Rejected ")
          ? held.reason()
          : "Waits on the server: " + held.reason();
    }
    return answer instanceof ChangeAnswer.Malformed malformed
        ? "The server can't take it: " + malformed.reason()
        : "The server answers what this release does not know; update the client.";
  }
}
