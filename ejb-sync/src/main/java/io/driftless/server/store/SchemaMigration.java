package io.driftless.server.store;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date before anything else of the archive runs. Several nodes may start at
 * once: Flyway holds an advisory lock of PostgreSQL meanwhile. A database that is not there yet is
 * waited for; a schema that is newer than this release, or that somebody changed by hand, stops the
 * deployment.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaMigration {

  private static final int CONNECT_ATTEMPTS = 30;
  private static final int SECONDS_BETWEEN = 2;

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @PostConstruct
  void migrate() {
    migrate(dataSource);
  }

  /** Brings the schema behind this data source up to date. */
  static void migrate(DataSource dataSource) {
    Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        // the batch jobs' repository shares the schema and makes its tables first
        .baselineOnMigrate(true)
        .baselineVersion("0")
        // scripts of two lines of work may come to a database in another order
        .outOfOrder(true)
        .connectRetries(CONNECT_ATTEMPTS)
        .connectRetriesInterval(SECONDS_BETWEEN)
        .load()
        .migrate();
  }
}
