package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.name.NameRules;
import io.driftless.protocol.node.NodeKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is wrong with a name or a content whatever the workspace holds; null when nothing is. */
final class Form {

  private static final Sha256 DIGEST_OF_NOTHING = Sha256.digest(new byte[0]);

  private Form() {}

  static @Nullable String ofName(NodeId parent, String name) {
    if (parent.isRoot() && name.equals(NameRules.RESERVED_IN_ROOT)) {
      return "'%s' in the root is the clients' own".formatted(name);
    }
    return NameRules.check(name)
        .map(problem -> "'%s' can't be a name: %s".formatted(name, problem.words()))
        .orElse(null);
  }

  static @Nullable String ofContent(NodeKind kind, Content content) {
    return switch (kind) {
      case FOLDER -> "A folder has no content";
      case FILE -> ofFile(content);
      case LINK -> ofLink(content);
    };
  }

  private static @Nullable String ofFile(Content content) {
    if (content.recipe() == null || content.linkTarget() != null) {
      return "A file has a recipe and no link target";
    }
    if (content.size() < 0 || content.profile() < 0 || content.profile() > 255) {
      return "Size %d or profile %d is outside its range"
          .formatted(content.size(), content.profile());
    }
    return content.size() == 0 && !content.digest().equals(DIGEST_OF_NOTHING)
        ? "The digest of an empty file is " + DIGEST_OF_NOTHING
        : null;
  }

  private static @Nullable String ofLink(Content content) {
    String target = content.linkTarget();
    if (content.recipe() != null || target == null || content.profile() != 0) {
      return "A link has a target, no recipe, and profile 0";
    }
    if (target.isEmpty()
        || target.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(target)) {
      return "The link's target can't be one";
    }
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Limits.MAX_LINK_BYTES) {
      return "A link's target has at most %d bytes, this one %d"
          .formatted(Limits.MAX_LINK_BYTES, bytes.length);
    }
    return content.size() != bytes.length || !content.digest().equals(Sha256.digest(bytes))
        ? "Size and digest of a link are those of its target"
        : null;
  }
}
