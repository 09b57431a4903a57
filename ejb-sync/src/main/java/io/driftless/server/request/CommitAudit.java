package io.driftless.server.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.commit.CommitOutcome;
import io.driftless.server.commit.CommitRule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the audit says of a commit: its id and how far it moved the journal, never a name. */
final class CommitAudit {

  private static final String ACTION = "commit";

  private CommitAudit() {}

  /** A commit that was decided change by change. */
  static AuditDeed decided(CommitRequest request, CommitOutcome outcome) {
    Map<String, Integer> refused = new TreeMap<>();
    for (ChangeAnswer verdict : outcome.verdicts()) {
      if (!CommitRule.isAccepted(verdict)) {
        refused.merge(word(verdict), 1, Integer::sum);
      }
    }
    int refusals = refused.values().stream().mapToInt(Integer::intValue).sum();
    int changes = request.changes().size();
    Map<String, Object> detail = detail(request);
    detail.put("accepted", changes - refusals);
    detail.put("rows", outcome.rows().size());
    detail.put("head", outcome.head().revision().value());
    if (refusals > 0) {
      detail.put("refused", refused);
    }
    String result = refusals == 0 ? AuditDeed.DONE : refusals < changes ? "partly" : "refused";
    return new AuditDeed(ACTION, result, json(detail));
  }

  /** A commit that was refused as a whole. */
  static AuditDeed refused(CommitRequest request, CommitAnswer answer) {
    ChangeAnswer why = answer.refused();
    return new AuditDeed(ACTION, why == null ? "refused" : word(why), json(detail(request)));
  }

  private static Map<String, Object> detail(CommitRequest request) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("workspace", request.workspace().toString());
    detail.put("commit", request.commit().toString());
    detail.put("sequence", request.sequence());
    detail.put("changes", request.changes().size());
    return detail;
  }

  /** {@code NameTaken} as {@code name-taken}. */
  private static String word(ChangeAnswer answer) {
    return answer
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)([A-Z])", "-$1")
        .toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, Object> detail) {
    try {
      return Codec.json().writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An audit detail can't be written", e);
    }
  }
}
