package io.driftless.web.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.codec.Codec;
import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.UnreadableBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads the protocol's records from JSON or CBOR. */
@Provider
@Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
public class RecordReader implements MessageBodyReader<Object> {

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return RecordForms.carries(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    ObjectMapper mapper = RecordForms.isCbor(mediaType) ? Codec.cbor() : Codec.json();
    try {
      Object read = mapper.readValue(body, type);
      if (read != null) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new ProblemException(UnreadableBody.problem(e));
    }
    throw ProblemException.invalid("body", "The body has to hold a value.");
  }
}
