package io.driftless.client.server;

import io.driftless.protocol.api.JobMessages.JobList;
import io.driftless.protocol.api.JobMessages.NewRun;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.RunItems;
import io.driftless.protocol.api.JobMessages.RunPage;
import org.jspecify.annotations.Nullable;

/** The calls about the server's jobs, for operators; each blocks and throws when refused. */
public interface JobCalls {

  /** All jobs. */
  JobList jobs() throws ServerException;

  /**
   * Runs, the last one first.
   *
   * @param kind of this job only; null for all
   */
  RunPage runs(@Nullable String kind, int limit) throws ServerException;

  /** A run with its errors. */
  RunDetail run(long run) throws ServerException;

  /**
   * What a dry run has listed.
   *
   * @param after where the page before ended; null for the first
   */
  RunItems items(long run, @Nullable String after) throws ServerException;

  /** Starts a run; never sent twice by itself. */
  RunInfo start(NewRun wanted) throws ServerException;

  /** Stops a run after the piece at hand. */
  RunInfo stop(long run) throws ServerException;

  /** Lets a run begin that waits for a second operator. */
  RunInfo release(long run) throws ServerException;

  /** Ends a run that waits for a second operator before it begins. */
  RunInfo reject(long run) throws ServerException;

  /** Goes on with a run that was stopped or that failed. */
  RunInfo restart(long run) throws ServerException;
}
