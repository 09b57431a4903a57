package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.id.HookId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about webhooks, and of the calls that webhooks make. */
public final class HookMessages {

  private HookMessages() {}

  /**
   * {@code POST /api/v1/workspaces/{w}/webhooks}: a new webhook.
   *
   * @param url where to call; its host has to be one that the server's settings allow
   */
  public record NewHook(String url) {}

  /** How it stands with a webhook. */
  public enum HookState {
    /** The last call was taken, or there was none. */
    @JsonProperty("working")
    WORKING,
    /** The last call was not taken; it is tried again. */
    @JsonProperty("failing")
    FAILING,
    /** No call was taken for too long, or the other side said that it is gone: none is made. */
    @JsonProperty("dead")
    DEAD
  }

  /**
   * A webhook.
   *
   * @param told the last revision that the other side has taken
   * @param attempts calls since that were not taken
   * @param lastResult what came of the last call, in words; null before the first
   * @param created when it was made, as in RFC 3339
   */
  public record HookInfo(
      HookId hook,
      String url,
      HookState state,
      Revision told,
      int attempts,
      @Nullable String lastResult,
      String created) {}

  /**
   * What a new webhook's maker is told.
   *
   * @param secret with which its calls are signed; told once
   */
  public record MadeHook(HookInfo hook, String secret) {}

  /** {@code GET /api/v1/workspaces/{w}/webhooks}: all of a workspace, at most 20. */
  public record HookList(List<HookInfo> hooks) {
    public HookList {
      hooks = List.copyOf(hooks);
    }
  }

  /**
   * What a webhook tells: the journal has grown, what is new is read by {@code changes}; or a burst
   * has begun or was decided.
   *
   * @param head the last revision when this was sent
   * @param parkedBursts how many bursts wait for an owner's decision
   * @param at when it was sent, as in RFC 3339
   */
  public record HookCall(
      HookId hook, WorkspaceId workspace, Revision head, long parkedBursts, String at) {}
}
