package io.driftless.web.tus;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes down what the library answers, so that it is told in the forms of this API. */
final class CapturedResponse extends HttpServletResponseWrapper {

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private int status = SC_OK;
  private @Nullable String error;

  CapturedResponse(HttpServletResponse response) {
    super(response);
  }

  Map<String, String> headers() {
    return headers;
  }

  /** What was wrong; null when nothing was. */
  @Nullable String error() {
    return error;
  }

  @Override
  public void setStatus(int told) {
    status = told;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void sendError(int told) {
    sendError(told, "");
  }

  @Override
  public void sendError(int told, String message) {
    status = told;
    error = message;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    headers.merge(name, value, (before, more) -> before + "," + more);
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public String getHeader(String name) {
    return headers.getOrDefault(name, "");
  }

  @Override
  public boolean containsHeader(String name) {
    return headers.containsKey(name);
  }
}
