package io.driftless.protocol.api;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls that read a workspace's journal, its live nodes and recipes. */
public final class JournalMessages {

  private JournalMessages() {}

  /**
   * {@code GET /api/v1/workspaces/{w}/changes?cursor=&limit=&atLeast=}: the rows after a cursor.
   *
   * @param cursor after the last row of this page; pass it on to the next call
   * @param head the journal's head when the page was read
   * @param hasMore whether there are rows after this page
   * @param changes in journal order
   */
  public record ChangesPage(
      Cursor cursor, Revision head, boolean hasMore, List<ChangedNode> changes) {
    public ChangesPage {
      changes = List.copyOf(changes);
    }
  }

  /**
   * {@code GET /api/v1/workspaces/{w}/snapshot?page=}: the live nodes, parents before children.
   *
   * @param replayFrom the head noted before the first page; read the changes from there after the
   *     last page
   * @param nextPage opaque; null after the last page
   * @param nodes the live nodes with their last rows
   */
  public record SnapshotPage(Cursor replayFrom, @Nullable String nextPage, List<ChangedNode> nodes)
      implements Paged {
    public SnapshotPage {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A recipe that a device wants.
   *
   * @param base a version of the same node whose recipe the device has, to be told only what
   *     differs; NONE for the whole
   */
  public record RecipeWanted(NodeId node, VersionNumber version, VersionNumber base) {}

  /**
   * {@code POST /api/v1/workspaces/{w}/recipes}: at most 10,000 recipes and 262,144 chunks in one
   * call.
   */
  public record RecipeQuery(List<RecipeWanted> wanted) {
    public RecipeQuery {
      wanted = List.copyOf(wanted);
    }
  }

  /**
   * A recipe as asked for.
   *
   * @param script copies from the base and chunks with places; null when the version is unknown or
   *     pruned
   */
  public record RecipeFound(NodeId node, VersionNumber version, @Nullable RecipeScript script) {}

  /**
   * The answer to a {@link RecipeQuery}.
   *
   * @param recipes in the order asked; shorter than asked when the limit of chunks was reached: ask
   *     for the rest again
   */
  public record RecipeAnswer(List<RecipeFound> recipes) {
    public RecipeAnswer {
      recipes = List.copyOf(recipes);
    }
  }
}
