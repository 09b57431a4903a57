package io.driftless.web.resource;

import io.driftless.protocol.api.AuditMessages.AuditLink;
import io.driftless.protocol.codec.Codec;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An export of the audit, one link a line (application/x-ndjson), of any length. */
final class AuditLines implements StreamingOutput {

  static final String MEDIA_TYPE = "application/x-ndjson";

  /** What a description says of it. */
  static final String FORM =
      "Each link has the digest of the one before, so that the lines can be checked without us.";

  static final int PIECE = 2_000;

  /** Reads links of the export in order. */
  @FunctionalInterface
  interface Source {
    /** Those behind this one, {@link #PIECE} at most; null for the first. */
    List<AuditLink> after(@Nullable AuditLink last);
  }

  private final Source source;
  private final List<AuditLink> first;

  private AuditLines(Source source) {
    this.source = source;
    this.first = source.after(null);
  }

  /** The answer; refusals of the source come before a byte of it is sent. */
  static Response answer(Source source) {
    return Response.ok(new AuditLines(source), MEDIA_TYPE)
        .header(HttpHeaders.CONTENT_DISPOSITION, Disposition.attachment("audit.ndjson"))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @Override
  public void write(OutputStream into) throws IOException {
    List<AuditLink> links = first;
    while (!links.isEmpty()) {
      for (AuditLink link : links) {
        into.write(Codec.json().writeValueAsBytes(link));
        into.write('\n');
      }
      links = links.size() < PIECE ? List.of() : source.after(links.get(links.size() - 1));
    }
  }
}
