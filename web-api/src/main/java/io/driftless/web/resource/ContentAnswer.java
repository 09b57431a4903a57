package io.driftless.web.resource;

import io.driftless.server.content.ContentRange;
import io.driftless.server.content.ContentStream;
import io.driftless.server.content.OpenContent;
import io.driftless.server.node.ContentTag;
import io.driftless.web.problem.ProblemType;
import io.driftless.web.problem.Problems;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers a download by what its headers ask for (RFC 9110, 13.2.2 and 14). */
final class ContentAnswer {

  private static final String RANGE = "Range";
  private static final String IF_RANGE = "If-Range";
  private static final String CONTENT_RANGE = "Content-Range";

  private final OpenContent content;
  private final HttpHeaders headers;
  private final String tag;
  private final long size;

  ContentAnswer(OpenContent content, HttpHeaders headers) {
    this.content = content;
    this.headers = headers;
    this.tag = ContentTag.of(content.version());
    this.size = content.version().size();
  }

  /**
   * The answer.
   *
   * @param open makes the part of the content that is to be sent
   */
  Response answer(Function<ContentRange, ContentStream> open) {
    String match = headers.getHeaderString(HttpHeaders.IF_MATCH);
    if (match != null) {
      EntityTags.required(match).check(tag);
    }
    String none = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    if (none != null && EntityTags.listsWeakly(HttpHeaders.IF_NONE_MATCH, none, tag)) {
      return Response.notModified().header(HttpHeaders.ETAG, quoted()).build();
    }
    String wanted = wantedRange();
    if (wanted == null) {
      return sent(Response.ok(), new ContentRange(0, size), open);
    }
    ContentRange range = ByteRanges.of(wanted, size);
    if (range == null) {
      return notSatisfiable();
    }
    String told = "bytes %d-%d/%d".formatted(range.from(), range.to() - 1, size);
    return sent(Response.status(206).header(CONTENT_RANGE, told), range, open);
  }

  /** The range, unless there is none, or it was meant for another content. */
  private @Nullable String wantedRange() {
    String range = headers.getHeaderString(RANGE);
    String condition = headers.getHeaderString(IF_RANGE);
    boolean fits = condition == null || condition.strip().equals(quoted());
    return fits && ByteRanges.isOne(range) ? range : null;
  }

  private Response sent(
      Response.ResponseBuilder answer,
      ContentRange range,
      Function<ContentRange, ContentStream> open) {
    ContentStream stream = open.apply(range);
    return answer
        .entity((StreamingOutput) stream::writeTo)
        .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
        .header(HttpHeaders.CONTENT_LENGTH, range.length())
        .header(HttpHeaders.ETAG, quoted())
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.CONTENT_DISPOSITION, Disposition.attachment(content.name()))
        .header("Accept-Ranges", "bytes")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  private Response notSatisfiable() {
    return Response.fromResponse(
            Problems.response(
                Problems.of(
                    ProblemType.RANGE_NOT_SATISFIABLE,
                    "The content has %d bytes.".formatted(size),
                    Map.of("size", size))))
        .header(CONTENT_RANGE, "bytes */" + size)
        .build();
  }

  private String quoted() {
    return "\"" + tag + "\"";
  }
}
