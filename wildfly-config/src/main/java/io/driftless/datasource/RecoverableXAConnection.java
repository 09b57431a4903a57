package io.driftless.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.ConnectionEventListener;
import javax.sql.StatementEventListener;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** A connection of the driver, with a resource that tells the second phase's errors rightly. */
final class RecoverableXAConnection implements XAConnection {

  private final XAConnection driver;
  private final RecoverableXAResource resource;

  RecoverableXAConnection(XAConnection driver) throws SQLException {
    this.driver = driver;
    this.resource = new RecoverableXAResource(driver.getXAResource());
  }

  @Override
  public XAResource getXAResource() {
    return resource;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return driver.getConnection();
  }

  @Override
  public void close() throws SQLException {
    driver.close();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    driver.addConnectionEventListener(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    driver.removeConnectionEventListener(listener);
  }

  @Override
  public void addStatementEventListener(StatementEventListener listener) {
    driver.addStatementEventListener(listener);
  }

  @Override
  public void removeStatementEventListener(StatementEventListener listener) {
    driver.removeStatementEventListener(listener);
  }
}
