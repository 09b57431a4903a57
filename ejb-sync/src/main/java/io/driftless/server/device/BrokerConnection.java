package io.driftless.server.device;

import io.driftless.server.broker.BrokerControl;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;

/** Hands the broker's management to whoever enrols and unlinks devices. */
@ApplicationScoped
public class BrokerConnection {

  @Resource(lookup = BrokerControl.CONNECTION_FACTORY)
  private ConnectionFactory factory;

  @Resource(lookup = BrokerControl.MANAGEMENT_QUEUE)
  private Queue management;

  /** The broker's management. */
  @Produces
  public BrokerControl control() {
    return new BrokerControl(factory, management);
  }
}
