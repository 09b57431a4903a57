package io.driftless.server.parts;

import io.driftless.server.blob.ChunkStore;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Asks each part whether it answers now; every probe ends within seconds and never throws. */
@ApplicationScoped
public class PartProbes {

  private static final int DATABASE_SECONDS = 3;

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Resource(lookup = "java:/ConnectionFactory")
  private ConnectionFactory broker;

  @Inject private ChunkStore blobs;

  /** All parts. */
  public List<PartHealth> all() {
    return List.of(database(), blobStore(), broker());
  }

  /** The metadata in PostgreSQL. */
  public PartHealth database() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(DATABASE_SECONDS)
          ? up("database")
          : new PartHealth("database", false, "It does not answer");
    } catch (SQLException e) {
      return down("database", e);
    }
  }

  /** The packs. */
  public PartHealth blobStore() {
    try {
      blobs.ping();
      return up("blob store");
    } catch (RuntimeException e) {
      return down("blob store", e);
    }
  }

  /** The message broker. */
  public PartHealth broker() {
    try (JMSContext context = broker.createContext()) {
      context.start();
      return up("broker");
    } catch (JMSRuntimeException e) {
      return down("broker", e);
    }
  }

  private static PartHealth up(String part) {
    return new PartHealth(part, true, "It answers");
  }

  private static PartHealth down(String part, Exception e) {
    return new PartHealth(part, false, String.valueOf(e.getMessage()));
  }
}
