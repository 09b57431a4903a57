package io.driftless.server.health;

import io.driftless.server.broker.BrokerDoor;
import io.driftless.server.broker.DoorCanary;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether the broker was tried from outside at the start and refused whom it must refuse. */
@ApplicationScoped
class BrokerProbe implements PartProbe {

  @EJB private DoorCanary canary;

  @Override
  public String part() {
    return "broker";
  }

  @Override
  public void probe() throws IOException {
    if (canary.state() != BrokerDoor.State.CLOSED) {
      throw new IOException("The broker's door is " + canary.state());
    }
  }
}
