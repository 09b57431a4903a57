package io.driftless.server.blob;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the blob store.
 *
 * @param connection the storage account's connection string; from {@code DRIFTLESS_BLOB_CONNECTION}
 * @param publicUrl the account's blob address as clients see it, without a slash at its end; from
 *     {@code DRIFTLESS_BLOB_PUBLIC_URL}, null for the one of the connection string
 */
public record BlobSettings(String connection, @Nullable String publicUrl) {

  private static final String CONNECTION = "DRIFTLESS_BLOB_CONNECTION";
  private static final String PUBLIC_URL = "DRIFTLESS_BLOB_PUBLIC_URL";

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException when one is missing or makes no sense; the message names it
   */
  public static BlobSettings from(Map<String, String> environment) {
    String connection = environment.getOrDefault(CONNECTION, "").strip();
    if (connection.isEmpty()) {
      throw new IllegalArgumentException(
          CONNECTION + " is not set: it takes the storage account's connection string");
    }
    String publicUrl = environment.getOrDefault(PUBLIC_URL, "").strip();
    return new BlobSettings(connection, publicUrl.isEmpty() ? null : checked(publicUrl));
  }

  private static String checked(String publicUrl) {
    try {
      URI uri = URI.create(publicUrl);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PUBLIC_URL + " is no address: " + publicUrl, e);
    }
    throw new IllegalArgumentException(PUBLIC_URL + " is no address: " + publicUrl);
  }
}
