package io.driftless.client.plan;

import io.driftless.client.tree.DiskNames;
import io.driftless.protocol.id.NodeId;
import java.util.function.Predicate;

/**
 * What the planner needs to know besides the trees.
 *
 * @param busy nodes that must not be planned now: work in hand, in the commit in flight, or waiting
 *     for the journal
 * @param device the device's name, for names of conflicted copies
 * @param date the date for them, as {@code 2026-03-01}
 * @param names what the disk can hold, and under which names
 */
public record PlanContext(Predicate<NodeId> busy, String device, String date, DiskNames names) {

  /** On a disk that holds everything. */
  public PlanContext(Predicate<NodeId> busy, String device, String date) {
    this(busy, device, date, DiskNames.EXACT);
  }
}
