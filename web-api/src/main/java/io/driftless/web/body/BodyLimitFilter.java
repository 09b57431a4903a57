package io.driftless.web.body;

import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds every body to its limit: by what its length says at once, and by what is read of it. A body
 * that was packed by gzip is unpacked, and held to the limit packed and unpacked.
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyLimitFilter implements ContainerRequestFilter {

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext call) {
    // hasEntity() does not notice a body in pieces that has no Content-Type
    long limit = limit(call.getMediaType());
    if (call.getLength() > limit) {
      throw LimitedInputStream.tooLarge(limit);
    }
    InputStream body = new LimitedInputStream(call.getEntityStream(), limit);
    if (isPacked(call.getHeaders().get(HttpHeaders.CONTENT_ENCODING))) {
      call.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
      call.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
      body = new LimitedInputStream(new UnpackingInputStream(body), limit);
    }
    call.setEntityStream(body);
  }

  private long limit(@Nullable MediaType form) {
    Method called = resource.getResourceMethod();
    Upload upload = called == null ? null : called.getAnnotation(Upload.class);
    if (upload != null) {
      return upload.unlimited() ? Long.MAX_VALUE : BodyLimits.UPLOAD_BYTES;
    }
    return MediaType.APPLICATION_OCTET_STREAM_TYPE.isCompatible(form)
        ? BodyLimits.RECIPE_BYTES
        : BodyLimits.RECORD_BYTES;
  }

  private static boolean isPacked(@Nullable List<String> codings) {
    String coding =
        codings == null ? "" : String.join(",", codings).strip().toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "", "identity" -> false;
      case "gzip", "x-gzip" -> true;
      default ->
          throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA, "A body may be packed by gzip, and once.");
    };
  }
}
