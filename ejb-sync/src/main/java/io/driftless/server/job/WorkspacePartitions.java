package io.driftless.server.job;

import io.driftless.server.store.Sql;
import jakarta.annotation.Resource;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/** One partition for each workspace of the run, two of them at a time. */
@Named
@Dependent
public class WorkspacePartitions implements PartitionMapper {

  private static final int AT_ONCE = 2;

  private static final String WORKSPACES =
      "SELECT w.id FROM workspace w JOIN job_run r ON r.run_id = ?"
          + " WHERE r.workspace_id IS NULL OR r.workspace_id = w.id ORDER BY w.id";

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Inject
  @BatchProperty(name = "run")
  private String run;

  @Override
  public PartitionPlan mapPartitions() throws SQLException {
    List<String> workspaces;
    try (Connection connection = dataSource.getConnection()) {
      workspaces =
          new Sql(connection)
              .list(WORKSPACES, row -> Sql.uuid(row, "id").toString(), Long.parseLong(run));
    }
    if (workspaces.isEmpty()) {
      workspaces = List.of(""); // a plan has one partition at least
    }
    PartitionPlanImpl plan = new PartitionPlanImpl();
    plan.setPartitions(workspaces.size());
    plan.setThreads(AT_ONCE);
    plan.setPartitionProperties(
        workspaces.stream()
            .map(
                workspace -> {
                  Properties properties = new Properties();
                  properties.setProperty("workspace", workspace);
                  return properties;
                })
            .toArray(Properties[]::new));
    return plan;
  }
}
