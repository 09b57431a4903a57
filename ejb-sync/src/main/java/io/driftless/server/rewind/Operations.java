package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.api.OperationMessages.OperationList;
import io.driftless.protocol.api.OperationMessages.StepPage;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.node.PageToken;
import io.driftless.server.rewind.OperationRow.Numbered;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What members see of a workspace's operations. */
@Stateless
public class Operations {

  private static final int LISTED = 100;

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;

  /** The last ones, newest first. */
  public OperationList list(Caller caller, WorkspaceId workspace) {
    return new OperationList(listing(caller, workspace).last(LISTED));
  }

  /** One of them. */
  public OperationInfo get(Caller caller, WorkspaceId workspace, OperationId operation) {
    return listing(caller, workspace).get(operation);
  }

  /**
   * What became of its steps.
   *
   * @param page the token of the page before; null for the first
   */
  public StepPage steps(
      Caller caller,
      WorkspaceId workspace,
      OperationId operation,
      @Nullable String page,
      int limit) {
    OperationListing listing = listing(caller, workspace);
    listing.get(operation);
    long from = page == null ? 0 : PageToken.number(page);
    if (from < 0 || from > Rewinds.MOST_NODES) {
      throw RefusedException.invalid("page", "This is no page of this listing. Begin again.");
    }
    List<Numbered> steps = listing.steps(operation, (int) from, limit + 1);
    boolean more = steps.size() > limit;
    return new StepPage(
        steps.stream().limit(limit).map(Numbered::step).toList(),
        more ? PageToken.of(steps.get(limit).ordinal()) : null);
  }

  private OperationListing listing(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    return new OperationListing(Sql.of(store), workspace);
  }
}
