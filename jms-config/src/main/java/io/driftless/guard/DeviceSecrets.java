package io.driftless.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of devices in the server's database, over one connection that is opened again when it
 * fails. The broker remembers for 10 seconds whom it let in, so few ask at once.
 */
final class DeviceSecrets {

  private static final String SECRET =
      "SELECT secret_hash FROM device"
          + " WHERE id = ? AND NOT virtual AND revoked_at IS NULL AND lease_until > now()";

  private static final int PATIENCE_SECONDS = 5;

  private static final Map<String, DeviceSecrets> OPEN = new ConcurrentHashMap<>();

  private final String url;
  private final String user;
  private final String password;
  private @Nullable Connection connection;

  private DeviceSecrets(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** Those of a database; the same ones for the same address and account. */
  static DeviceSecrets of(String url, String user, String password) {
    return OPEN.computeIfAbsent(
        String.join("\n", url, user, password), key -> new DeviceSecrets(url, user, password));
  }

  /**
   * Whether the device may sign on with this secret.
   *
   * @throws SQLException when the database does not answer, over a new connection neither
   */
  synchronized boolean matches(String device, String secret) throws SQLException {
    Connection open = connection;
    if (open != null) {
      try {
        return matches(open, device, secret);
      } catch (SQLException broken) {
        close(open, broken);
      }
    }
    open = DriverManager.getConnection(url, user, password);
    connection = open;
    return matches(open, device, secret);
  }

  private void close(Connection open, SQLException broken) {
    connection = null;
    try {
      open.close();
    } catch (SQLException e) {
      broken.addSuppressed(e); // it is given up in any case
    }
  }

  private static boolean matches(Connection open, String device, String secret)
      throws SQLException {
    try (PreparedStatement query = open.prepareStatement(SECRET)) {
      query.setQueryTimeout(PATIENCE_SECONDS);
      query.setString(1, device);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            && MessageDigest.isEqual(ascii(row.getString("secret_hash")), ascii(hash(secret)));
      }
    }
  }

  private static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
