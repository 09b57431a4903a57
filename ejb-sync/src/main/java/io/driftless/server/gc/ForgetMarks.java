package io.driftless.server.gc;

import io.driftless.server.store.Sql;
import jakarta.annotation.Resource;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Drops the marks of a run that has used them. */
@Named
@Dependent
public class ForgetMarks extends AbstractBatchlet {

  private static final String FORGET =
      "WITH used AS (DELETE FROM chunk_mark_state WHERE run_id = ? RETURNING workspace_id)"
          + " DELETE FROM chunk_mark WHERE workspace_id IN (SELECT workspace_id FROM used)";

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Inject
  @BatchProperty(name = "run")
  private String run;

  @Override
  public String process() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      new Sql(connection).update(FORGET, Long.parseLong(run));
    }
    return "COMPLETED";
  }
}
