package io.driftless.server.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether the database answers within two seconds. */
@ApplicationScoped
class DatabaseProbe implements PartProbe {

  private static final int PATIENCE_SECONDS = 2;

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource database;

  @Override
  public String part() {
    return "database";
  }

  @Override
  public void probe() throws SQLException {
    try (Connection connection = database.getConnection()) {
      if (!connection.isValid(PATIENCE_SECONDS)) {
        throw new SQLException("No answer in " + PATIENCE_SECONDS + " seconds");
      }
    }
  }
}
