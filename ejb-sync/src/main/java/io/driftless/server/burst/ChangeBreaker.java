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
import jakarta.ejb.EJB;
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
import java.util.UUID;

/**
 * Looks at each commit of a device, or of a call, before the commit rule does: which of its deletes
 * and rewrites have to wait. It counts files, those of a removed folder as well, and only what
 * would change something. A commit that would take the device beyond the workspace's rule within
 * ten minutes begins a burst; from then on all of the device's deletes and rewrites in that
 * workspace wait until somebody decides. Everything else of its commits is applied. Runs under the
 * workspace's lock.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class ChangeBreaker {

  private static final Logger LOG = System.getLogger(ChangeBreaker.class.getName());

  private static final String WAITS =
      "too many files were deleted or rewritten at once; an owner of the workspace, or whoever runs"
          + " the server, decides";

  @PersistenceContext private EntityManager store;
  @Inject private AuditLog audit;
  @EJB private CallBursts calls;

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
    /** Nothing has to wait, nothing is counted. */
    public static final Seen NOTHING = new Seen(Map.of(), Map.of());
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
    if (standing.approvedLately()) {
      return Seen.NOTHING;
    }
    List<Harm> harms = facts.harms(candidates);
    Known known = standing.decided() ? facts.known(harms) : Known.NOTHING;
    Map<NodeId, String> held = new HashMap<>();
    List<Harm> open = new ArrayList<>();
    for (Harm harm : harms) {
      String rejected = known.rejected().get(harm.node());
      if (rejected != null) {
        held.put(harm.node(), rejected);
      } else if (!known.approved().contains(harm.node())) {
        open.add(harm);
      }
    }
    Map<NodeId, Integer> counted = new HashMap<>();
    long files = standing.tally() + open.stream().mapToLong(Harm::files).sum();
    if (open.isEmpty() || !isBurst(facts, standing, files)) {
      open.forEach(harm -> counted.put(harm.node(), harm.files()));
    } else {
      park(sender, facts, standing, files, open);
      open.forEach(harm -> held.put(harm.node(), WAITS));
    }
    return new Seen(held, counted);
  }

  /** Whether these belong to a burst, one that waits or one that they begin. */
  private static boolean isBurst(BurstFacts facts, Standing standing, long files) {
    Rule rule = standing.rule();
    return standing.parked() != null
        || (rule.files() > 0
            && files > rule.files()
            && files * 100 > rule.percent() * (facts.liveFiles() + standing.tally()));
  }

  private void park(
      Sender sender, BurstFacts facts, Standing standing, long files, List<Harm> open) {
    BurstId waiting = standing.parked();
    BurstId burst = waiting == null ? new BurstId(UUID.randomUUID()) : waiting;
    if (standing.virtual()) {
      calls.parkLater(sender, burst, files, open);
      return;
    }
    if (waiting == null) {
      begin(sender, facts, burst, files);
    }
    facts.park(burst, open);
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

  /** Begins a burst, and tells of it. */
  public void begin(Sender sender, BurstFacts facts, BurstId burst, long counted) {
    facts.begin(burst, counted, sender.now());
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
  }
}
