package io.driftless.server.audit;

import io.driftless.protocol.api.AuditMessages.AuditProblem;
import io.driftless.protocol.api.AuditMessages.AuditReport;
import io.driftless.protocol.id.Sha256;
import io.driftless.server.blob.AnchorStore;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads all chains again and says where one does not hold: a link that was changed, taken out or
 * put in, an end that was cut off, a past that is another than the one that was anchored.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditCheck {

  /** So many problems are told. */
  public static final int MOST_PROBLEMS = 1_000;

  @EJB private ChainReading chains;
  @Inject private AnchorStore anchors;

  /**
   * Checks, some tens of thousands of links a second; people may work meanwhile.
   *
   * @param scope the only chain wanted, without the anchors; null for all
   */
  public AuditReport check(@Nullable UUID scope) {
    List<AuditProblem> problems = new ArrayList<>();
    List<Anchor.Head> heads = chains.heads(scope);
    long links = 0;
    for (Anchor.Head head : heads) {
      links += chain(head, problems);
    }
    if (scope == null) {
      chains
          .withoutHead()
          .forEach(stray -> tell(problems, stray, 0, "This chain belongs to nothing."));
    }
    long compared = scope == null ? compareAnchors(problems) : 0;
    return new AuditReport(heads.size(), links, compared, problems);
  }

  private long chain(Anchor.Head head, List<AuditProblem> problems) {
    byte[] previous = new byte[Sha256.BYTES];
    long read = 0;
    long wanted = 1;
    while (wanted <= head.sequence()) {
      List<AuditEntity> links = chains.links(head.scope(), wanted, head.sequence());
      if (links.isEmpty()) {
        break;
      }
      for (AuditEntity link : links) {
        if (link.sequence != wanted) {
          tell(problems, head.scope(), wanted, "The link is missing.");
        } else if (!Arrays.equals(previous, link.previous)) {
          tell(problems, head.scope(), wanted, "The link does not follow the one before.");
        }
        if (!Arrays.equals(link.expectedDigest(), link.digest)) {
          tell(problems, head.scope(), link.sequence, "The link was changed.");
        }
        previous = link.digest;
        wanted = link.sequence + 1;
        read++;
      }
    }
    if (wanted <= head.sequence()) {
      tell(problems, head.scope(), wanted, "The chain ends too early.");
    } else if (!HexFormat.of().formatHex(previous).equals(head.digest())) {
      tell(problems, head.scope(), head.sequence(), "The last link is not the one that is noted.");
    }
    return read;
  }

  private long compareAnchors(List<AuditProblem> problems) {
    List<String> noted = chains.anchors();
    Sha256 previous = Sha256.ofBytes(new byte[Sha256.BYTES]);
    long number = 1;
    while (true) {
      byte[] bytes = anchors.get(number);
      if (bytes == null) {
        break;
      }
      Sha256 digest = Sha256.digest(bytes);
      if (number <= noted.size() && !noted.get((int) number - 1).equals(digest.hex())) {
        tell(problems, null, number, "The anchor is another one than the database noted.");
      }
      try {
        Anchor anchor = Anchor.read(bytes);
        if (anchor.number() != number || !anchor.previous().equals(previous)) {
          tell(problems, null, number, "The anchor does not follow the one before.");
        }
        compare(anchor, problems);
      } catch (IOException e) {
        tell(problems, null, number, "The anchor is unreadable: " + e.getMessage());
      }
      previous = digest;
      number++;
    }
    if (number <= noted.size()) {
      tell(problems, null, number, "The anchor is missing in the blob store.");
    }
    return number - 1;
  }

  private void compare(Anchor anchor, List<AuditProblem> problems) {
    Set<Anchor.Head> now = new HashSet<>(chains.same(anchor.chains()));
    for (Anchor.Head then : anchor.chains()) {
      if (!now.contains(then)) {
        tell(
            problems,
            then.scope(),
            then.sequence(),
            "The link is not the one of anchor %d (%s).".formatted(anchor.number(), anchor.at()));
      }
    }
  }

  private static void tell(
      List<AuditProblem> problems, @Nullable UUID scope, long sequence, String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new AuditProblem(scope, sequence, problem));
    }
  }
}
