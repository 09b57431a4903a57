package io.driftless.protocol.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error of the HTTP API as {@code application/problem+json} (RFC 9457).
 *
 * @param type a stable URI reference: {@code /problems/} and one of the codes of docs/protocol.md
 * @param title what went wrong, the same for every case of the type
 * @param status the HTTP status
 * @param detail what went wrong here and what to do about it
 * @param instance an id that is also in the server's log
 * @param extensions further members, such as limits; null for none
 */
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable Map<String, Object> extensions) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The last part of {@link #type}: a code such as {@code resync} or {@code not-yet}. */
  public String code() {
    return type.substring(type.lastIndexOf('/') + 1);
  }
}
