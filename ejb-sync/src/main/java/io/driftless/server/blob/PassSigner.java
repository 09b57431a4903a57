package io.driftless.server.blob;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs service SAS for containers ("Create a service SAS", versions 2020-12-06 and later). Not the
 * SDK's signer, since that takes its version from a property of the whole process.
 */
final class PassSigner {

  private static final String VERSION = AzureConnection.VERSION.getVersion();
  private static final String CONTAINER = "c";

  private final String account;
  private final SecretKeySpec key;
  private final String publicUrl;
  private final String protocol;

  PassSigner(String account, String key, String publicUrl) {
    this.account = account;
    this.key = new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256");
    this.publicUrl = publicUrl;
    this.protocol = publicUrl.startsWith("https:") ? "https" : "https,http";
  }

  Sas sign(String container, BlobAccess access, Instant expires) {
    String permissions =
        switch (access) {
          case UPLOAD -> "c";
          case DOWNLOAD -> "r";
        };
    Instant end = expires.truncatedTo(ChronoUnit.SECONDS);
    String toSign =
        String.join(
            "\n",
            permissions,
            "", // start
            end.toString(),
            "/blob/" + account + "/" + container,
            "", // stored policy
            "", // addresses
            protocol,
            VERSION,
            CONTAINER,
            "", // snapshot
            "", // encryption scope
            "", // and five headers that the store may override
            "",
            "",
            "",
            "");
    String signature =
        "sp=%s&se=%s&spr=%s&sv=%s&sr=%s&sig=%s"
            .formatted(
                permissions,
                encode(end.toString()),
                encode(protocol),
                VERSION,
                CONTAINER,
                encode(hmac(toSign)));
    return new Sas(publicUrl + "/" + container, signature, end.toEpochMilli());
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no HMAC-SHA-256", e);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
