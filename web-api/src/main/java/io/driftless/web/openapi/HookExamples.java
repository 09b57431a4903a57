package io.driftless.web.openapi;

import io.driftless.protocol.api.HookMessages.HookInfo;
import io.driftless.protocol.api.HookMessages.HookList;
import io.driftless.protocol.api.HookMessages.HookState;
import io.driftless.protocol.api.HookMessages.MadeHook;
import io.driftless.protocol.api.HookMessages.NewHook;
import io.driftless.protocol.id.HookId;
import io.driftless.protocol.id.Revision;
import java.util.List;
import java.util.Map;

/** Bodies of the calls about webhooks. */
record HookExamples(Revision revision) {

  private static final String ALL = "/workspaces/{workspace}/webhooks";
  private static final String URL = "https://portal.example.org/driftless";

  Map<String, Object> requests() {
    return Map.of("POST " + ALL, new NewHook(URL));
  }

  Map<String, Object> answers() {
    HookInfo hook =
        new HookInfo(
            HookId.of("018f2f6e-9999-4000-8000-00000000000a"),
            URL,
            HookState.WORKING,
            revision,
            0,
            "status 204",
            "2026-01-01T12:00:00Z");
    return Map.of(
        "GET " + ALL,
        new HookList(List.of(hook)),
        "POST " + ALL,
        new MadeHook(hook, "q83vASNFZ4mrze_tTe1b0wJkVbQvF8Yt2GmXe3ZpN0U"));
  }
}
