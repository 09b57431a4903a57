package io.driftless.client.server;

import io.driftless.protocol.api.AuditMessages.AuditReport;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetterList;
import io.driftless.protocol.api.DeviceMessages.DeviceQueues;
import io.driftless.protocol.id.BurstId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators and auditors look after beside jobs; each call blocks and throws when refused. */
public interface OperatorCalls {

  /** The oldest messages that could not be served. */
  DeadLetterList deadLetters(int limit) throws ServerException;

  /** Has one served again; never sent twice by itself. */
  DeadLetter replay(String letter, String reason) throws ServerException;

  /** Takes one away for good. */
  DeadLetter drop(String letter, String reason) throws ServerException;

  /** The devices for which most messages wait. */
  DeviceQueues deviceQueues(int limit) throws ServerException;

  /** The bursts of all workspaces that wait for a decision. */
  BurstList parkedBursts() throws ServerException;

  /** Approves or rejects a burst of any workspace. */
  BurstInfo decide(BurstId burst, boolean approve) throws ServerException;

  /**
   * Reads every link of the audit again; as long as the audit is.
   *
   * @param scope the workspace or account whose chain it is; null for all chains and the anchors
   */
  AuditReport checkAudit(@Nullable UUID scope) throws ServerException;
}
