package io.driftless.simulator;

import static io.driftless.simulator.Mutant.ofClient;
import static io.driftless.simulator.Mutant.ofRule;

import java.util.List;

/** The deliberate bugs. */
final class Mutants {

  static final List<Mutant> ALL =
      List.of(
          ofClient(
              "an edit loses to a delete",
              "plan/Departures.java",
              "Look.editedHere(local, synced) ? new Action.Agree(id, null)",
              "false ? new Action.Agree(id, null)",
              5),
          ofClient(
              "what is left out counts as deleted by a person",
              "plan/Planner.java",
              "if (live == null || out || look.names().lacks(node)) {",
              "if (live == null || look.names().lacks(node)) {",
              1),
          ofClient(
              "what is left out goes before it was sent",
              "plan/Planner.java",
              "if (Look.editedHere(local, synced)) {\n      mergeContent",
              "if (!Look.editedHere(local, synced)) {\n      mergeContent",
              3),
          ofClient(
              "the later of two edits wins",
              "plan/Planner.java",
              "boolean editedThere = Look.editedThere(live, synced);",
              "boolean editedThere = !editedHere && Look.editedThere(live, synced);",
              5),
          ofClient(
              "what is new in a folder does not keep it from going",
              "plan/Look.java",
              "if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {\n      return true;",
              "if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {\n      return synced != null;",
              6),
          ofClient(
              "a node is planned before its journal row has come",
              "engine/Core.java",
              "|| trees.get(node).awaited().isAfter(revision())",
              "",
              2),
          ofClient(
              "after a restore absence deletes",
              "engine/Resync.java",
              "if (union) {\n      core.trees.put(node.withRemote(null)",
              "if (false) {\n      core.trees.put(node.withRemote(null)",
              3),
          ofClient(
              "a fetched file is not forced to the disk",
              "engine/FetchJob.java",
              "        files.force(temporary);\n",
              "",
              1),
          ofClient(
              "an update is taken over a gap",
              "engine/Journal.java",
              "return !update.from().isAfter(cursor.revision()) && !update.changes().isEmpty();",
              "return !update.changes().isEmpty();",
              1),
          ofClient(
              "events of a folder that the client renamed are lost",
              "engine/Scanning.java",
              "if (beneath && move.atMillis() >= since) {",
              "if (beneath && move.atMillis() < 0) {",
              14),
          ofClient(
              "an update without rows is taken for one",
              "engine/Journal.java",
              "return !update.from().isAfter(cursor.revision()) && !update.changes().isEmpty();",
              "return !update.from().isAfter(cursor.revision());",
              1),
          ofClient(
              "moves on the other side are not followed",
              "plan/Planner.java",
              "boolean movedThere = Look.movedThere(live, synced);",
              "boolean movedThere = movedHere && Look.movedThere(live, synced);",
              3),
          ofClient(
              "a removal is sent although the other side edited",
              "plan/Look.java",
              "synced == null || editedThere(remote, synced) || carriedAway(node)",
              "synced == null || carriedAway(node)",
              13),
          ofClient(
              "a replaced file goes without a last look",
              "engine/Replaced.java",
              "if (isKnown(content, kept.path(), kept.digest())) {",
              "if (now.key() >= 0) {",
              36),
          ofClient(
              "a conflicted copy takes any name",
              "plan/ConflictNames.java",
              "if (!taken.test(candidate)) {",
              "if (i > 0) {",
              8),
          ofClient(
              "temporary files stay",
              "files/PrivateFolder.java",
              "if (entry.stamp().kind() != EntryKind.FOLDER && !part) {",
              "if (entry.stamp().kind() == EntryKind.FOLDER) {",
              13),
          ofClient(
              "a change of the executable bit is no edit",
              "tree/FileContent.java",
              "return sameBytes(version) && executable == version.executable();",
              "return sameBytes(version);",
              6),
          ofClient(
              "a local name travels",
              "files/HeldNames.java",
              "return platform().travellingName(diskName);",
              "return diskName;",
              8),
          ofClient(
              "a name is taken that the disk takes for another",
              "tree/DiskNames.java",
              "if (local != null && held().key(local.diskName()).equals(spot.key())) {",
              "if (local != null && local.diskName().equals(diskName)) {",
              12),
          ofClient(
              "a local name stays when nothing is in the way",
              "tree/DiskNames.java",
              "(ideal.isEmpty() || !isFree(node.id(), local.place().parent(), ideal.get()));",
              "(ideal.isEmpty() || !isFree(node.id(), local.place().parent(), shown) || true);",
              8),
          ofRule(
              "content made from an old version is taken",
              "PutRule.java",
              "if (order < 0) {\n      return new ChangeAnswer.Stale(node.revision());",
              "if (order < -1_000_000) {\n      return new ChangeAnswer.Stale(node.revision());",
              5),
          ofRule(
              "a removal takes an edit that its device did not know",
              "RemoveRule.java",
              "if (!remove.baseVersion().equals(node.versionNumber())) {",
              "if (remove.baseVersion() == null) {",
              18),
          ofRule(
              "a name may be taken twice",
              "Decision.java",
              "if (holder == null) {\n      return null;\n    }\n    return refusals",
              "if (holder == null || !holder.deleted()) {\n      return null;\n    }\n    return refusals",
              6),
          ofRule(
              "an edit beneath a removed folder stays there",
              "PutRule.java",
              "    if (live) {\n      return write(node, content, checked);",
              "    if (live || node != null) {\n      return write(node, content, checked);",
              5),
          ofRule(
              "a removed folder takes what its device did not know",
              "RemoveRule.java",
              "if (unseen != null) {",
              "if (unseen != null && unseen.value() < 0) {",
              27));

  private Mutants() {}
}
