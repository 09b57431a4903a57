package io.driftless.web.openapi;

import io.driftless.protocol.api.BurstMessages.BurstChange;
import io.driftless.protocol.api.BurstMessages.BurstDecision;
import io.driftless.protocol.api.BurstMessages.BurstDeed;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.protocol.api.BurstMessages.BurstPage;
import io.driftless.protocol.api.BurstMessages.BurstPolicy;
import io.driftless.protocol.api.BurstMessages.BurstRule;
import io.driftless.protocol.api.BurstMessages.BurstState;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about parked bursts. */
record BurstExamples(WorkspaceId workspace, NodeId node, DeviceId device) {

  private static final String IN = "/workspaces/{workspace}";
  private static final String AT = "2026-01-01T12:00:00Z";

  Map<String, Object> requests() {
    return Map.of(
        "PUT " + IN + "/burst-rule",
        new BurstPolicy(500, 25),
        "PUT " + IN + "/bursts/{burst}/decision",
        new BurstDecision(true),
        "PUT /bursts/{burst}/decision",
        new BurstDecision(false));
  }

  Map<String, Object> answers() {
    BurstList parked = new BurstList(List.of(burst(BurstState.PARKED, null)));
    return Map.of(
        "GET " + IN + "/burst-rule",
        new BurstRule(1_000, 50, false),
        "PUT " + IN + "/burst-rule",
        new BurstRule(500, 25, true),
        "GET " + IN + "/bursts",
        parked,
        "GET /bursts",
        parked,
        "GET " + IN + "/bursts/{burst}/changes",
        new BurstPage(List.of(new BurstChange(node, BurstDeed.REMOVE, "Plans", 1_204)), null),
        "PUT " + IN + "/bursts/{burst}/decision",
        burst(BurstState.APPROVED, AT),
        "PUT /bursts/{burst}/decision",
        burst(BurstState.REJECTED, AT));
  }

  private BurstInfo burst(BurstState state, @Nullable String decided) {
    return new BurstInfo(
        BurstId.of("018f2f6e-8888-4000-8000-000000000009"),
        workspace,
        device,
        "laptop",
        "grace",
        state,
        1_204,
        1,
        "2026-01-01T11:58:00Z",
        decided,
        decided == null ? null : "ada");
  }
}
