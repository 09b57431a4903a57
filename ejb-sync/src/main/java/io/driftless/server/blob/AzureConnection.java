package io.driftless.server.blob;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A storage account as its connection string describes it.
 *
 * @param connection the whole string
 * @param account the account's name
 * @param key its shared key, base64
 */
record AzureConnection(String connection, String account, String key) {

  /** Pinned, so that an SDK update does not ask for more than the store speaks. */
  static final BlobServiceVersion VERSION = BlobServiceVersion.V2025_11_05;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(10);
  private static final int TRY_SECONDS = 15;
  private static final long RETRY_DELAY_MILLIS = 200;
  private static final long MAX_RETRY_DELAY_MILLIS = 1_000;

  static AzureConnection of(String connection) {
    Map<String, String> parts = new HashMap<>();
    for (String part : connection.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    String account = parts.get("AccountName");
    String key = parts.get("AccountKey");
    if (account == null || key == null) {
      throw new IllegalArgumentException(
          "The blob store's connection string lacks AccountName or AccountKey");
    }
    return new AzureConnection(connection, account, key);
  }

  /** What carries the calls of a store's clients; owns threads. */
  static HttpClient transport() {
    return new JdkHttpClientBuilder()
        .connectionTimeout(CONNECT_TIMEOUT)
        .writeTimeout(QUIET_TIMEOUT)
        .responseTimeout(QUIET_TIMEOUT)
        .readTimeout(QUIET_TIMEOUT)
        .build();
  }

  /** A client that tries every call so many times. */
  BlobServiceClient client(HttpClient transport, int tries) {
    return new BlobServiceClientBuilder()
        .connectionString(connection)
        .httpClient(transport)
        .serviceVersion(VERSION)
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.EXPONENTIAL,
                tries,
                TRY_SECONDS,
                RETRY_DELAY_MILLIS,
                MAX_RETRY_DELAY_MILLIS,
                null))
        .buildClient();
  }

  @Override
  public String toString() {
    return "AzureConnection[account=" + account + "]";
  }
}
