package io.driftless.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.driftless.protocol.api.AuditMessages.AuditLink;
import io.driftless.protocol.api.AuditMessages.AuditPage;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the audit chains. Who may read which is the caller's business. */
@Stateless
public class AuditReading {

  /** The most links of a page. */
  public static final int MOST = 1_000;

  private static final String LINKS =
      "SELECT link.*, who.username FROM audit link"
          + " LEFT JOIN account who ON who.id = link.account_id WHERE TRUE";

  private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

  @PersistenceContext private EntityManager store;

  /**
   * A page of links, the last first.
   *
   * @param page of the page before; null for the first
   * @param limit 1 to {@link #MOST}
   */
  public AuditPage page(AuditQuery query, @Nullable AuditToken page, int limit) {
    Statement wanted = where(query);
    if (page != null) {
      wanted.and(
          " AND (link.at, link.scope_id, link.sequence) < (?, ?, ?)",
          page.at(),
          page.scope(),
          page.sequence());
    }
    wanted.and(" ORDER BY link.at DESC, link.scope_id DESC, link.sequence DESC LIMIT ?", limit + 1);
    List<AuditLink> found = wanted.list();
    if (found.size() <= limit) {
      return new AuditPage(found, null);
    }
    List<AuditLink> links = found.subList(0, limit);
    return new AuditPage(links, AuditToken.of(links.get(limit - 1)).text());
  }

  /**
   * Links in the order of their chains, for exports.
   *
   * @param after the last one that was read; null for the first
   */
  public List<AuditLink> after(AuditQuery query, @Nullable AuditLink after, int limit) {
    Statement wanted = where(query);
    if (after != null) {
      wanted.and(" AND (link.scope_id, link.sequence) > (?, ?)", after.scope(), after.sequence());
    }
    return wanted.and(" ORDER BY link.scope_id, link.sequence LIMIT ?", limit).list();
  }

  private Statement where(AuditQuery query) {
    Statement wanted = new Statement(Sql.of(store));
    if (query.scope() != null) {
      wanted.and(" AND link.scope_id = ?", query.scope());
    }
    if (query.from() != null) {
      wanted.and(" AND link.at >= ?", query.from());
    }
    if (query.until() != null) {
      wanted.and(" AND link.at <= ?", query.until());
    }
    if (query.account() != null) {
      wanted.and(" AND link.account_id = ?", query.account().value());
    }
    if (query.action() != null) {
      wanted.and(" AND starts_with(link.action, ?)", query.action());
    }
    return wanted;
  }

  private static final class Statement {
    private final Sql sql;
    private final StringBuilder text = new StringBuilder(LINKS);
    private final List<Object> parameters = new ArrayList<>();

    Statement(Sql sql) {
      this.sql = sql;
    }

    Statement and(String more, Object... values) {
      text.append(more);
      parameters.addAll(List.of(values));
      return this;
    }

    List<AuditLink> list() {
      return sql.list(text.toString(), AuditReading::link, parameters.toArray());
    }
  }

  private static AuditLink link(ResultSet row) throws SQLException {
    UUID account = row.getObject("account_id", UUID.class);
    String device = row.getString("device_id");
    String detail = row.getString("detail");
    Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
    return new AuditLink(
        Sql.uuid(row, "scope_id"),
        row.getLong("sequence"),
        at.toString(),
        account == null ? null : new AccountId(account),
        row.getString("username"),
        device == null ? null : new DeviceId(device),
        row.getString("address"),
        row.getString("action"),
        row.getString("result"),
        parsed(detail),
        detail,
        hex(row, "previous"),
        hex(row, "digest"));
  }

  /** Whatever it is: this is also how changed links are read. */
  private static String hex(ResultSet row, String column) throws SQLException {
    return HexFormat.of().formatHex(row.getBytes(column));
  }

  private static Map<String, Object> parsed(String detail) {
    try {
      Map<String, Object> read = Codec.json().readValue(detail, DETAIL);
      return read == null ? Map.of() : read;
    } catch (JsonProcessingException e) {
      return Map.of("unreadable", true); // somebody changed it; the check says so
    }
  }
}
