package io.driftless.web.body;

import io.driftless.protocol.api.ConnectInfo;
import jakarta.ws.rs.core.MediaType;

/** Which types travel as records, and in which form. */
final class RecordForms {

  private static final String RECORDS = ConnectInfo.class.getPackageName();
  private static final MediaType CBOR = new MediaType("application", "cbor");

  private RecordForms() {}

  static boolean carries(Class<?> type) {
    return type.isRecord() && type.getPackageName().equals(RECORDS);
  }

  static boolean isCbor(MediaType mediaType) {
    return CBOR.isCompatible(mediaType) && !mediaType.isWildcardType();
  }
}
