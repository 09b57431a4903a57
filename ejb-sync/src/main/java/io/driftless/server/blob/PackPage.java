package io.driftless.server.blob;

import io.driftless.protocol.id.PackId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some packs of a container.
 *
 * @param packs those of this page
 * @param otherBytes the length of the blobs of this page that are not named as packs
 * @param next opaque; where the next page begins, null behind the last
 */
public record PackPage(List<StoredPack> packs, long otherBytes, @Nullable String next) {

  public PackPage {
    packs = List.copyOf(packs);
  }

  /**
   * A pack as the store lists it.
   *
   * @param pack its name
   * @param lengthBytes its length
   * @param createdAt when it was stored, by the store's clock
   */
  public record StoredPack(PackId pack, long lengthBytes, Instant createdAt) {}
}
