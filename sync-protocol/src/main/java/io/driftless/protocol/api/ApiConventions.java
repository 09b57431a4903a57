package io.driftless.protocol.api;

/** Names that both ends of the HTTP API use. */
public final class ApiConventions {

  /** Where version 1 of the API begins. */
  public static final String BASE_PATH = "/api/v1";

  /** Bulk listings in CBOR; the records are those of JSON. */
  public static final String CBOR = "application/cbor";

  /** Names the calling device; a signed-in call that carries it renews the device's lease. */
  public static final String DEVICE_HEADER = "Driftless-Device";

  /** A UUID of the caller's that makes repeating a write safe. */
  public static final String KEY_HEADER = "Idempotency-Key";

  private ApiConventions() {}
}
