package io.driftless.server.access;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;

/** Notes what a caller was refused, after the refused transaction was rolled back. */
@Stateless
public class RefusalAudit {

  @Inject private CallAudit audit;

  /**
   * Adds to the caller's chain, in a transaction of its own.
   *
   * @param call what was asked for: method and path
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void refused(Caller caller, Refusal refusal, String call) {
    audit.refused(caller, refusal, Map.of("call", call));
  }
}
