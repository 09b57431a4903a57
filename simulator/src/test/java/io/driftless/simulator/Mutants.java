package io.driftless.simulator;

import static io.driftless.simulator.Check.AGREEMENT;
import static io.driftless.simulator.Check.BIT;
import static io.driftless.simulator.Check.CALM;
import static io.driftless.simulator.Check.LAST_COPY;
import static io.driftless.simulator.Check.LINK;
import static io.driftless.simulator.Check.LOCAL_NAME;
import static io.driftless.simulator.Check.LOST;
import static io.driftless.simulator.Check.OPEN_FILE;
import static io.driftless.simulator.Check.REPLAY;
import static io.driftless.simulator.Check.REST;
import static io.driftless.simulator.Check.SIBLINGS;
import static io.driftless.simulator.Check.VERSION;
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
              5,
              LAST_COPY),
          ofClient(
              "what is left out counts as deleted by a person",
              "plan/Planner.java",
              "if (live == null || out || look.names().lacks(node)) {",
              "if (live == null || look.names().lacks(node)) {",
              3,
              REST),
          ofClient(
              "what is left out goes before it was sent",
              "plan/Planner.java",
              "if (Look.editedHere(local, synced)) {\n      mergeContent",
              "if (!Look.editedHere(local, synced)) {\n      mergeContent",
              "edited-then-left-out-at-once.txt",
              LAST_COPY),
          ofClient(
              "the later of two edits wins",
              "plan/Planner.java",
              "boolean editedThere = Look.editedThere(live, synced);",
              "boolean editedThere = !editedHere && Look.editedThere(live, synced);",
              5,
              LOST),
          ofClient(
              "what is new in a folder does not keep it from going",
              "plan/Look.java",
              "if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {\n      return true;",
              "if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {\n      return synced != null;",
              6,
              AGREEMENT),
          ofClient(
              "a node is planned before its journal row has come",
              "engine/Core.java",
              "|| trees.get(node).awaited().isAfter(revision())",
              "",
              2,
              REST),
          ofClient(
              "after a restore absence deletes",
              "engine/Resync.java",
              "if (union) {\n      core.trees.put(node.withRemote(null)",
              "if (false) {\n      core.trees.put(node.withRemote(null)",
              3,
              AGREEMENT),
          ofClient(
              "a fetched file is not forced to the disk",
              "engine/FetchJob.java",
              "        files.force(temporary);\n",
              "",
              1,
              LOST),
          ofClient(
              "an update is taken over a gap",
              "engine/Journal.java",
              "return !update.from().isAfter(cursor.revision()) && !update.changes().isEmpty();",
              "return !update.changes().isEmpty();",
              1,
              AGREEMENT),
          ofClient(
              "events of a folder that the client renamed are lost",
              "engine/Scanning.java",
              "if (beneath && move.atMillis() >= since) {",
              "if (beneath && move.atMillis() < 0) {",
              "events-of-a-folder-renamed-meanwhile.txt",
              AGREEMENT),
          ofClient(
              "an update without rows is taken for one",
              "engine/Journal.java",
              "return !update.from().isAfter(cursor.revision()) && !update.changes().isEmpty();",
              "return !update.from().isAfter(cursor.revision());",
              1,
              REST),
          ofClient(
              "moves on the other side are not followed",
              "plan/Planner.java",
              "boolean movedThere = Look.movedThere(live, synced);",
              "boolean movedThere = movedHere && Look.movedThere(live, synced);",
              3,
              AGREEMENT),
          ofClient(
              "a removal is sent although the other side edited",
              "plan/Look.java",
              "synced == null || editedThere(remote, synced) || carriedAway(node)",
              "synced == null || carriedAway(node)",
              13,
              LOST),
          ofClient(
              "a replaced file goes without a last look",
              "engine/Replaced.java",
              "if (isKnown(content, kept.path(), kept.digest())) {",
              "if (now.key() >= 0) {",
              36,
              LAST_COPY),
          ofClient(
              "a conflicted copy takes any name",
              "plan/ConflictNames.java",
              "if (!taken.test(candidate)) {",
              "if (i > 0) {",
              8,
              REST),
          ofClient(
              "temporary files stay",
              "files/PrivateFolder.java",
              "if (entry.stamp().kind() != EntryKind.FOLDER && !part) {",
              "if (entry.stamp().kind() == EntryKind.FOLDER) {",
              13,
              AGREEMENT),
          ofClient(
              "a change of the executable bit is no edit",
              "tree/FileContent.java",
              "return sameBytes(version) && executable == version.executable();",
              "return sameBytes(version);",
              6,
              AGREEMENT),
          ofClient(
              "a local name travels",
              "files/HeldNames.java",
              "return platform().travellingName(diskName);",
              "return diskName;",
              8,
              LOCAL_NAME),
          ofClient(
              "a name is taken that the disk takes for another",
              "tree/DiskNames.java",
              "if (local != null && held().key(local.diskName()).equals(spot.key())) {",
              "if (local != null && local.diskName().equals(diskName)) {",
              12,
              REST),
          ofClient(
              "a local name stays when nothing is in the way",
              "tree/DiskNames.java",
              "(ideal.isEmpty() || !isFree(node.id(), local.place().parent(), ideal.get()));",
              "(ideal.isEmpty() || !isFree(node.id(), local.place().parent(), shown) || true);",
              8,
              AGREEMENT),
          ofRule(
              "content made from an old version is taken",
              "PutRule.java",
              "if (order < 0) {\n      return new ChangeAnswer.Stale(node.revision());",
              "if (order < -1_000_000) {\n      return new ChangeAnswer.Stale(node.revision());",
              5,
              LOST),
          ofRule(
              "a removal takes an edit that its device did not know",
              "RemoveRule.java",
              "if (!remove.baseVersion().equals(node.versionNumber())) {",
              "if (remove.baseVersion() == null) {",
              18,
              LOST),
          ofRule(
              "a name may be taken twice",
              "Decision.java",
              "if (holder == null) {\n      return null;\n    }\n    return refusals",
              "if (holder == null || !holder.deleted()) {\n      return null;\n    }\n    return refusals",
              6,
              SIBLINGS),
          ofRule(
              "an edit beneath a removed folder stays there",
              "PutRule.java",
              "    if (live) {\n      return write(node, content, checked);",
              "    if (live || node != null) {\n      return write(node, content, checked);",
              5,
              LOST),
          ofRule(
              "a removed folder takes what its device did not know",
              "RemoveRule.java",
              "if (unseen != null) {",
              "if (unseen != null && unseen.value() < 0) {",
              27,
              LOST),
          ofRule(
              "a new version takes the number of the one before",
              "PutRule.java",
              "            node.versionNumber().next(),",
              "            node.version() == null ? node.versionNumber().next() : node.versionNumber(),",
              3,
              VERSION),
          ofRule(
              "a move leaves the revision of the place as it was",
              "WorkingState.java",
              "boolean located = before == null || !before.sameLocation(changed);",
              "boolean located = before == null;",
              1,
              REPLAY),
          ofClient(
              "what a program has open goes when it was replaced",
              "engine/Replaced.java",
              "if (open && now.sameFile(kept.stamp())) {",
              "if (open && !now.sameFile(kept.stamp())) {",
              "still-open-after-it-was-replaced.txt",
              OPEN_FILE),
          ofClient(
              "it says up-to-date while something is under way",
              "engine/StatusView.java",
              "state = rests ? resting(problems) : DeviceState.SYNCING;",
              "state = DeviceState.UP_TO_DATE;",
              "deleted-while-its-commit-comes-again.txt",
              CALM),
          ofClient(
              "what a disk can't hold counts as deleted there",
              "plan/Planner.java",
              "if (live == null || out || look.names().lacks(node)) {",
              "if (live != null && look.names().lacks(node)) {\n        into.add(new Action.SendRemove(id));\n      } else if (live == null || out) {",
              "link-for-a-disk-without-links.txt",
              LINK),
          ofClient(
              "a disk without executable bit sends what it shows of it",
              "engine/KeptBit.java",
              "return from.executable();",
              "return content.executable();",
              "edited-where-no-bit-is-kept-and-gone-elsewhere.txt",
              BIT),
          ofClient(
              "what is gone itself is followed",
              "engine/Sightings.java",
              "deleted.contains(copy)",
              "copy.equals(node)",
              "deleted-with-its-copy-before-that-was-sent.txt",
              AGREEMENT));

  private Mutants() {}
}
