package io.driftless.protocol.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@link Envelope} carries. */
public sealed interface Message {

  /**
   * Device to server: changes of one workspace, at most {@link Limits#MAX_CHANGES}.
   *
   * @param workspace where
   * @param commit the commit's id, new for each commit; the same bytes are sent again until the
   *     answer is persisted
   * @param sequence counts up over all commits of the device; numbers may be left out
   * @param answeredThrough the device has persisted every answer up to this sequence; they may be
   *     dropped
   * @param cursor how far the device had read the journal when it planned this
   * @param changes in order; may be none when there are packs
   * @param packs new packs that the commit takes besides those that its recipes name by run, so
   *     that the packs of a huge file need not wait for the file; absent when there are none
   */
  record CommitRequest(
      WorkspaceId workspace,
      CommitId commit,
      long sequence,
      long answeredThrough,
      Cursor cursor,
      List<Change> changes,
      @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
          List<PackId> packs)
      implements Message {
    public CommitRequest {
      changes = List.copyOf(changes);
      packs = List.copyOf(packs);
    }

    /** A commit that names its packs by run alone. */
    public CommitRequest(
        WorkspaceId workspace,
        CommitId commit,
        long sequence,
        long answeredThrough,
        Cursor cursor,
        List<Change> changes) {
      this(workspace, commit, sequence, answeredThrough, cursor, changes, List.of());
    }
  }

  /**
   * Server to sender: what became of a commit. Stored with it, so that a commit sent again gets the
   * same answer.
   *
   * @param refused why nothing of it was looked at; null when {@code answers} tells
   * @param answers one for each change, in their order; empty when refused
   * @param head the workspace's head right after the commit; null when the workspace is unknown or
   *     denied
   */
  record CommitAnswer(
      WorkspaceId workspace,
      CommitId commit,
      long sequence,
      @Nullable ChangeAnswer refused,
      List<ChangeAnswer> answers,
      @Nullable Cursor head)
      implements Message {
    public CommitAnswer {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Server to device: the journal has grown. A hint with a shortcut: what is not inline is read
   * from the journal.
   *
   * @param from the revision that {@code changes} follow on
   * @param to the cursor that they reach; acknowledge only when the device's own cursor is there
   * @param changes the rows after {@code from} up to {@code to}, none when they are more than fit
   */
  record Update(WorkspaceId workspace, Revision from, Cursor to, List<ChangedNode> changes)
      implements Message {
    public Update {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Server to device: the account is no longer a member. Local files stay; nothing more is sent.
   */
  record WorkspaceGone(WorkspaceId workspace) implements Message {}

  /**
   * Server to device: a pack that it uploaded does not hold what its footer says.
   *
   * @param reason in words
   */
  record PackRejected(WorkspaceId workspace, PackId pack, String reason) implements Message {}

  /**
   * A kind that this code does not know, or one of a later protocol version. Compare cursors with
   * the heads.
   *
   * @param kind its name on the wire
   */
  record Unknown(String kind) implements Message {}
}
