package io.driftless.server.job;

import io.driftless.server.store.Sql;
import jakarta.annotation.Resource;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.listener.AbstractChunkListener;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Notes what made a piece of a run fail, outside of the transaction that is rolled back for it. */
@Named
@Dependent
public class ErrorNotes extends AbstractChunkListener {

  private static final Logger LOG = System.getLogger(ErrorNotes.class.getName());

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Inject
  @BatchProperty(name = "run")
  private String run;

  @Inject
  @BatchProperty(name = "workspace")
  private String workspace;

  @Inject
  @BatchProperty(name = "stage")
  private String stage;

  @Override
  public void onError(Exception failure) throws SQLException {
    LOG.log(Level.WARNING, "Run " + run + ", stage " + stage + ", workspace " + workspace, failure);
    try (Connection connection = dataSource.getConnection()) {
      RunJournal.error(
          new Sql(connection),
          Long.parseLong(run),
          workspace == null || workspace.isEmpty() ? null : UUID.fromString(workspace),
          stage,
          failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
  }
}
