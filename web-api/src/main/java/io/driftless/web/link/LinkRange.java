package io.driftless.web.link;

import io.driftless.protocol.node.FileVersion;
import io.driftless.server.content.ContentRange;
import io.driftless.server.node.ContentTag;
import io.driftless.web.resource.ByteRanges;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor wants of a file (RFC 9110, 13.1.5 and 14.2).
 *
 * @param bytes null when the file has none of those that are wanted
 * @param partial whether less than the whole was asked for
 */
record LinkRange(FileVersion version, @Nullable ContentRange bytes, boolean partial) {

  static LinkRange of(HttpServletRequest request, FileVersion version) {
    String wanted = request.getHeader("Range");
    String condition = request.getHeader("If-Range");
    boolean fits = condition == null || condition.strip().equals(tag(version));
    return wanted != null && fits && ByteRanges.isOne(wanted)
        ? new LinkRange(version, ByteRanges.of(wanted, version.size()), true)
        : new LinkRange(version, new ContentRange(0, version.size()), false);
  }

  private static String tag(FileVersion version) {
    return "\"" + ContentTag.of(version) + "\"";
  }

  /** Says in the headers which part of what comes. */
  void tell(HttpServletResponse response) {
    response.setHeader("ETag", tag(version));
    response.setHeader("Accept-Ranges", "bytes");
    if (bytes == null) {
      response.setHeader("Content-Range", "bytes */" + version.size());
      return;
    }
    if (partial) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader(
          "Content-Range",
          "bytes %d-%d/%d".formatted(bytes.from(), bytes.to() - 1, version.size()));
    }
    response.setContentLengthLong(bytes.length());
  }
}
