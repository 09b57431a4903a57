package io.driftless.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A real PostgreSQL with the schema of this release and EclipseLink on it; one for the whole test
 * run. Tests share it and keep apart by their own random workspaces.
 */
public final class TestDatabase {

  private static final TestDatabase SHARED = new TestDatabase();

  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  private TestDatabase() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder().setServerConfig("max_connections", "60").start();
      dataSource = postgres.getPostgresDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
    SchemaMigration.migrate(dataSource);
    factory =
        Persistence.createEntityManagerFactory(
            "driftless",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.nonJtaDataSource",
                dataSource,
                "jakarta.persistence.jtaDataSource",
                ""));
  }

  /** The one of this test run. */
  public static TestDatabase shared() {
    return SHARED;
  }

  /** Plain connections to it. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** A new persistence context without a transaction. */
  public EntityManager entityManager() {
    return factory.createEntityManager();
  }

  /** Runs the work in a transaction of its own. */
  public <T> T inTransaction(Function<EntityManager, T> work) {
    EntityManager entities = factory.createEntityManager();
    try {
      entities.getTransaction().begin();
      T result = work.apply(entities);
      entities.getTransaction().commit();
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  /** Runs the work in a transaction of its own. */
  public void transact(Consumer<EntityManager> work) {
    inTransaction(
        entities -> {
          work.accept(entities);
          return true;
        });
  }
}
