package io.driftless.protocol.api;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about the audit. */
public final class AuditMessages {

  private AuditMessages() {}

  /**
   * A link of an audit chain.
   *
   * @param scope the workspace or account whose chain it is in
   * @param sequence its place there, from 1
   * @param at when, as in RFC 3339, to the microsecond
   * @param account who; null for the server itself
   * @param username that account's name now
   * @param device with which device; null for none
   * @param address from which network address; null when it is not known
   * @param action what, in stable words with dots
   * @param result {@code done}, or why not
   * @param detail ids and numbers that belong to it
   * @param detailText the same exactly as it was written: the digest is over this
   * @param previous the digest of the link before as hex; all zero for the first
   * @param digest SHA-256 as hex over the one before and all that the link says
   */
  public record AuditLink(
      UUID scope,
      long sequence,
      String at,
      @Nullable AccountId account,
      @Nullable String username,
      @Nullable DeviceId device,
      @Nullable String address,
      String action,
      @Nullable String result,
      Map<String, Object> detail,
      String detailText,
      String previous,
      String digest) {
    public AuditLink {
      detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail)); // may hold nulls
    }
  }

  /**
   * A page of links, the last one first.
   *
   * @param nextPage opaque; null after the last page
   */
  public record AuditPage(List<AuditLink> links, @Nullable String nextPage) implements Paged {
    public AuditPage {
      links = List.copyOf(links);
    }
  }

  /**
   * What a check of the chains found.
   *
   * @param chains that were looked at
   * @param links that were looked at, in all of them
   * @param anchors outside of the database that were compared
   * @param problems the first thousand; empty when all holds together
   */
  public record AuditReport(long chains, long links, long anchors, List<AuditProblem> problems) {
    public AuditReport {
      problems = List.copyOf(problems);
    }
  }

  /**
   * A place where a chain does not hold.
   *
   * @param scope whose chain; null for the anchors
   * @param sequence which link, or which anchor
   * @param problem in words
   */
  public record AuditProblem(@Nullable UUID scope, long sequence, String problem) {}
}
