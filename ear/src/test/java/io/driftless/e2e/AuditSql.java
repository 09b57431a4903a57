package io.driftless.e2e;

/** Looks at the audit by PostgreSQL alone, as docs/audit.md describes it. */
final class AuditSql {

  /** The digest of a link of the audit, as anybody may compute it. */
  static final String DIGEST =
      "sha256(previous || uuid_send(scope_id) || int8send(sequence)"
          + " || int8send((extract(epoch FROM at) * 1000000)::bigint)"
          + sized("coalesce(account_id::text, '')")
          + sized("coalesce(device_id, '')")
          + sized("action")
          + sized("detail")
          + sized("coalesce(address, '')")
          + sized("result")
          + ")";

  private static String sized(String text) {
    String bytes = "convert_to(" + text + ", 'UTF8')";
    return " || int4send(octet_length(" + bytes + ")) || " + bytes;
  }

  private AuditSql() {}
}
