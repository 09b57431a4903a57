package io.driftless.web.openapi;

import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetterList;
import io.driftless.protocol.api.DeadLetterMessages.LetterDecision;
import io.driftless.protocol.api.DeviceMessages.DeviceQueue;
import io.driftless.protocol.api.DeviceMessages.DeviceQueues;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import java.util.Map;

/** Bodies of the calls about messages that wait, or that could not be served. */
record DeadLetterExamples(WorkspaceId workspace, DeviceId device) {

  private static final String REPLAY = "POST /dead-letters/{letter}/replay";
  private static final String DROP = "POST /dead-letters/{letter}/drop";

  Map<String, Object> requests() {
    return Map.of(
        REPLAY, new LetterDecision("The database has room again"),
        DROP, new LetterDecision("Its device was unlinked"));
  }

  Map<String, Object> answers() {
    DeadLetter letter =
        new DeadLetter(
            "018f2f6e-9999-4000-8000-000000000061",
            "2026-01-01T12:00:00Z",
            "sync.requests",
            device,
            workspace,
            CommitId.of("018f2f6e-9999-4000-8000-000000000062"),
            3,
            1_204,
            "It failed at every attempt; the log says why");
    return Map.of(
        "GET /device-queues",
        new DeviceQueues(
            List.of(
                new DeviceQueue(
                    device, "laptop", "grace", 3, 7_200, false, "2026-01-02T12:00:00Z"))),
        "GET /dead-letters",
        new DeadLetterList(List.of(letter), false),
        REPLAY,
        letter,
        DROP,
        letter);
  }
}
