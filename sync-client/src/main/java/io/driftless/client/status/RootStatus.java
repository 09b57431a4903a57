package io.driftless.client.status;

import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;

/**
 * A snapshot of one synced folder.
 *
 * @param workspace what it is synced with
 * @param root the folder's absolute path
 * @param state in one word
 * @param revision how far the journal was read
 * @param up what waits to be sent
 * @param down what waits to be fetched or done here
 * @param transferred totals since the start
 * @param problems at most 1,000 of what waits, and why; sorted by path
 */
public record RootStatus(
    WorkspaceId workspace,
    String root,
    DeviceState state,
    Revision revision,
    Pending up,
    Pending down,
    Transferred transferred,
    List<Problem> problems) {
  public RootStatus {
    problems = List.copyOf(problems);
  }
}
