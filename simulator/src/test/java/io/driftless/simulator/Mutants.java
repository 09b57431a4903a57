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
              60),
          ofClient(
              "the later of two edits wins",
              "plan/Planner.java",
              "boolean editedThere = Look.editedThere(live, synced);",
              "boolean editedThere = !editedHere && Look.editedThere(live, synced);",
              60),
          ofClient(
              "what is new in a folder does not keep it from going",
              "plan/Look.java",
              "if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {\n      return true;",
              "if (synced == null || busy(node.id()) || trees.remoteLive(node.id())) {\n      return synced != null;",
              60),
          ofClient(
              "a node is planned before its journal row has come",
              "engine/Core.java",
              "|| trees.get(node).awaited().isAfter(revision())",
              "",
              60),
          ofClient(
              "after a restore absence deletes",
              "engine/Resync.java",
              "if (union) {\n      core.trees.put(node.withRemote(null)",
              "if (false) {\n      core.trees.put(node.withRemote(null)",
              60),
          ofClient(
              "a fetched file is not forced to the disk",
              "engine/FetchJob.java",
              "        files.force(temporary);\n",
              "",
              60),
          ofRule(
              "content made from an old version is taken",
              "PutRule.java",
              "if (order < 0) {\n      return new ChangeAnswer.Stale(node.revision());",
              "if (order < -1_000_000) {\n      return new ChangeAnswer.Stale(node.revision());",
              60),
          ofRule(
              "a removal takes an edit that its device did not know",
              "RemoveRule.java",
              "if (!remove.baseVersion().equals(node.versionNumber())) {",
              "if (remove.baseVersion() == null) {",
              60));

  private Mutants() {}
}
