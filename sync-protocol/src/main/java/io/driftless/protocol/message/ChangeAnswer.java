package io.driftless.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one change, or of a whole commit that was refused. An open set: a device that
 * reads {@link Unknown} waits and reports.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "answer",
    visible = true,
    defaultImpl = ChangeAnswer.Unknown.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ChangeAnswer.Applied.class, name = "applied"),
  @JsonSubTypes.Type(value = ChangeAnswer.Merged.class, name = "merged"),
  @JsonSubTypes.Type(value = ChangeAnswer.Stale.class, name = "stale"),
  @JsonSubTypes.Type(value = ChangeAnswer.NameTaken.class, name = "nameTaken"),
  @JsonSubTypes.Type(value = ChangeAnswer.ParentGone.class, name = "parentGone"),
  @JsonSubTypes.Type(value = ChangeAnswer.Depends.class, name = "depends"),
  @JsonSubTypes.Type(value = ChangeAnswer.Denied.class, name = "denied"),
  @JsonSubTypes.Type(value = ChangeAnswer.MissingChunks.class, name = "missingChunks"),
  @JsonSubTypes.Type(value = ChangeAnswer.RecipeBaseGone.class, name = "recipeBaseGone"),
  @JsonSubTypes.Type(value = ChangeAnswer.OverQuota.class, name = "overQuota"),
  @JsonSubTypes.Type(value = ChangeAnswer.Locked.class, name = "locked"),
  @JsonSubTypes.Type(value = ChangeAnswer.Held.class, name = "held"),
  @JsonSubTypes.Type(value = ChangeAnswer.IdReused.class, name = "idReused"),
  @JsonSubTypes.Type(value = ChangeAnswer.Malformed.class, name = "malformed")
})
public sealed interface ChangeAnswer {

  /**
   * Taken.
   *
   * @param revision of the journal row that it wrote; of the node's last row when there was nothing
   *     to change
   * @param version the node's current version after it; NONE for folders
   */
  record Applied(Revision revision, VersionNumber version) implements ChangeAnswer {}

  /**
   * A live folder held the name already; the sender's node id is kept as an alias of that folder.
   *
   * @param into the folder that stands for it
   * @param revision the last revision of that folder
   */
  record Merged(NodeId into, Revision revision) implements ChangeAnswer {}

  /**
   * Made from an older state; nothing was changed. Also answers a move into the node's own subtree.
   *
   * @param revision the revision at which the device knows what it did not know; read up to there
   *     and plan again
   */
  record Stale(Revision revision) implements ChangeAnswer {}

  /**
   * A live sibling has that exact name.
   *
   * @param by the sibling
   * @param revision its last revision
   */
  record NameTaken(NodeId by, Revision revision) implements ChangeAnswer {}

  /** The parent is unknown to the server or is no folder. */
  record ParentGone() implements ChangeAnswer {}

  /** Needs a change of the same commit that was refused, or belongs to a group that was. */
  record Depends() implements ChangeAnswer {}

  /** The account's role does not allow it. */
  record Denied() implements ChangeAnswer {}

  /**
   * Names chunks that the server does not have.
   *
   * @param hashes at most 1,000 of them; forget them and upload again. None when a pack is not
   *     there at all: then forget every chunk that the change names by packs
   */
  record MissingChunks(List<Sha256> hashes) implements ChangeAnswer {
    public MissingChunks {
      hashes = List.copyOf(hashes);
    }
  }

  /** The version that the recipe copies from is gone; send the full recipe. */
  record RecipeBaseGone() implements ChangeAnswer {}

  /**
   * Does not fit.
   *
   * @param limitBytes the quota
   * @param usedBytes what is used before this change
   */
  record OverQuota(long limitBytes, long usedBytes) implements ChangeAnswer {}

  /**
   * Somebody holds a lock on the file.
   *
   * @param owner in words
   */
  record Locked(String owner) implements ChangeAnswer {}

  /**
   * Parked until a person decides.
   *
   * @param reason in words
   */
  record Held(String reason) implements ChangeAnswer {}

  /** The commit's id was used before with other content, or its sequence is too old. */
  record IdReused() implements ChangeAnswer {}

  /**
   * Can never succeed as it is.
   *
   * @param reason in words
   */
  record Malformed(String reason) implements ChangeAnswer {}

  /**
   * An answer that this code does not know.
   *
   * @param answer its name on the wire
   */
  record Unknown(@JsonProperty("answer") @Nullable String answer) implements ChangeAnswer {}
}
