package io.driftless.web.openapi;

import io.driftless.protocol.api.LockMessages.LockInfo;
import io.driftless.protocol.api.LockMessages.LockList;
import io.driftless.protocol.api.LockMessages.NewLock;
import io.driftless.protocol.api.ShareMessages.MadeShare;
import io.driftless.protocol.api.ShareMessages.NewShare;
import io.driftless.protocol.api.ShareMessages.ShareInfo;
import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.api.ShareMessages.ShareList;
import io.driftless.protocol.api.ShareMessages.ShareState;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ShareId;
import java.util.List;
import java.util.Map;

/** Bodies of the calls about sharing links and locks. */
record ShareExamples(NodeId node, AccountId account) {

  private static final String ALL = "/workspaces/{workspace}/shares";
  private static final String LOCK = "/workspaces/{workspace}/nodes/{node}/lock";
  private static final String UNTIL = "2026-02-01T12:00:00Z";

  Map<String, Object> requests() {
    return Map.of(
        "POST " + ALL,
        new NewShare(node, ShareKind.VIEW, "Plans for review", UNTIL, "correct horse", 20),
        "PUT " + LOCK,
        new NewLock(28_800L, "the figures of May"));
  }

  Map<String, Object> answers() {
    ShareInfo share =
        new ShareInfo(
            ShareId.of("018f2f6e-7777-4000-8000-000000000008"),
            node,
            ShareKind.VIEW,
            ShareState.OPEN,
            "Plans for review",
            "ada",
            "2026-01-01T12:00:00Z",
            UNTIL,
            true,
            20,
            3,
            0);
    LockInfo lock =
        new LockInfo(node, account, "ada", "the figures of May", "2026-01-01T12:00:00Z", UNTIL);
    return Map.of(
        "GET " + ALL,
        new ShareList(List.of(share)),
        "POST " + ALL,
        new MadeShare(share, "https://files.example.org/s/3q2-7wJkVbQvF8Yt2GmXeQ"),
        "GET " + ALL + "/{share}",
        share,
        "PUT " + LOCK,
        lock,
        "GET /workspaces/{workspace}/locks",
        new LockList(List.of(lock)));
  }
}
