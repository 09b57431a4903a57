package io.driftless.server.commit;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a commit writes and answers. Everything in it is stored in one transaction, or nothing.
 *
 * @param answer for the sender; stored with the commit
 * @param rows the new journal rows; revisions follow the head without a gap
 * @param nodes the last state of each node that has a row, new ones included
 * @param versions the new versions with their recipes
 * @param aliases folder ids that stand for other folders from now on; replace older entries
 * @param packs packs named first by this commit
 * @param revived chunks that leave quarantine, verified as before
 * @param head the journal's head after the commit
 */
public record CommitOutcome(
    CommitAnswer answer,
    List<NodeRow> rows,
    List<NodeState> nodes,
    List<StoredVersion> versions,
    Map<NodeId, NodeId> aliases,
    List<NewPack> packs,
    Set<Sha256> revived,
    Cursor head) {

  /** The answer to a request of which nothing is looked at. */
  static CommitAnswer refusal(CommitRequest request, ChangeAnswer why, @Nullable Cursor head) {
    return new CommitAnswer(
        request.workspace(), request.commit(), request.sequence(), why, List.of(), head);
  }

  /** What the commit adds to the used bytes of the quota. */
  public long addedBytes() {
    return packs.stream().mapToLong(NewPack::storedBytes).sum();
  }

  /** Why nothing of the commit was looked at, or the answers of its changes, in one list. */
  public List<ChangeAnswer> verdicts() {
    ChangeAnswer refused = answer.refused();
    return refused == null ? answer.answers() : List.of(refused);
  }
}
