package io.driftless.client.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.codec.Codec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One answer as it came in, with at most {@link #MAX_BYTES} of body once unpacked. */
public final class HttpAnswer {

  /** 10,000 rows at 100 bytes are a megabyte; 10,000 recipes of 262,144 chunks some 25. */
  static final int MAX_BYTES = 64 << 20;

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final @Nullable String retryAfter;

  private HttpAnswer(int status, String contentType, byte[] body, @Nullable String retryAfter) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** An answer whose body came in as these bytes. */
  static HttpAnswer of(HttpResponse<?> response, byte[] stored) throws IOException {
    boolean packed =
        response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    byte[] body = packed ? limited(new GZIPInputStream(new ByteArrayInputStream(stored))) : stored;
    return new HttpAnswer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT),
        body,
        response.headers().firstValue("Retry-After").orElse(null));
  }

  /** Its status. */
  public int status() {
    return status;
  }

  /** Its body. */
  public byte[] body() {
    return body.clone();
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** How long the server asks to wait, in milliseconds; 0 when it does not say. */
  long retryAfterMillis() {
    try {
      return retryAfter == null ? 0 : Math.max(0, Long.parseLong(retryAfter.strip()) * 1_000);
    } catch (NumberFormatException e) {
      return 0; // the form with a date: our own pace will do
    }
  }

  /** Reads the body as a record, in the form that its type says. */
  <T> T as(Class<T> type) throws IOException {
    return mapper().readValue(body, type);
  }

  /** The problem that it tells; null when it tells none. */
  @Nullable Problem problem() {
    if (!contentType.contains("json")) {
      return null;
    }
    try {
      return mapper().readValue(body, Problem.class);
    } catch (IOException e) {
      return null; // somebody else's JSON, such as a gateway's
    }
  }

  private ObjectMapper mapper() throws IOException {
    if (contentType.startsWith(ApiConventions.CBOR)) {
      return Codec.cbor();
    }
    if (contentType.contains("json")) {
      return Codec.json();
    }
    throw new IOException("The answer is " + contentType + ", neither JSON nor CBOR");
  }

  private static byte[] limited(InputStream from) throws IOException {
    byte[] bytes = from.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("The answer has more than " + MAX_BYTES + " bytes");
    }
    return bytes;
  }
}
