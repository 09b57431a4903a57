package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about operations: large actions of many ordinary commits. */
public final class OperationMessages {

  private OperationMessages() {}

  /** What a step does to its node. */
  public enum StepAction {
    /** Brings a removed node back to where it was. */
    @JsonProperty("restore")
    RESTORE,
    /** Gives it the place and name that it had. */
    @JsonProperty("move")
    MOVE,
    /** Makes an older content the next version, where it is. */
    @JsonProperty("content")
    CONTENT,
    /** Removes what was not there; the history keeps it. */
    @JsonProperty("remove")
    REMOVE
  }

  /** How far a step is. */
  public enum StepState {
    /** It has not been tried. */
    @JsonProperty("pending")
    PENDING,
    /** It was taken, or there was nothing to do any more. */
    @JsonProperty("applied")
    APPLIED,
    /** It was left out; {@code note} says why. */
    @JsonProperty("skipped")
    SKIPPED
  }

  /**
   * A step: what it does to one node.
   *
   * @param kind of the node
   * @param nowParent where the node is when this is told; null when it is removed
   * @param nowName its name there; null when it is removed
   * @param parent where it goes; null when it is to be removed
   * @param name its name there; null when it is to be removed
   * @param version the version whose content it gets; NONE when the content stays
   * @param state of a preview PENDING
   * @param note why it was skipped; null when it was not
   */
  public record Step(
      NodeId node,
      NodeKind kind,
      StepAction action,
      @Nullable NodeId nowParent,
      @Nullable String nowName,
      @Nullable NodeId parent,
      @Nullable String name,
      VersionNumber version,
      StepState state,
      @Nullable String note) {}

  /**
   * {@code GET /api/v1/workspaces/{w}/nodes/{n}/rewind?at=&page=&limit=}: what a rewind of a folder
   * would do now.
   *
   * @param then the last revision at that time
   * @param seen the head of which this is told; name it when you begin
   * @param total of all steps
   * @param steps in the order in which they would be taken
   * @param nextPage opaque; null after the last page
   */
  public record RewindPreview(
      NodeId folder,
      Revision then,
      Revision seen,
      int total,
      List<Step> steps,
      @Nullable String nextPage)
      implements Paged {
    public RewindPreview {
      steps = List.copyOf(steps);
    }
  }

  /**
   * {@code POST /api/v1/workspaces/{w}/nodes/{n}/rewind}: makes a folder what it was.
   *
   * @param at a time as in RFC 3339
   * @param seen the head of the preview: what was changed since is left alone; null for the head
   * @param only the nodes of which steps are taken; null for all
   */
  public record RewindRequest(String at, @Nullable Revision seen, @Nullable List<NodeId> only) {
    public RewindRequest {
      only = only == null ? null : List.copyOf(only);
    }
  }

  /** What an operation is for. */
  public enum OperationKind {
    /** A folder becomes what it was at a time. */
    @JsonProperty("rewind")
    REWIND,
    /** What another operation did is taken back. */
    @JsonProperty("undo")
    UNDO
  }

  /** How far an operation is. */
  public enum OperationState {
    /** Steps are being taken. */
    @JsonProperty("running")
    RUNNING,
    /** All steps were taken or skipped. */
    @JsonProperty("done")
    DONE,
    /** It ended early; {@code reason} says why. What it did stays. */
    @JsonProperty("stopped")
    STOPPED
  }

  /**
   * An operation.
   *
   * @param account who began it
   * @param folder what it is about; the root for an undo
   * @param of the operation that it takes back; null when it does not
   * @param total steps, of which so many were applied and skipped
   * @param finishedMillis null while it runs
   */
  public record OperationInfo(
      OperationId operation,
      OperationKind kind,
      AccountId account,
      NodeId folder,
      @Nullable OperationId of,
      OperationState state,
      @Nullable String reason,
      int total,
      int applied,
      int skipped,
      long createdMillis,
      @Nullable Long finishedMillis) {}

  /** {@code GET /api/v1/workspaces/{w}/operations}: the last ones, newest first. */
  public record OperationList(List<OperationInfo> operations) {
    public OperationList {
      operations = List.copyOf(operations);
    }
  }

  /**
   * {@code GET /api/v1/workspaces/{w}/operations/{o}/steps?page=&limit=}: what became of each.
   *
   * @param nextPage opaque; null after the last page
   */
  public record StepPage(List<Step> steps, @Nullable String nextPage) implements Paged {
    public StepPage {
      steps = List.copyOf(steps);
    }
  }
}
