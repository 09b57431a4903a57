/**
 * Runs whole histories of several devices in one thread: the client's real engine and the server's
 * real commit rule, on simulated disks, clocks, network and blob store, with faults, from a seed.
 * Test only; nothing of the product depends on it.
 */
@NullMarked
package io.driftless.simulator;

import org.jspecify.annotations.NullMarked;
