/**
 * Packs up and chunks down, straight between the device and the blob store: passes, packs, ranges,
 * retries, counters. Speaks of workspaces, packs and chunks; knows no files, nodes or plans, and
 * decides nothing about them.
 */
@NullMarked
package io.driftless.client.transfer;

import org.jspecify.annotations.NullMarked;
