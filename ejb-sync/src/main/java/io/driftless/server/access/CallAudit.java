package io.driftless.server.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a caller did, or was refused, into the audit chains. */
@ApplicationScoped
public class CallAudit {

  @Inject private AuditLog audit;

  /** In the workspace's chain, with the caller's transaction. */
  public void inWorkspace(
      Caller caller, WorkspaceId workspace, String action, Map<String, ?> detail) {
    audit.workspace(workspace, caller.actor(), AuditDeed.done(action, text(detail)));
  }

  /** In the caller's own chain, with the caller's transaction. */
  public void ofAccount(Caller caller, String action, Map<String, ?> detail) {
    audit.account(caller.account(), caller.actor(), AuditDeed.done(action, text(detail)));
  }

  /** In the caller's own chain, what was refused and why, with the caller's transaction. */
  public void refused(Caller caller, Refusal why, Map<String, ?> detail) {
    audit.account(
        caller.account(), caller.actor(), new AuditDeed("refused", why.word(), text(detail)));
  }

  private static String text(Map<String, ?> detail) {
    try {
      return Codec.json().writeValueAsString(new TreeMap<>(detail));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An audit detail can't be written", e);
    }
  }
}
