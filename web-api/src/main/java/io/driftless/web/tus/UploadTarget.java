package io.driftless.web.tus;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.node.FilePut.Place;
import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import io.driftless.web.resource.EntityTags;
import java.util.Map;
import me.desair.tus.server.upload.UploadInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where an upload goes, as its {@code Upload-Metadata} says: {@code node} for the next version of a
 * file, else {@code filename} in the folder {@code parent} (the root when absent), a new one unless
 * {@code if-match} names the content to be replaced.
 */
final class UploadTarget {

  private static final String HEADER = "Upload-Metadata";

  private UploadTarget() {}

  static Place of(WorkspaceId workspace, @Nullable String metadata) {
    Map<String, String> given = read(metadata);
    String seen = given.get("if-match");
    String node = given.get("node");
    if (node != null) {
      return new Place(workspace, id("node", node), null, EntityTags.required(seen));
    }
    String name = given.get("filename");
    if (name == null || name.isEmpty()) {
      throw ProblemException.invalid(
          HEADER, "Upload-Metadata has to name the file: 'filename', or 'node' for a known one.");
    }
    String parent = given.get("parent");
    NodeId folder = parent == null ? NodeId.ROOT : id("parent", parent);
    return new Place(workspace, folder, name, EntityTags.forName(seen == null ? "*" : null, seen));
  }

  private static Map<String, String> read(@Nullable String metadata) {
    if (metadata == null || metadata.isBlank()) {
      throw new ProblemException(
          ProblemType.MALFORMED, "Send Upload-Metadata with the name of the file.");
    }
    UploadInfo info = new UploadInfo();
    info.setEncodedMetadata(metadata);
    try {
      return info.getMetadata();
    } catch (IllegalArgumentException e) {
      ProblemException problem =
          new ProblemException(ProblemType.MALFORMED, "Upload-Metadata can't be read.");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private static NodeId id(String field, String text) {
    try {
      return NodeId.of(text);
    } catch (IllegalArgumentException e) {
      ProblemException problem =
          ProblemException.invalid(HEADER, "'%s' has to be the id of a node.".formatted(field));
      problem.addSuppressed(e);
      throw problem;
    }
  }
}
