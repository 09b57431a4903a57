package io.driftless.web.openapi;

import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.api.OperationMessages.OperationKind;
import io.driftless.protocol.api.OperationMessages.OperationList;
import io.driftless.protocol.api.OperationMessages.OperationState;
import io.driftless.protocol.api.OperationMessages.RewindPreview;
import io.driftless.protocol.api.OperationMessages.RewindRequest;
import io.driftless.protocol.api.OperationMessages.Step;
import io.driftless.protocol.api.OperationMessages.StepAction;
import io.driftless.protocol.api.OperationMessages.StepPage;
import io.driftless.protocol.api.OperationMessages.StepState;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.NodeKind;
import java.util.List;
import java.util.Map;

/** Bodies of the calls about operations. */
record OperationExamples(NodeId node, AccountId account, Revision head, long noon) {

  private static final String IN = "/workspaces/{workspace}";
  private static final String ONE = IN + "/operations/{operation}";
  private static final OperationId OPERATION =
      OperationId.of("018f2f6e-6666-4000-8000-000000000007");

  Map<String, Object> requests() {
    return Map.of(
        "POST " + IN + "/nodes/{node}/rewind",
        new RewindRequest("2026-01-01T11:00:00Z", head, List.of(node)));
  }

  Map<String, Object> answers() {
    OperationInfo begun = operation(OperationState.RUNNING, 0);
    OperationInfo done = operation(OperationState.DONE, 1);
    return Map.of(
        "GET " + IN + "/nodes/{node}/rewind",
        new RewindPreview(
            NodeId.ROOT, new Revision(12), head, 1, List.of(step(StepState.PENDING)), null),
        "POST " + IN + "/nodes/{node}/rewind",
        begun,
        "GET " + IN + "/operations",
        new OperationList(List.of(done)),
        "GET " + ONE,
        done,
        "GET " + ONE + "/steps",
        new StepPage(List.of(step(StepState.APPLIED)), null),
        "POST " + ONE + "/undo",
        begun);
  }

  private Step step(StepState state) {
    return new Step(
        node,
        NodeKind.FILE,
        StepAction.CONTENT,
        NodeId.ROOT,
        "report.odt",
        NodeId.ROOT,
        "report.odt",
        new VersionNumber(1),
        state,
        null);
  }

  private OperationInfo operation(OperationState state, int applied) {
    return new OperationInfo(
        OPERATION,
        OperationKind.REWIND,
        account,
        NodeId.ROOT,
        null,
        state,
        null,
        1,
        applied,
        0,
        noon,
        state == OperationState.RUNNING ? null : noon + 1_000);
  }
}
