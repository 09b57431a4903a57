package io.driftless.server.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.HookMessages.HookCall;
import io.driftless.protocol.codec.Codec;
import io.driftless.server.hook.HookLedger.Due;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Calls webhooks that are due, each on a thread of its own. However much happened since the last
 * call, one tells of all of it. No transaction is open while a call is under way. Redirects are not
 * followed, and what the other side answers is not read.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HookCalls {

  private static final Logger LOG = System.getLogger(HookCalls.class.getName());

  /** Of the time and the body: see docs/sharing.md. */
  static final String SIGNATURE = "Driftless-Signature";

  private static final long EVERY_MILLIS = 2_000;
  private static final int MOST_AT_ONCE = 10;
  private static final int GONE = 410;
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);
  private static final String MAC = "HmacSHA256";

  @Resource private TimerService timers;
  @Resource private ManagedExecutorService executor;
  @EJB private HookLedger ledger;
  @Inject private Clock clock;

  private @Nullable HttpClient http;

  @PostConstruct
  void start() {
    http =
        HttpClient.newBuilder()
            .connectTimeout(LONGEST_CALL)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    timers.createIntervalTimer(EVERY_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void callAll() {
    HttpClient client = http;
    if (client == null) {
      return;
    }
    try {
      ledger.take(MOST_AT_ONCE).forEach(due -> executor.execute(() -> call(client, due)));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Webhooks are looked at again in 2 seconds", e);
    }
  }

  private void call(HttpClient client, Due due) {
    Instant now = clock.instant();
    byte[] body = body(due, now);
    HttpRequest request =
        HttpRequest.newBuilder(due.url())
            .timeout(LONGEST_CALL)
            .header("Content-Type", "application/json")
            .header("User-Agent", "driftless-webhook")
            .header(SIGNATURE, signature(due.secret(), now.getEpochSecond(), body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      note(due, client.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      ledger.failed(due, e.getClass().getSimpleName(), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is due again in a minute
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "What came of webhook " + due.hook() + " could not be noted", e);
    }
  }

  private void note(Due due, int status) {
    if (status / 100 == 2) {
      ledger.delivered(due, "status " + status);
    } else {
      ledger.failed(due, "status " + status, status == GONE);
    }
  }

  private static byte[] body(Due due, Instant now) {
    try {
      return Codec.json()
          .writeValueAsBytes(
              new HookCall(
                  due.hook(), due.workspace(), due.head(), due.bursts().parked(), now.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A webhook's body can't be written", e);
    }
  }

  /** {@code t=SECONDS,v1=HEX}: HMAC-SHA-256 by the secret of the seconds, a dot and the body. */
  static String signature(String secret, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + MAC, e);
    }
  }
}
