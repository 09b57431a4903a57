package io.driftless.server.commit;

import static io.driftless.server.commit.Decision.applied;
import static io.driftless.server.commit.Decision.malformed;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * New content. Made from an older version it is stale, unless it is what the node holds already.
 * Made from the last version of a removed node it brings the node back: edit beats delete.
 */
final class PutRule {

  private final Decision decision;
  private final WorkingState work;
  private final ContentCheck contents;

  PutRule(Decision decision, ContentCheck contents) {
    this.decision = decision;
    this.work = decision.work();
    this.contents = contents;
  }

  ChangeAnswer decide(Change.Put put) {
    String wrong = Form.ofContent(put.kind(), put.content());
    if (wrong != null) {
      return malformed(wrong);
    }
    NodeState node = work.node(put.node());
    if (node != null && node.kind() != put.kind()) {
      return malformed("Node %s is a %s", put.node(), node.kind());
    }
    boolean first = put.base().equals(VersionNumber.NONE);
    if (first != (put.parent() != null && put.name() != null)) {
      return malformed("The first version has a parent and a name, later ones have none");
    }
    if (first && node == null) {
      return create(put);
    }
    if (node == null) {
      return malformed("There is no node %s", put.node());
    }
    return update(put, node);
  }

  private ChangeAnswer create(Change.Put put) {
    NodeId named = Objects.requireNonNull(put.parent());
    String name = Objects.requireNonNull(put.name());
    String wrong = Form.ofName(named, name);
    if (wrong != null) {
      return malformed(wrong);
    }
    if (!work.resolve(put.node()).equals(put.node())) {
      return malformed("Node %s is a folder that was merged into another", put.node());
    }
    NodeState folder = decision.folder(named);
    if (folder == null) {
      return new ChangeAnswer.ParentGone();
    }
    ContentCheck.Checked checked = check(put);
    if (checked.refusal() != null) {
      return checked.refusal();
    }
    NodeId parent = decision.ancestors().revive(folder.node());
    ChangeAnswer taken = decision.nameTaken(put.node(), parent, name);
    if (taken != null && decision.checksNames()) {
      return taken;
    }
    NodeState created =
        new NodeState(
            put.node(), parent, name, put.kind(), null, false, Revision.NONE, Revision.NONE);
    return write(created, put.content(), checked);
  }

  private ChangeAnswer update(Change.Put put, NodeState node) {
    int order = put.base().compareTo(node.versionNumber());
    if (order > 0) {
      return malformed(
          "Node %s has no version %s, its last is %s",
          node.node(), put.base(), node.versionNumber());
    }
    Content content = put.content();
    boolean live = work.isLive(node.node());
    if (live && equalContent(node, content)) {
      FileVersion current = Objects.requireNonNull(node.version());
      if (order < 0 || current.modifiedNanos() == content.modifiedNanos()) {
        return contents.bring(put.node(), content) instanceof ChangeAnswer.MissingChunks missing
            ? missing
            : applied(node);
      }
    }
    if (order < 0) {
      return new ChangeAnswer.Stale(node.revision());
    }
    ContentCheck.Checked checked = check(put);
    if (checked.refusal() != null) {
      return checked.refusal();
    }
    if (live) {
      return write(node, content, checked);
    }
    NodeId parent = decision.ancestors().revive(node.parent());
    String name = decision.ancestors().freeName(work.existing(node.node()), parent);
    return write(work.existing(node.node()).at(parent, name, false), content, checked);
  }

  /** Equal recipes, link targets and executable bits; times do not count. */
  private boolean equalContent(NodeState node, Content content) {
    FileVersion current = Objects.requireNonNull(node.version());
    if (current.size() != content.size()
        || !current.digest().equals(content.digest())
        || current.executable() != content.executable()) {
      return false;
    }
    if (node.kind() == NodeKind.LINK) {
      return Objects.equals(current.linkTarget(), content.linkTarget());
    }
    StoredVersion stored = work.version(node.node(), current.number());
    RecipeScript script = content.recipe();
    return stored != null && script != null && stored.recipe().digest().equals(script.digest());
  }

  private ContentCheck.Checked check(Change.Put put) {
    @Nullable RecipeScript script = put.content().recipe();
    return script == null
        ? new ContentCheck.Checked(Recipe.EMPTY, Set.of(), null)
        : contents.check(put.node(), put.content(), script);
  }

  private ChangeAnswer write(NodeState node, Content content, ContentCheck.Checked checked) {
    FileVersion version =
        new FileVersion(
            node.versionNumber().next(),
            content.size(),
            content.digest(),
            content.modifiedNanos(),
            content.executable(),
            content.profile(),
            content.linkTarget());
    work.addVersion(
        new StoredVersion(
            node.node(), version, Objects.requireNonNull(checked.recipe()), checked.given()));
    return applied(work.write(node.with(version)));
  }
}
