package io.driftless.datasource;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * Says of the second phase of a commit what is true of PostgreSQL: a prepared transaction stays
 * until it is committed or rolled back, whatever became of a session that tried. So an error there
 * is never {@link XAException#XAER_RMERR}, which gives the branch up (X/Open XA, 1991, xa_commit).
 */
final class RecoverableXAResource implements XAResource {

  private final XAResource driver;

  /** The branch that this connection works on and has not prepared: it dies with its session. */
  private @Nullable Xid unprepared;

  RecoverableXAResource(XAResource driver) {
    this.driver = driver;
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    driver.start(xid, flags);
    unprepared = xid;
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    driver.end(xid, flags);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    unprepared = null;
    return driver.prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    try {
      driver.commit(xid, onePhase);
    } catch (XAException e) {
      throw onePhase ? e : stillPrepared(e);
    }
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    boolean prepared = !xid.equals(unprepared);
    unprepared = null;
    try {
      driver.rollback(xid);
    } catch (XAException e) {
      throw prepared ? stillPrepared(e) : e;
    }
  }

  private static XAException stillPrepared(XAException told) {
    if (told.errorCode != XAException.XAER_RMERR) {
      return told;
    }
    XAException again = new XAException(told.getMessage());
    again.errorCode = XAException.XAER_RMFAIL;
    again.initCause(told);
    return again;
  }

  @Override
  public Xid[] recover(int flag) throws XAException {
    return driver.recover(flag);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    driver.forget(xid);
  }

  @Override
  public boolean isSameRM(XAResource other) throws XAException {
    return this == other;
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return driver.getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return driver.setTransactionTimeout(seconds);
  }
}
