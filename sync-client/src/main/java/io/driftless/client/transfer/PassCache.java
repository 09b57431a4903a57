package io.driftless.client.transfer;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.schedule.Clock;
import io.driftless.client.server.ServerException;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps passes until shortly before they end, so that a file needs no call to the server of its
 * own. One that was used and is about to end is renewed by {@link #renewAhead}, called by a timer.
 * Safe for several threads; two that need the same pass wait for one call.
 */
public final class PassCache {

  /**
   * A pass that ends sooner is not used for a new request any more: clocks differ, uploads last.
   */
  static final long LEAST_LEFT_MILLIS = 2 * 60 * 1000;

  /** A pass that ends sooner is renewed ahead. */
  static final long RENEW_LEFT_MILLIS = 7 * 60 * 1000;

  private record Key(WorkspaceId workspace, BlobAccess access) {}

  private static final class Slot {
    private @Nullable Sas pass;
    private boolean used;
  }

  private final SasSource source;
  private final Clock clock;
  private final @Nullable ServerAddress override;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param override scheme, host and port to use instead of the blob store's; null for its own
   */
  public PassCache(SasSource source, Clock clock, @Nullable ServerAddress override) {
    this.source = source;
    this.clock = clock;
    this.override = override;
  }

  /**
   * A pass that is good for some minutes.
   *
   * @throws TransferException NO_PASS or REFUSED, when the server gives none
   */
  Sas get(WorkspaceId workspace, BlobAccess access) throws TransferException {
    Slot slot = slot(workspace, access);
    synchronized (slot) {
      slot.used = true;
      Sas pass = slot.pass;
      if (pass == null || leftMillis(pass) < LEAST_LEFT_MILLIS) {
        pass = fetch(workspace, access);
        slot.pass = pass;
      }
      return pass;
    }
  }

  /** Forgets a pass that the blob store refused, unless it was renewed meanwhile. */
  void drop(WorkspaceId workspace, BlobAccess access, Sas refused) {
    Slot slot = slot(workspace, access);
    synchronized (slot) {
      if (refused.equals(slot.pass)) {
        slot.pass = null;
      }
    }
  }

  /**
   * Renews the passes that were used since they were fetched and end soon, so that the next file
   * finds one. To be called every few minutes, on a thread that may block. A failure is left to the
   * next use.
   */
  public void renewAhead() {
    for (Map.Entry<Key, Slot> entry : List.copyOf(slots.entrySet())) {
      Key key = entry.getKey();
      Slot slot = entry.getValue();
      synchronized (slot) {
        Sas pass = slot.pass;
        if (slot.used && pass != null && leftMillis(pass) < RENEW_LEFT_MILLIS) {
          renew(key, slot);
        }
      }
    }
  }

  /** Forgets all passes of a workspace that this device is no longer a member of. */
  public void forget(WorkspaceId workspace) {
    slots.keySet().removeIf(key -> key.workspace().equals(workspace));
  }

  private void renew(Key key, Slot slot) {
    try {
      slot.pass = fetch(key.workspace(), key.access());
      slot.used = false;
    } catch (TransferException e) {
      // the pass at hand is good for some minutes yet; whoever needs one then asks and reports
    }
  }

  private Slot slot(WorkspaceId workspace, BlobAccess access) {
    return slots.computeIfAbsent(new Key(workspace, access), key -> new Slot());
  }

  private long leftMillis(Sas pass) {
    return pass.expiresMillis() - clock.wallMillis();
  }

  private Sas fetch(WorkspaceId workspace, BlobAccess access) throws TransferException {
    try {
      Sas pass = source.sas(workspace, access);
      String address = AddressOverrides.replaceAuthority(pass.containerUrl(), override);
      ServerAddress.of(address); // refuses plain HTTP over a network
      return new Sas(address, pass.signature(), pass.expiresMillis());
    } catch (ServerException e) {
      throw new TransferException(
          e.passing() ? Kind.NO_PASS : Kind.REFUSED, e.code(), e.getMessage());
    } catch (BadAddressException e) {
      throw new TransferException(
          Kind.REFUSED,
          "The server names an address of the blob store that can't be used. " + e.getMessage());
    }
  }
}
