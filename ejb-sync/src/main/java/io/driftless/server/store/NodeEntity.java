package io.driftless.server.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** The last journal row of a node, kept at hand. */
@Entity
@Table(name = "node")
@IdClass(NodeKey.class)
public class NodeEntity {

  @Id
  @Column(name = "workspace_id")
  UUID workspaceId;

  @Id
  @Column(name = "node_id")
  UUID nodeId;

  @Column(name = "parent_id")
  UUID parentId;

  String name;
  short kind;
  int version;
  boolean deleted;
  long revision;

  @Column(name = "location_revision")
  long locationRevision;
}
