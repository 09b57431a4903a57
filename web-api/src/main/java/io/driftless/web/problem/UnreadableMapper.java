package io.driftless.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A body that can't be read becomes 400, with the field where reading stopped. */
@Provider
public class UnreadableMapper implements ExceptionMapper<JsonProcessingException> {

  @Override
  public Response toResponse(JsonProcessingException unreadable) {
    return Problems.response(UnreadableBody.problem(unreadable));
  }
}
