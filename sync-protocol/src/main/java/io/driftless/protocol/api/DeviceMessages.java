package io.driftless.protocol.api;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code /api/v1/devices}: enrolment, the lease, and the list of one's devices. */
public final class DeviceMessages {

  private DeviceMessages() {}

  /**
   * {@code POST /api/v1/devices}: enrols the caller's device.
   *
   * @param name what people call it; also in names of conflicted copies; 1 to 64 characters without
   *     '/'
   * @param platform {@code linux}, {@code windows} or {@code macos}
   */
  public record EnrolRequest(String name, String platform) {}

  /**
   * The new device. The secret is told this once.
   *
   * @param device its id and its user name at the broker
   * @param secret 256 random bits in URL-safe base64: its password at the broker
   * @param account the caller's account
   * @param leaseUntilMillis until when the broker lets it in, unless a signed-in call renews it
   */
  public record Enrolled(
      DeviceId device, String secret, AccountId account, long leaseUntilMillis) {}

  /**
   * {@code PUT /api/v1/devices/{id}/lease}: the renewed lease.
   *
   * @param leaseUntilMillis until when the broker lets the device in
   */
  public record Lease(long leaseUntilMillis) {}

  /**
   * One of the caller's devices.
   *
   * @param leaseUntilMillis until when the broker lets it in
   * @param createdMillis when it was enrolled
   * @param lastSeenMillis its last signed-in call; null when there was none
   * @param revoked whether it was unlinked
   */
  public record DeviceInfo(
      DeviceId device,
      String name,
      String platform,
      long leaseUntilMillis,
      long createdMillis,
      @Nullable Long lastSeenMillis,
      boolean revoked) {}

  /** {@code GET /api/v1/devices}: the caller's devices, newest first. */
  public record DeviceList(List<DeviceInfo> devices) {
    public DeviceList {
      devices = List.copyOf(devices);
    }
  }

  /**
   * A device for which messages wait at the broker.
   *
   * @param name as people call it; null when it is gone
   * @param username whose it is; null when it is gone
   * @param messages that wait; updates of one workspace count once
   * @param oldestSeconds how long the first of them has waited
   * @param connected whether it has a line to the broker, so that it should take them
   * @param leaseUntil until when it may connect, RFC 3339; null when it is gone
   */
  public record DeviceQueue(
      DeviceId device,
      @Nullable String name,
      @Nullable String username,
      long messages,
      long oldestSeconds,
      boolean connected,
      @Nullable String leaseUntil) {}

  /** The devices for which most messages wait, those first. */
  public record DeviceQueues(List<DeviceQueue> devices) {
    public DeviceQueues {
      devices = List.copyOf(devices);
    }
  }
}
