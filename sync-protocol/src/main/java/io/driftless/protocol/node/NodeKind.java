package io.driftless.protocol.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a node is; fixed when the node is created. A path that changes its kind becomes another
 * node.
 */
public enum NodeKind {
  /** A regular file with versions. */
  @JsonProperty("file")
  FILE,
  /** A folder; has no versions. */
  @JsonProperty("folder")
  FOLDER,
  /** A symbolic link; its versions hold the target's text. */
  @JsonProperty("link")
  LINK
}
