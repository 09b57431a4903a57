package io.driftless.server.retention;

import io.driftless.protocol.api.RetentionMessages.Retention;
import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.protocol.api.RetentionMessages.RetentionPreview;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.ShownName;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.retention.RetentionRule.File;
import io.driftless.server.retention.RetentionRule.Held;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Policies and pins, as their owners set and see them. */
@Stateless
public class Retentions {

  private static final int PAGE = 500;
  private static final int MOST_DAYS = 36_500;
  private static final int MOST_PREVIEWED = 200_000;

  private static final String PIN =
      "INSERT INTO version_pin (workspace_id, node_id, number, label, account_id, created_at)"
          + " SELECT workspace_id, node_id, number, ?, ?, ? FROM version"
          + " WHERE workspace_id = ? AND node_id = ? AND number = ? AND pruned_at IS NULL"
          + " ON CONFLICT (workspace_id, node_id, number) DO UPDATE SET label = EXCLUDED.label";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** What holds for workspaces without a policy of their own; the caller is an operator. */
  public Retention company() {
    return new Retention(new RetentionPolicies(Sql.of(store)).company(), false);
  }

  /** Sets it. */
  public Retention putCompany(Caller caller, RetentionPolicy policy) {
    check(policy);
    put(RetentionPolicies.COMPANY, caller, policy);
    audit.ofAccount(caller, "retention.company", Map.of("policy", policy));
    return company();
  }

  /** What holds for a workspace; every member may see it. */
  public Retention get(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    return of(workspace);
  }

  private Retention of(WorkspaceId workspace) {
    return new RetentionPolicies(Sql.of(store)).of(workspace.value());
  }

  /** Sets it; owners only. Only an operator lifts a hold of the company. */
  public Retention put(Caller caller, WorkspaceId workspace, RetentionPolicy policy) {
    check(policy);
    access.toLock(caller, workspace, Role.OWNER);
    put(workspace.value(), caller, policy);
    audit.inWorkspace(caller, workspace, "retention.put", Map.of("policy", policy));
    return of(workspace);
  }

  /** Goes back to the company's; owners only. */
  public void remove(Caller caller, WorkspaceId workspace) {
    access.toLock(caller, workspace, Role.OWNER);
    new RetentionPolicies(Sql.of(store)).remove(workspace.value());
    audit.inWorkspace(caller, workspace, "retention.remove", Map.of());
  }

  private void put(UUID scope, Caller caller, RetentionPolicy policy) {
    new RetentionPolicies(Sql.of(store))
        .put(scope, policy, caller.account().value(), clock.instant());
  }

  private static void check(RetentionPolicy policy) {
    List<Integer> spans =
        List.of(
            policy.allDays(),
            policy.hourlyDays(),
            policy.dailyDays(),
            policy.weeklyDays(),
            policy.trashDays());
    if (spans.stream().anyMatch(days -> days < 0 || days > MOST_DAYS)) {
      throw RefusedException.invalid("days", "Days are 0 to %d.".formatted(MOST_DAYS));
    }
    if (policy.least() < 1) {
      throw RefusedException.invalid("least", "At least the current version is kept.");
    }
  }

  /** What a policy would prune of a workspace now; owners only. */
  public RetentionPreview preview(Caller caller, WorkspaceId workspace, RetentionPolicy policy) {
    check(policy);
    access.toRead(caller, workspace);
    access.require(caller, workspace, Role.OWNER);
    RetentionFacts facts = new RetentionFacts(Sql.of(store), workspace.value());
    long now = clock.instant().toEpochMilli();
    long nodes = 0;
    long versions = 0;
    long bytes = 0;
    long kept = 0;
    long seen = 0;
    List<UUID> page = facts.nodes(new UUID(0, 0), PAGE);
    while (!page.isEmpty()) {
      for (File file : facts.files(page).values()) {
        List<Held> gone = RetentionRule.prunes(file, policy, now);
        nodes += gone.isEmpty() ? 0 : 1;
        versions += gone.size();
        kept += file.versions().size() - gone.size();
        bytes += gone.stream().mapToLong(Held::bytes).sum();
        seen += file.versions().size();
      }
      if (seen > MOST_PREVIEWED) {
        throw new RefusedException(
            Refusal.TOO_MANY,
            "The history is too long to be looked at in one call; start a dry run of the job.");
      }
      page = facts.nodes(page.get(page.size() - 1), PAGE);
    }
    return new RetentionPreview(policy, nodes, versions, bytes, kept);
  }

  /** Pins a version: it is not pruned while the pin is there. For those who may write. */
  public void pin(
      Caller caller, WorkspaceId workspace, NodeId node, VersionNumber number, String label) {
    String shown = ShownName.checked(label, 100, "A label has 1 to 100 characters.");
    access.toLock(caller, workspace, Role.EDITOR);
    Instant now = clock.instant();
    int pinned =
        Sql.of(store)
            .update(
                PIN,
                shown,
                caller.account().value(),
                now,
                workspace.value(),
                node.value(),
                number.value());
    if (pinned == 0) {
      throw RefusedException.notFound("version");
    }
    audit.inWorkspace(
        caller, workspace, "version.pin", Map.of("node", node, "version", number.value()));
  }

  /** Takes a pin away, if there is one. */
  public void unpin(Caller caller, WorkspaceId workspace, NodeId node, VersionNumber number) {
    access.toLock(caller, workspace, Role.EDITOR);
    Sql.of(store)
        .update(
            "DELETE FROM version_pin WHERE workspace_id = ? AND node_id = ? AND number = ?",
            workspace.value(),
            node.value(),
            number.value());
    audit.inWorkspace(
        caller, workspace, "version.unpin", Map.of("node", node, "version", number.value()));
  }
}
