package io.driftless.server.share;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The secrets of links: tokens in their addresses, and passwords. */
final class ShareSecrets {

  /** 128 bits can't be guessed, however many links there are. */
  private static final int TOKEN_BYTES = 16;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  /** What OWASP asks of PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet, 2023). */
  static final int ROUNDS = 600_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private ShareSecrets() {}

  /** A password as it is kept: salt, rounds of PBKDF2 with HMAC-SHA-256, and what they make. */
  static final class Kept {
    private final byte[] salt;
    private final int rounds;
    private final byte[] hash;

    Kept(byte[] salt, int rounds, byte[] hash) {
      this.salt = salt;
      this.rounds = rounds;
      this.hash = hash;
    }

    byte[] salt() {
      return salt;
    }

    int rounds() {
      return rounds;
    }

    byte[] hash() {
      return hash;
    }

    /** Whether this is the password; takes a good part of a second, whatever the answer. */
    boolean is(String password) {
      return MessageDigest.isEqual(hash, derived(password, salt, rounds));
    }
  }

  static String newToken() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(TOKEN_BYTES));
  }

  /** What is kept of a token. */
  static byte[] hashed(String token) {
    return Sha256.digest(token.getBytes(StandardCharsets.UTF_8)).bytes();
  }

  static Kept kept(String password) {
    byte[] salt = random(SALT_BYTES);
    return new Kept(salt, ROUNDS, derived(password, salt, ROUNDS));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] derived(String password, byte[] salt, int rounds) {
    PBEKeySpec wanted = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(wanted)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has PBKDF2 with HMAC-SHA-256", e);
    } finally {
      wanted.clearPassword();
    }
  }
}
