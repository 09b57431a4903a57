package io.driftless.guard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The allowances of all devices that were heard of lately. They outlive connections, so that a
 * device gains nothing by connecting again; those that are full again are forgotten.
 */
final class DeviceRates {
  private static final long SWEEP_NANOS = 60_000_000_000L;

  private final GuardSettings settings;
  private final ConcurrentMap<String, Allowance> byDevice = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  DeviceRates(GuardSettings settings, long nowNanos) {
    this.settings = settings;
    this.sweptNanos = new AtomicLong(nowNanos);
  }

  /** Charges one action of the device; false if its allowance is used up. */
  boolean takeMessage(String device, long nowNanos) {
    sweep(nowNanos);
    return of(device, nowNanos).messages.take(1, nowNanos);
  }

  /** Charges message bytes to the device; false if its allowance is used up. */
  boolean takeBytes(String device, long bytes, long nowNanos) {
    return of(device, nowNanos).bytes.take(bytes, nowNanos);
  }

  int size() {
    return byDevice.size();
  }

  private Allowance of(String device, long nowNanos) {
    return byDevice.computeIfAbsent(
        device,
        id ->
            new Allowance(
                new TokenBucket(settings.messages(), nowNanos),
                new TokenBucket(settings.bytes(), nowNanos)));
  }

  private void sweep(long nowNanos) {
    long last = sweptNanos.get();
    if (nowNanos - last > SWEEP_NANOS && sweptNanos.compareAndSet(last, nowNanos)) {
      byDevice.values().removeIf(a -> a.messages.isFull(nowNanos) && a.bytes.isFull(nowNanos));
    }
  }

  private record Allowance(TokenBucket messages, TokenBucket bytes) {}
}
