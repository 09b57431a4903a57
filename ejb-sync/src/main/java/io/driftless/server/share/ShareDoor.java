package io.driftless.server.share;

import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.share.ShareSecrets.Kept;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lets visitors through who know the password of a link, and gives them a pass, so that they need
 * not tell it again. A pass says until when it holds, and is signed with what is kept of the
 * password: it holds on every node of the server, and for this link alone. No transaction is open
 * while a password is looked at.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ShareDoor {

  /** How long a pass holds. */
  public static final Duration HOLDS = Duration.ofHours(12);

  /** Looking at one keeps a processor busy: so many at once, and who waits longer is refused. */
  private static final int AT_ONCE = 2;

  private static final int WAIT_SECONDS = 10;
  private static final String SIGNATURE = "HmacSHA256";

  private final Semaphore looking = new Semaphore(AT_ONCE, true);
  @EJB private ShareAttempts attempts;
  @Inject private Clock clock;

  /**
   * A pass for whoever knows the password; null when it is wrong.
   *
   * @throws RefusedException TOO_MANY_CALLS when it was wrong too often
   */
  public @Nullable String unlock(Visit visit, String password) {
    Kept kept = visit.password();
    if (kept == null) {
      return null;
    }
    UUID attempt = attempts.begin(visit);
    if (!isRight(kept, password)) {
      attempts.wrong(visit);
      return null;
    }
    attempts.right(visit, attempt);
    long until = clock.instant().plus(HOLDS).getEpochSecond();
    return until + "." + signed(visit, kept, until);
  }

  private boolean isRight(Kept kept, String password) {
    try {
      if (!looking.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return kept.is(password);
    } finally {
      looking.release();
    }
  }

  private static RefusedException busy() {
    return new RefusedException(
        Refusal.TOO_MANY_CALLS,
        "Too many passwords are being looked at. Try again in a moment.",
        Map.of("retryAfterSeconds", (long) WAIT_SECONDS));
  }

  /** Whether the visitor may go in: there is no password, or this is a pass that holds. */
  public boolean isOpen(Visit visit, @Nullable String pass) {
    Kept kept = visit.password();
    if (kept == null) {
      return true;
    }
    int dot = pass == null ? -1 : pass.indexOf('.');
    if (pass == null || dot < 1 || dot > 12 || !pass.substring(0, dot).matches("[0-9]+")) {
      return false;
    }
    long until = Long.parseLong(pass.substring(0, dot));
    byte[] expected = signed(visit, kept, until).getBytes(StandardCharsets.UTF_8);
    byte[] given = pass.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given)
        && clock.instant().isBefore(Instant.ofEpochSecond(until));
  }

  private static String signed(Visit visit, Kept kept, long until) {
    try {
      Mac mac = Mac.getInstance(SIGNATURE);
      mac.init(new SecretKeySpec(kept.hash(), SIGNATURE));
      byte[] text = (visit.share() + "." + until).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + SIGNATURE, e);
    }
  }
}
