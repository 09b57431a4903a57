package io.driftless.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditEntity;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every entity fits its table: written, then read back in another persistence context. */
class EntityMappingTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final TestDatabase database = TestDatabase.shared();

  @Test
  void entitiesShouldReadBackAsTheyWereWritten() {
    AccountId account = new AccountId(UUID.randomUUID());
    DeviceId device = new DeviceId("d-" + UUID.randomUUID());
    WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
    database.transact(
        entities -> {
          entities.persist(new AccountEntity(account, "issuer", account.toString(), "ada", NOW));
          entities.flush();
          entities.persist(DeviceEntity.enrolled(device, account, "laptop", "linux", "00", NOW));
          entities.persist(
              new WorkspaceEntity(workspace, "Ada", account, "local", "ws-" + workspace, NOW));
          entities.flush();
          entities.persist(new MembershipEntity(workspace, account, Role.OWNER, NOW));
          persistRows(entities, workspace, account, device);
        });
    EntityManager entities = database.entityManager();
    assertThat(entities.find(DeviceEntity.class, device.value()).leaseUntil()).isEqualTo(NOW);
    assertThat(
            entities
                .find(MembershipEntity.class, new MembershipEntity.Key(workspace, account))
                .role())
        .isEqualTo(Role.OWNER);
    assertThat(entities.find(WorkspaceEntity.class, workspace.value()).personalOwner())
        .isEqualTo(account);
    entities.close();
  }

  private static void persistRows(
      EntityManager entities, WorkspaceId workspace, AccountId account, DeviceId device) {
    NodeEntity node = new NodeEntity();
    node.workspaceId = workspace.value();
    node.nodeId = UUID.randomUUID();
    node.parentId = new UUID(0, 0);
    node.name = "näme";
    entities.persist(node);
    JournalEntity row = new JournalEntity();
    row.workspaceId = workspace.value();
    row.revision = 1;
    row.nodeId = node.nodeId;
    row.parentId = node.parentId;
    row.name = node.name;
    row.commitId = UUID.randomUUID();
    row.deviceId = device.value();
    row.accountId = account.value();
    row.appliedAt = NOW;
    entities.persist(row);
    VersionEntity version = new VersionEntity();
    version.workspaceId = workspace.value();
    version.nodeId = node.nodeId;
    version.number = 1;
    version.digest = new byte[32];
    version.deviceId = device.value();
    version.accountId = account.value();
    version.createdAt = NOW;
    entities.persist(version);
    CommitLogEntity commit = new CommitLogEntity();
    commit.deviceId = device.value();
    commit.commitId = row.commitId;
    commit.sequence = 1;
    commit.workspaceId = workspace.value();
    commit.requestDigest = new byte[32];
    commit.answer = new byte[0];
    commit.appliedAt = NOW;
    entities.persist(commit);
    AuditEntity link = new AuditEntity(workspace.value(), 1, NOW, new byte[32]);
    link.close(new AuditActor(null, device, "10.1.2.3"), AuditDeed.done("commit", "{}"));
    entities.persist(link);
  }
}
