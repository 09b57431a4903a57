package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are on the disk, by the file system's key and by content; the last one of several.
 * The names of a file that has more than one (hard links) are known besides.
 */
final class KnownFiles {

  private final Slots slots;
  private final SlotIndex keys;
  private final SlotIndex digests;

  /** Slots by key, of the few files that have several names. */
  private final Map<Long, Set<Integer>> sharing = new HashMap<>();

  KnownFiles(Slots slots) {
    this.slots = slots;
    this.keys = new SlotIndex(slot -> Long.hashCode(keyOf(slot)));
    this.digests =
        new SlotIndex(
            slot -> {
              Sha256 digest = digestOf(slot);
              return digest == null ? 0 : digest.hashCode();
            });
  }

  /** Takes all that is known, where nothing was taken before. */
  void takeAll() {
    keys.expect(slots.nodes());
    digests.expect(slots.nodes());
    for (int slot = 0; slot < slots.bound(); slot++) {
      comes(slot);
    }
  }

  /** What is known of the slot is about to change. */
  void leaves(int slot) {
    long key = keyOf(slot);
    if (key != 0) {
      forget(key, slot);
    }
    Sha256 digest = digestOf(slot);
    if (digest != null && withDigest(digest) == slot) {
      digests.remove(slot, digest.hashCode());
    }
  }

  /** What is known of the slot has changed. */
  void comes(int slot) {
    long key = keyOf(slot);
    if (key != 0) {
      int other = takeKey(key, slot);
      if (other >= 0) {
        sharing.computeIfAbsent(key, k -> new LinkedHashSet<>(Set.of(other))).add(slot);
      }
    }
    Sha256 digest = digestOf(slot);
    if (digest != null) {
      int other = withDigest(digest);
      if (other >= 0) {
        digests.remove(other, digest.hashCode());
      }
      digests.add(slot, digest.hashCode());
    }
  }

  /** The slot has the key from now on; answers which one had it. */
  private int takeKey(long key, int slot) {
    int holder = withKey(key);
    if (holder >= 0) {
      keys.remove(holder, Long.hashCode(key));
    }
    keys.add(slot, Long.hashCode(key));
    return holder;
  }

  private void forget(long key, int slot) {
    if (withKey(key) == slot) {
      keys.remove(slot, Long.hashCode(key));
    }
    Set<Integer> names = sharing.get(key);
    if (names != null && names.remove(slot)) {
      names.forEach(other -> takeKey(key, other));
      if (names.size() < 2) {
        sharing.remove(key);
      }
    }
  }

  /** All nodes that are one file with several names; none when it has one. */
  Set<NodeId> sharing(long key) {
    Set<NodeId> nodes = new LinkedHashSet<>();
    sharing.getOrDefault(key, Set.of()).forEach(slot -> nodes.add(slots.id(slot)));
    return nodes;
  }

  @Nullable NodeId byKey(long key) {
    int slot = key == 0 ? Slots.NONE : withKey(key);
    return slot < 0 ? null : slots.id(slot);
  }

  @Nullable NodeId byDigest(Sha256 digest) {
    int slot = withDigest(digest);
    return slot < 0 ? null : slots.id(slot);
  }

  private int withKey(long key) {
    int at = keys.start(Long.hashCode(key));
    int slot = keys.slot(at);
    while (slot >= 0 && keyOf(slot) != key) {
      at = keys.after(at);
      slot = keys.slot(at);
    }
    return slot;
  }

  private int withDigest(Sha256 digest) {
    int at = digests.start(digest.hashCode());
    int slot = digests.slot(at);
    while (slot >= 0 && !(hasDigestLike(slot, digest) && digest.equals(digestOf(slot)))) {
      at = digests.after(at);
      slot = digests.slot(at);
    }
    return slot;
  }

  /** Quickly, for most of those that lie on the way to another. */
  private boolean hasDigestLike(int slot, Sha256 digest) {
    return !(slots.known(slot) instanceof byte[] packed)
        || PackedNode.mayHaveDigest(packed, digest);
  }

  private long keyOf(int slot) {
    Object known = slots.known(slot);
    if (known instanceof byte[] packed) {
      return PackedNode.key(packed);
    }
    LocalEntry local = known instanceof NodeState node ? node.local() : null;
    return local == null ? 0 : local.stamp().key();
  }

  private @Nullable Sha256 digestOf(int slot) {
    Object known = slots.known(slot);
    if (known instanceof byte[] packed) {
      return PackedNode.contentDigest(packed);
    }
    LocalEntry local = known instanceof NodeState node ? node.local() : null;
    FileContent content = local == null ? null : local.content();
    return content == null || content.size() == 0 || content.linkTarget() != null
        ? null
        : content.digest();
  }
}
