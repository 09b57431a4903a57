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
              20),
          ofClient(
              "the later of two edits wins",
              "plan/Planner.java",
              "boolean editedHere = Look.editedHere(local, synced);\n    boolean editedThere = Look.editedThere(live, synced);",
              "boolean editedHere = Look.editedHere(local, synced);\n    boolean editedThere = !editedHere && Look.editedThere(live, synced);",
              40),
          ofRule(
              "content made from an old version is taken",
              "PutRule.java",
              "if (order < 0) {\n      return new ChangeAnswer.Stale(node.revision());",
              "if (order < -1_000_000) {\n      return new ChangeAnswer.Stale(node.revision());",
              40));

  private Mutants() {}
}
