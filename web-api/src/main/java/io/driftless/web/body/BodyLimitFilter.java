package io.driftless.web.body;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** Holds every body to its limit: by what its length says at once, and by what is read of it. */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyLimitFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext call) {
    if (!call.hasEntity()) {
      return;
    }
    long limit =
        MediaType.APPLICATION_OCTET_STREAM_TYPE.isCompatible(call.getMediaType())
            ? BodyLimits.RECIPE_BYTES
            : BodyLimits.RECORD_BYTES;
    if (call.getLength() > limit) {
      throw LimitedInputStream.tooLarge(limit);
    }
    call.setEntityStream(new LimitedInputStream(call.getEntityStream(), limit));
  }
}
