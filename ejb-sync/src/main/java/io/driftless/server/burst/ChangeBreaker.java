package io.driftless.server.burst;

import io.driftless.protocol.api.BurstMessages.BurstDeed;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.burst.BurstFacts.Known;
import io.driftless.server.burst.BurstFacts.Rule;
import io.driftless.server.burst.BurstFacts.Standing;
import io.driftless.server.commit.CommitOutcome;
import io.driftless.server.commit.CommitRule;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each commit of a device before the commit rule does: which of its deletes and rewrites
 * have to wait. It counts files, those of a removed folder as well, and only what would change
 * something. A commit that would take the device beyond the workspace's rule within ten minutes
 * begins a burst; from then on all of the device's deletes and rewrites in that workspace wait
 * until somebody decides. Everything else of its commits is applied. Runs under the workspace's
 * lock.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class ChangeBreaker {

  private static final Logger LOG = System.getLogger(ChangeBreaker.class.getName());

  private static final String WAITS =
      "too many files were deleted or rewritten at once; an owner of the workspace, or whoever runs"
          + " the server, decides";

  private static final String REJECTED = "deleting or rewriting it was rejected";

  @PersistenceContext private EntityManager store;
  @Inject private AuditLog audit;

  /** Who sends a commit, and when. */
  public record Sender(
      WorkspaceId workspace, DeviceId device, AccountId account, AuditActor actor, Instant now) {}

  /**
   * What was seen of a commit.
   *
   * @param held nodes whose deletes and rewrites wait, each with the reason in words
   * @param counted how many files each other delete and rewrite is about
   */
  public record Seen(Map<NodeId, String> held, Map<NodeId, Integer> counted) {
    static final Seen NOTHING = new Seen(Map.of(), Map.of());
  }

  /**
   * A delete or rewrite.
   *
   * @param base the version that it replaces or removes
   * @param files how many it is about
   */
  record Harm(NodeId node, BurstDeed deed, VersionNumber base, int files) {}

  /** Looks at a fresh commit, and parks what has to wait. */
  public Seen look(Sender sender, CommitRequest request) {
    List<Change> candidates = candidates(request);
    if (candidates.isEmpty()) {
      return Seen.NOTHING;
    }
    BurstFacts facts = new BurstFacts(Sql.of(store), sender.workspace(), sender.device());
    Standing standing = facts.standing(sender.now());
    if (standing.virtual() || standing.approvedLately()) {
      return Seen.NOTHING;
    }
    List<Harm> harms = facts.harms(candidates);
    Known known = standing.decided() ? facts.known(harms) : Known.NOTHING;
    Map<NodeId, String> held = new HashMap<>();
    List<Harm> open = new ArrayList<>();
    for (Harm harm : harms) {
      if (known.rejected().contains(harm.node())) {
        held.put(harm.node(), REJECTED);
      } else if (!known.approved().contains(harm.node())) {
        open.add(harm);
      }
    }
    Map<NodeId, Integer> counted = new HashMap<>();
    BurstId burst = open.isEmpty() ? null : burst(sender, facts, standing, open);
    if (burst == null) {
      open.forEach(harm -> counted.put(harm.node(), harm.files()));
    } else {
      facts.park(burst, open);
      open.forEach(harm -> held.put(harm.node(), WAITS));
    }
    return new Seen(held, counted);
  }

  /** The burst that these belong to; null when they may happen. */
  private @Nullable BurstId burst(
      Sender sender, BurstFacts facts, Standing standing, List<Harm> open) {
    if (standing.parked() != null) {
      return standing.parked();
    }
    long counted = standing.tally() + open.stream().mapToLong(Harm::files).sum();
    Rule rule = standing.rule();
    boolean isBurst =
        rule.files() > 0
            && counted > rule.files()
            && counted * 100 > rule.percent() * (facts.liveFiles() + standing.tally());
    return isBurst ? begin(sender, facts, counted) : null;
  }

  /** Notes what a commit did after all. */
  public void count(Sender sender, CommitRequest request, CommitOutcome outcome, Seen seen) {
    if (seen.counted().isEmpty() || outcome.answer().refused() != null) {
      return;
    }
    long files = 0;
    for (int i = 0; i < request.changes().size(); i++) {
      if (CommitRule.isAccepted(outcome.answer().answers().get(i))) {
        files += seen.counted().getOrDefault(request.changes().get(i).node(), 0);
      }
    }
    if (files > 0) {
      new BurstFacts(Sql.of(store), sender.workspace(), sender.device()).add(files, sender.now());
    }
  }

  private static List<Change> candidates(CommitRequest request) {
    return request.changes().stream()
        .filter(
            change ->
                change instanceof Change.Remove
                    || (change instanceof Change.Put put && !put.base().equals(VersionNumber.NONE)))
        .toList();
  }

  private BurstId begin(Sender sender, BurstFacts facts, long counted) {
    BurstId burst = facts.begin(counted, sender.now());
    String detail =
        "{\"burst\":\"%s\",\"device\":\"%s\",\"files\":%d}"
            .formatted(burst, sender.device(), counted);
    audit.workspace(
        sender.workspace(), sender.actor(), new AuditDeed("burst.park", "parked", detail));
    LOG.log(
        Level.WARNING,
        "Device {0} deletes or rewrites {1} files of workspace {2} at once: parked as burst {3}",
        sender.device(),
        counted,
        sender.workspace(),
        burst);
    return burst;
  }
}
