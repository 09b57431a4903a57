package io.driftless.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartPlanTest {

  private final List<PartName> ready = new CopyOnWriteArrayList<>();

  @Test
  void wildFlyShouldStartOnlyWhenBothStoresAreReady() throws Exception {
    new StartPlan(
            part -> {
              if (part == PartName.WILDFLY) {
                assertThat(ready).contains(PartName.POSTGRES, PartName.AZURITE);
              }
              ready.add(part);
            })
        .run();
    assertThat(ready).containsExactlyInAnyOrder(PartName.values());
  }

  @Test
  void wildFlyShouldNotWaitForKeycloak() throws Exception {
    CountDownLatch wildFlyReady = new CountDownLatch(1);
    new StartPlan(
            part -> {
              if (part == PartName.KEYCLOAK) {
                wildFlyReady.await();
              }
              if (part == PartName.WILDFLY) {
                wildFlyReady.countDown();
              }
              ready.add(part);
            })
        .run();
    assertThat(ready).containsExactlyInAnyOrder(PartName.values());
  }

  @Test
  void firstFailureShouldEndTheWaitForTheOthers() {
    CountDownLatch never = new CountDownLatch(1);
    StartPlan plan =
        new StartPlan(
            part -> {
              if (part == PartName.POSTGRES) {
                throw new StackException("no disk");
              }
              never.await();
            });
    assertThatThrownBy(plan::run).isInstanceOf(StackException.class).hasMessage("no disk");
  }
}
