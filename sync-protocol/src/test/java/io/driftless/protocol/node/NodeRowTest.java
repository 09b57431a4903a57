package io.driftless.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRowTest {

  private static NodeRow named(String name) {
    return new NodeRow(
        new Revision(1),
        new NodeId(new UUID(1, 2)),
        NodeId.ROOT,
        name,
        NodeKind.FOLDER,
        null,
        false,
        new CommitId(new UUID(3, 4)),
        new DeviceId("laptop"),
        new AccountId(new UUID(5, 6)),
        0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc", "nul\0", "\ud800"})
  void nameThatLeadsElsewhereShouldBeRefused(String name) {
    assertThatThrownBy(() -> named(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oddNamesShouldPass() {
    assertThat(named("...").name()).isEqualTo("...");
    assertThat(named("a\\b:c\n").name()).isEqualTo("a\\b:c\n");
  }
}
